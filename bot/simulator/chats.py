"""Who is there and where they talk: people, private chats and groups."""

from dataclasses import dataclass, field
from typing import Any

from bot.simulator.messages import Message
from bot.simulator.people import Person


@dataclass
class Chat:
    """A private chat with one person, or a group.

    Attributes:
        id: a person's own id for a private chat; below zero for a group.
        kind: "private", "group" or "supergroup".
        members: who is in it, the bot not counted.
        started: the person has pressed Start, or written; without that the bot may not begin.
        blocked: the person blocked the bot, or the group threw it out.
        migrated_to: the supergroup's id, once the group has become one.
        messages: by id, in order; a deleted one is gone.
        actions: what the bot was seen doing ("typing"), oldest first.
        menu_button: what the bot set for this chat.
    """

    id: int
    kind: str
    title: str = ""
    members: dict[int, Person] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    bot_is_admin: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    menu_button: dict[str, Any] | None = None

    @property
    def is_private(self) -> bool:
        """A chat with one person."""
        return self.kind == "private"

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's Chat."""
        if not self.is_private:
            return {"id": self.id, "type": self.kind, "title": self.title}
        person = self.members[self.id].to_json()
        return {"id": self.id, "type": "private"} | {
            key: person[key] for key in ("first_name", "username") if key in person
        }
