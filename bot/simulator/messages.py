"""One message as Telegram keeps it."""

from dataclasses import dataclass, field
from typing import Any

from bot.simulator.people import Person
from bot.simulator.rich_text import RichText

Markup = dict[str, Any]
"""Telegram's InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove or ForceReply."""


@dataclass(frozen=True)
class Content:
    """What a message says; an edit puts another in its place.

    Attributes:
        kind: "text", or the name of Telegram's field for the medium ("photo", "document", "voice" ...).
        words: the text, or the medium's caption.
        medium: what stands in that field.
        markup: the keyboard under it.
        extras: further fields of Telegram's Message that belong to the content.
    """

    kind: str
    words: RichText = field(default_factory=RichText)
    medium: Any = None
    markup: Markup | None = None
    extras: tuple[tuple[str, Any], ...] = ()

    @property
    def keyboard(self) -> Markup | None:
        """The inline keyboard; other markup is not part of a message for bots."""
        return self.markup if self.markup and self.markup.get("inline_keyboard") else None

    def to_json(self) -> dict[str, Any]:
        """Return the fields of Telegram's Message that hold the content."""
        text, entities = ("text", "entities") if self.kind == "text" else ("caption", "caption_entities")
        fields: dict[str, Any] = dict(self.extras)
        if self.kind != "text":
            fields[self.kind] = self.medium
        if self.words.text:
            fields[text] = self.words.text
        if self.words.entities:
            fields[entities] = list(self.words.entities)
        if self.keyboard:
            fields["reply_markup"] = self.keyboard
        return fields


@dataclass
class Message:
    """A message in a chat.

    Attributes:
        date: Unix seconds.
        version: a number that grows over all chats with every message sent or edited.
        silent: sent with `disable_notification`.
        envelope: further fields of Telegram's Message: `reply_to_message`, `message_thread_id` ...
        reactions: the bot's, as emoji.
    """

    id: int
    chat: dict[str, Any]
    sender: Person
    date: int
    content: Content
    version: int = 0
    silent: bool = False
    edit_date: int | None = None
    envelope: dict[str, Any] = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's Message."""
        fields: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.to_json(),
            "chat": self.chat,
            "date": self.date,
            **self.envelope,
            **self.content.to_json(),
        }
        if self.edit_date is not None:
            fields["edit_date"] = self.edit_date
        return fields
