"""What a deed happens within: one transaction, one chat, one moment."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.action import encode
from bot.messages import Message
from bot.storage import outbox


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that a reader did, and the transaction in which it is answered.

    Attributes:
        session: the transaction.
        chat_id: where it happened.
        key: what makes its replies unique, such as `17` for update 17.
        at: when, in seconds since 1970.
        message_id: the message whose button was tapped, if one was.
    """

    session: AsyncSession
    chat_id: int
    key: str
    at: float
    message_id: int | None = None

    async def send(self, messages: Iterable[Message], *, in_place: bool = False) -> None:
        """Put messages into the outbox; the first may replace the message whose button was tapped."""
        for number, message in enumerate(messages):
            body = {
                "html": message.html,
                "buttons": [[button.label, encode(button.action)] for button in message.buttons],
                "picture": message.picture,
                "edit": self.message_id if in_place and number == 0 else None,
            }
            await outbox.put(self.session, f"reply:{self.key}:{number}", self.chat_id, body, self.at)
