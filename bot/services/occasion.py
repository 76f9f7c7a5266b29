"""What a deed happens within: one transaction, one chat, one reader, one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.action import encode
from bot.messages import Message
from bot.storage import outbox


def body_of(message: Message, edit: int | None = None) -> dict[str, Any]:
    """Return a message without its pictures as the outbox keeps it; `edit` names the message to replace."""
    buttons = [
        [button.label, encode(button.action), *(["beside"] if button.beside else [])]
        for button in message.buttons
    ]
    body = {"html": message.html, "buttons": buttons, "edit": edit}
    return body if message.keyboard is None else body | {"keyboard": list(message.keyboard)}


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that a reader did, and the transaction in which it is answered.

    Attributes:
        session: the transaction.
        chat_id: where it happened.
        key: what makes its replies unique, such as `17` for update 17.
        at: when, in seconds since 1970.
        message_id: the message whose button was tapped, if one was.
        member_id: who did it, in a group; 0 in a private chat.
        opening: what comes before all that is sent.
        place: in a group, what its answers stand by: `thread`, the topic, and `reply_to`, the message.
        written_at: when a message was written: earlier, where the bot was down since; None for taps.
    """

    session: AsyncSession
    chat_id: int
    key: str
    at: float
    message_id: int | None = None
    member_id: int = 0
    opening: tuple[Message, ...] = ()
    place: Mapping[str, int] = field(default_factory=dict)
    written_at: float | None = None

    @property
    def said_at(self) -> float:
        """When the reader did it, by which their days and minutes go."""
        return self.at if self.written_at is None else min(self.at, self.written_at)

    async def send(
        self, messages: Iterable[Message], *, in_place: bool = False, urgent: bool = False
    ) -> None:
        """Put messages into the outbox, each picture before its words; urgent ones before all others.

        The first message may replace, in place, the one whose button was tapped.
        """
        bodies: list[dict[str, Any]] = []
        for message in (*self.opening, *messages):
            bodies += [{"picture": name} for name in message.pictures]
            bodies += [{"chart": dict(message.chart)}] if message.chart else []
            edit = self.message_id if in_place and not bodies else None
            bodies.append(body_of(message, edit))
        for number, body in enumerate(bodies):
            body |= {name: where for name, where in self.place.items() if number == 0 or name != "reply_to"}
            key = f"reply:{self.key}:{number}"
            rank = outbox.URGENT if urgent else outbox.ANSWER
            await outbox.put(self.session, key, self.chat_id, body, self.at, rank)
