"""A reader with a phone: what they do becomes updates for the bot, what the bot does is on their screen."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

from bot.simulator import limits, pocket
from bot.simulator.chats import Chat
from bot.simulator.cloud import Cloud
from bot.simulator.errors import BlockedByReaderError, NoSuchButtonError, NothingHeardError
from bot.simulator.found_in_text import with_found
from bot.simulator.keyboards import button_rows, find_button
from bot.simulator.membership import is_heard, tell_membership
from bot.simulator.messages import Content, Message
from bot.simulator.people import Person
from bot.simulator.rich_text import RichText
from bot.simulator.taps import Tap
from bot.simulator.view import SeenMessage, see

_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{1,{limits.START_PAYLOAD_LENGTH}}}")


class Reader:
    """One person in one chat: their private chat with the bot, or a group.

    Attributes:
        person: who it is.
        chat: where; after `Simulator.migrate` a group's members must be asked for anew.
        opened: the addresses behind the buttons that were tapped.
        place: latitude and longitude, which a button that asks for them shares.
    """

    def __init__(self, cloud: Cloud, person: Person, chat: Chat) -> None:
        self.person = person
        self.chat = chat
        self.opened: list[str] = []
        self.place = (51.5, -0.12)
        self._cloud = cloud
        self._looked_at = 0

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def messages(self) -> list[SeenMessage]:
        """All messages of the chat as they look now: edits in place, deleted ones gone."""
        return [see(message, self._cloud.files) for message in self.chat.messages.values()]

    @property
    def last(self) -> SeenMessage:
        """The bot's newest message.

        Raises:
            IndexError: it has said nothing.
        """
        return [message for message in self.messages if message.from_bot][-1]

    @property
    def keyboard(self) -> tuple[str, ...]:
        """The labels under the writing field: those that the bot gave last and has not taken away."""
        for message in reversed(self.chat.messages.values()):
            markup = message.content.markup or {}
            if "keyboard" in markup or "remove_keyboard" in markup:
                return tuple(button["text"] for row in button_rows(markup) for button in row)
        return ()

    @property
    def actions(self) -> list[str]:
        """What the bot was seen doing ("typing"), oldest first."""
        return list(self.chat.actions)

    @property
    def taps_made(self) -> list[Tap]:
        """The taps of this chat, with the bot's answers to them."""
        return [tap for tap in self._cloud.taps.values() if tap.chat_id == self.chat.id]

    def new_messages(self) -> list[SeenMessage]:
        """Return what the bot has sent or edited since the last look, in that order."""
        bot, since = self._cloud.bot, self._looked_at
        new = [each for each in self.chat.messages.values() if each.version > since and each.sender == bot]
        self._looked_at = max([since, *(message.version for message in new)])
        new.sort(key=lambda message: message.version)
        return [see(message, self._cloud.files) for message in new]

    async def hears(self, count: int = 1, seconds: float = 5.0) -> list[SeenMessage]:
        """Wait until the bot has sent or edited `count` messages since the last look, and return all of them.

        Raises:
            NothingHeardError: it had not within `seconds`.
        """
        heard: list[SeenMessage] = []
        try:
            async with asyncio.timeout(seconds):
                while len(heard := [*heard, *self.new_messages()]) < count:
                    await self._cloud.changed.wait()
        except TimeoutError:
            raise NothingHeardError(count, [seen.text for seen in heard], seconds) from None
        return heard

    async def incoming(self) -> AsyncIterator[SeenMessage]:
        """Yield, for ever, each message that the bot sends or edits from now on."""
        while True:
            for seen in self.new_messages():
                yield seen
            await self._cloud.changed.wait()

    async def says(self, text: str, *, reply_to: int | None = None) -> None:
        """Send a text; a long one goes out in several messages, as Telegram's apps do it."""
        size = limits.TEXT_LENGTH
        for start in range(0, len(text), size):
            self._send(Content("text", with_found(RichText(text[start : start + size]))), reply_to)

    async def starts(self, payload: str | None = None) -> None:
        """Press Start, or follow a link `t.me/bot?start=payload`; this unblocks the bot, too.

        Raises:
            ValueError: no such link works: up to 64 of A-Z, a-z, 0-9, _ and - are allowed.
        """
        if payload is not None and not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"Telegram follows no start link with the payload {payload!r}")
        await self.unblocks()
        await self.says("/start" if payload is None else f"/start {payload}")

    async def mentions(self, text: str) -> None:
        """Send a text that begins with the bot's @name; under privacy mode a group keeps it from the bot."""
        await self.says(f"@{self._cloud.bot.username} {text}")

    async def replies(self, text: str, to: SeenMessage | None = None) -> None:
        """Answer a message: the bot's newest, if none is named."""
        await self.says(text, reply_to=(to or self.last).id)

    async def edits(self, text: str, message: SeenMessage | None = None) -> None:
        """Change one of the reader's own texts: the newest, if none is named."""
        own = [each for each in self.chat.messages.values() if each.sender == self.person]
        target = own[-1] if message is None else self.chat.messages[message.id]
        self._cloud.edit(target, Content("text", with_found(RichText(text))))
        self._tell("edited_message", target)

    async def taps(self, label: str) -> Tap | None:
        """Tap the button with this label on the newest message that has it.

        Returns:
            The tap, on which the bot's answer will show; None where the button leads to an address (see
            `opened`) or is a reply keyboard's, which sends its label or shares the reader's place.

        Raises:
            NoSuchButtonError: there is none on the screen.
        """
        for message in reversed(self.chat.messages.values()):
            button = find_button(message.content.markup, label)
            if button is not None:
                return await self._tap(message, button)
        raise NoSuchButtonError(label, self._visible_buttons())

    async def sends_photo(self, caption: str = "", content: bytes = pocket.PHOTO) -> None:
        """Send a photo."""
        self._send(pocket.photo(self._cloud.files, content, caption))

    async def sends_voice(self, seconds: int = 3) -> None:
        """Send a voice note."""
        self._send(pocket.voice(self._cloud.files, seconds))

    async def sends_sticker(self, emoji: str = "👍") -> None:
        """Send a sticker."""
        self._send(pocket.sticker(self._cloud.files, emoji))

    async def sends_document(self, name: str = "letter.pdf", content: bytes = b"%PDF-1.4") -> None:
        """Send a file."""
        self._send(pocket.document(self._cloud.files, name, content))

    async def sends_location(self, latitude: float = 51.5, longitude: float = -0.12) -> None:
        """Send a place."""
        self._send(pocket.location(latitude, longitude))

    async def blocks(self) -> None:
        """Block the bot; in a group, throw it out."""
        self._set_blocked(blocked=True)

    async def unblocks(self) -> None:
        """Unblock the bot; in a group, invite it again."""
        self._set_blocked(blocked=False)

    async def deletes_account(self) -> None:
        """Leave Telegram for good."""
        self.chat.deactivated = True

    def _set_blocked(self, *, blocked: bool) -> None:
        was, now = ("member", "kicked") if blocked else ("kicked", "member")
        if self.chat.blocked != blocked:
            self.chat.blocked = blocked
            tell_membership(self._cloud, self.chat, self.person, was, now)

    def _send(self, content: Content, reply_to: int | None = None) -> None:
        if self.chat.is_private and self.chat.blocked:
            raise BlockedByReaderError(self.person.first_name)
        self.chat.started = True
        target = None if reply_to is None else self.chat.messages[reply_to]
        envelope = {} if target is None else {"reply_to_message": target.to_json()}
        self._tell("message", self._cloud.post(self.chat, self.person, content, envelope))

    def _tell(self, kind: str, message: Message) -> None:
        if is_heard(self._cloud, self.chat, message):
            self._cloud.updates.add(self.chat.id, kind, message.to_json())

    async def _tap(self, message: Message, button: dict[str, Any]) -> Tap | None:
        if "url" in button:
            self.opened.append(button["url"])
            return None
        if "callback_data" not in button:
            shares = button.get("request_location")
            await (self.sends_location(*self.place) if shares else self.says(button["text"]))
            return None
        tap_id = str(4_000_000 + len(self._cloud.taps))
        tap = Tap(tap_id, self.chat.id, button["callback_data"], self._cloud.now())
        self._cloud.taps[tap_id] = tap
        self._cloud.updates.add(self.chat.id, "callback_query", self._query(tap, message))
        return tap

    def _query(self, tap: Tap, message: Message) -> dict[str, Any]:
        query = {"id": tap.id, "from": self.person.to_json(), "message": message.to_json()}
        return query | {"chat_instance": str(self.chat.id), "data": tap.data}

    def _visible_buttons(self) -> list[str]:
        shown = (button_rows(message.content.markup) for message in self.chat.messages.values())
        return [button["text"] for rows in shown for row in rows for button in row]
