"""The simulator as a whole: start it, point a bot at it, and be its readers."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from starlette.applications import Starlette

from bot.simulator.calls import Called
from bot.simulator.chats import Chat
from bot.simulator.cloud import Cloud
from bot.simulator.control import control_routes
from bot.simulator.faults import Faults
from bot.simulator.group import Group
from bot.simulator.membership import tell_membership
from bot.simulator.people import Person
from bot.simulator.reader import Reader
from bot.simulator.server import Server, bot_routes
from bot.simulator.webhook import Webhook

TOKEN = "110201543:a-token-that-only-the-simulator-knows"  # noqa: S105 - it opens nothing
_BOT = Person(110201543, "QL bot", "ql_release_bot", is_bot=True)


class Simulator:
    """A Telegram on loopback for one bot, with all its state in memory.

    Use it as `async with Simulator() as telegram:`, give `telegram.token`, `telegram.base_url` and
    `telegram.base_file_url` to the bot, and `telegram.reader("Ann")` to the test.

    Attributes:
        cloud: what Telegram remembers.
        faults: how it is to misbehave.
    """

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.time,
        port: int = 0,
        token: str = TOKEN,
        privacy_mode: bool = True,
        webhook_pause: float = 0.05,
    ) -> None:
        """Prepare it.

        Args:
            now: the clock, in Unix seconds: how late a tap is answered, how old a message is.
            port: where to listen; 0 lets the system choose.
            token: the only token that is accepted.
            privacy_mode: in groups the bot gets only commands and replies.
            webhook_pause: seconds before an update is posted again that was not answered 2xx.
        """
        self.cloud = Cloud(token, now, _BOT, privacy_mode)
        self._readers: dict[int, Reader] = {}
        routes = [*bot_routes(self.cloud), *control_routes(self)]
        self._server = Server(Starlette(routes=routes), port)
        self._webhook = Webhook(self.cloud, webhook_pause)
        self._deliveries: asyncio.Task[None] | None = None

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.cloud.token

    @property
    def url(self) -> str:
        """The server's own address, once started: what stands before `/simulator/...`."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as `base_file_url`."""
        return f"{self.url}/file/bot"

    @property
    def faults(self) -> Faults:
        """How it is to misbehave."""
        return self.cloud.faults

    @property
    def calls(self) -> list[Called]:
        """Every call that the bot made, oldest first."""
        return self.cloud.calls

    async def start(self) -> None:
        """Listen, and deliver to a webhook when one is set."""
        await self._server.start()
        self._deliveries = asyncio.create_task(self._webhook.run())

    async def stop(self) -> None:
        """Stop; whoever is connected is cut off."""
        if self._deliveries is not None:
            self._deliveries.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._deliveries
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def reader(
        self,
        name: str = "Ann",
        *,
        reader_id: int | None = None,
        language_code: str = "en",
        username: str = "",
    ) -> Reader:
        """Return the reader of this name, or of this id, who is new the first time."""
        known = self._find(name) if reader_id is None else self._readers.get(reader_id)
        if known is not None:
            return known
        person = Person(reader_id or 1001 + len(self._readers), name, language_code=language_code)
        chat = self.cloud.add_person(person)
        self._readers[person.id] = Reader(self.cloud, person, chat)
        return self._readers[person.id]

    def group(self, title: str, *names: str) -> Group:
        """Open a group with these readers in it; the first invites the bot, which is told so."""
        members = [self.reader(name).person for name in names]
        chat = self.cloud.add_group(title, members)
        tell_membership(self.cloud, chat, members[0], "left", "member")
        return Group(self.cloud, chat)

    def migrate(self, group: Group) -> Group:
        """Turn a group into a supergroup; calls for the old id are told the new one."""
        return Group(self.cloud, self.cloud.migrate(group.chat))

    def chat(self, chat_id: int) -> Chat | None:
        """Return a chat by its id, or None."""
        return self.cloud.chats.get(chat_id)

    def _find(self, name: str) -> Reader | None:
        return next((each for each in self._readers.values() if each.person.first_name == name), None)
