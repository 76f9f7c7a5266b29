"""What Telegram remembers: the bot, people, chats, messages, files and the updates not yet confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.simulator import limits
from bot.simulator.calls import Called
from bot.simulator.chats import Chat
from bot.simulator.faults import Faults
from bot.simulator.files import FileStore
from bot.simulator.floods import Floods
from bot.simulator.messages import Content, Message
from bot.simulator.people import Person
from bot.simulator.poll_turn import PollTurn
from bot.simulator.profile import Profile
from bot.simulator.refusal import Refusal
from bot.simulator.taps import Tap
from bot.simulator.updates import UpdateQueue
from bot.simulator.wakeup import Signal
from bot.simulator.webhook_settings import WebhookSettings

_SUPERGROUPS = -1_000_000_000_000


@dataclass
class Cloud:
    """All of the simulator's state, in memory.

    Attributes:
        token: the only one that is accepted.
        now: the clock, in Unix seconds.
        privacy_mode: in groups the bot gets only commands and replies.
        changed: notified when a reader may see something new.
        calls: every call of the bot, oldest first.
    """

    token: str
    now: Callable[[], float]
    bot: Person
    privacy_mode: bool = True
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)
    files: FileStore = field(default_factory=FileStore)
    profile: Profile = field(default_factory=Profile)
    faults: Faults = field(default_factory=Faults)
    floods: Floods = field(default_factory=Floods)
    webhook: WebhookSettings = field(default_factory=WebhookSettings)
    changed: Signal = field(default_factory=Signal)
    _versions: int = 0

    def __post_init__(self) -> None:
        self.updates = UpdateQueue(self.now, self.faults)
        self.poll_turn = PollTurn(self.updates.changed)

    def add_person(self, person: Person) -> Chat:
        """Let somebody have an account; the private chat is there, but not started."""
        self.people[person.id] = person
        return self.chats.setdefault(person.id, Chat(person.id, "private", members={person.id: person}))

    def add_group(self, title: str, members: list[Person], group_id: int | None = None) -> Chat:
        """Open a group with the bot in it."""
        chat_id = group_id or -(len(self.chats) + 5_000)
        kind = "supergroup" if chat_id < _SUPERGROUPS else "group"
        members_by_id = {person.id: person for person in members}
        self.chats[chat_id] = Chat(chat_id, kind, title, members_by_id, started=True)
        return self.chats[chat_id]

    def migrate(self, group: Chat) -> Chat:
        """Turn a group into a supergroup under a new id; the old id is refused from now on."""
        new = self.add_group(group.title, list(group.members.values()), _SUPERGROUPS + group.id)
        somebody = next(iter(group.members.values()))
        for chat, notice in (
            (group, Content("migrate_to_chat_id", medium=new.id)),
            (new, Content("migrate_from_chat_id", medium=group.id)),
        ):
            message = self.post(chat, somebody, notice, {})
            self.updates.add(chat.id, "message", message.to_json())
        group.migrated_to = new.id
        return new

    def find_chat(self, chat_id: str) -> Chat:
        """Return a chat by the id of a call.

        Raises:
            Refusal: 400, there is none.
        """
        if not chat_id:
            raise Refusal.bad_request("chat_id is empty")
        chat = self.chats.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
        if chat is None or (chat.is_private and not self._has_met(chat)):
            raise Refusal.bad_request("chat not found")
        if chat.migrated_to is not None:
            raise Refusal.migrated(chat.migrated_to)
        return chat

    def open_chat(self, chat_id: str) -> Chat:
        """Return a chat that the bot may write to.

        Raises:
            Refusal: 400, there is none; 403, nobody there wants to hear from the bot.
        """
        chat = self.find_chat(chat_id)
        if chat.deactivated:
            raise Refusal.forbidden("user is deactivated")
        if chat.blocked:
            where = "blocked by the user" if chat.is_private else f"kicked from the {chat.kind} chat"
            raise Refusal.forbidden(f"bot was {where}")
        if not chat.started:
            raise Refusal.forbidden("bot can't initiate conversation with a user")
        return chat

    def post(self, chat: Chat, sender: Person, content: Content, envelope: dict[str, Any]) -> Message:
        """Put a new message into a chat."""
        self._versions += 1
        identity = self._versions
        message = Message(
            identity, chat.to_json(), sender, int(self.now()), content, identity, envelope=envelope
        )
        chat.messages[message.id] = message
        self.changed.notify()
        return message

    def edit(self, message: Message, content: Content) -> None:
        """Put other content in a message's place."""
        self._versions += 1
        message.content, message.version, message.edit_date = content, self._versions, int(self.now())
        self.changed.notify()

    def answer_tap(self, tap_id: str, text: str, *, is_alert: bool) -> None:
        """End a tapped button's spinner; only the first answer is shown.

        Raises:
            Refusal: 400, there was no such tap or it is too long ago.
        """
        tap = self.taps.get(tap_id)
        if tap is None or self.now() - tap.born > limits.CALLBACK_SECONDS:
            words = "query is too old and response timeout expired or query ID is invalid"
            raise Refusal.bad_request(words)
        if not tap.answered:
            tap.answered, tap.text, tap.is_alert = True, text, is_alert
        self.changed.notify()

    def _has_met(self, chat: Chat) -> bool:
        """A person's id is unknown to the bot until they write, or share a group with it."""
        groups = (other for other in self.chats.values() if not other.is_private)
        return chat.started or chat.blocked or any(chat.id in group.members for group in groups)
