"""The composition root: settings in, the parts of the bot out, joined."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from telegram.ext import ApplicationBuilder, ContextTypes

from bot import clock
from bot.chat.album import Album
from bot.chat.context import Context, Door, Parts, handling
from bot.chat.courier import LANES, Courier
from bot.chat.intake import poll
from bot.chat.profile import set_profile
from bot.chat.reaching import reach
from bot.chat.routes import routes
from bot.chat.signal import Signal
from bot.chat.trouble import Ongoing, place
from bot.chat.worker import Worker
from bot.mind import Mind, build_mind
from bot.pictures import Pictures
from bot.reloading import keep_up
from bot.services.asking import Asking
from bot.services.coaching import Coaching
from bot.services.enrolling import Enrolling
from bot.services.housekeeping import tidy
from bot.services.practising import Practising
from bot.services.reminding import BATCH, Reminding
from bot.services.timing import Timing
from bot.services.understanding import Understanding
from bot.settings import Settings
from bot.storage import clock_steps, inbox, outbox, subscriptions
from bot.storage.database import Database
from bot.storage.outbox import Pace

__all__ = ["App", "Mind", "build_mind", "open_database", "run_until_stopped", "running", "today"]

_LOG = logging.getLogger(__name__)

_HOUR_SECONDS = 3600.0
_TICK_SECONDS = 1.0
_BREATH_SECONDS = 0.02
_RESTART_SECONDS = 1.0
_STOP_SECONDS = 5.0


def today() -> date:
    """Return the date in UTC."""
    return clock.now().date()


def _now() -> float:
    return clock.now().timestamp()


def open_database(settings: Settings, now: Callable[[], float] = _now) -> Database:
    """Return the database of the settings; nothing is connected yet.

    Args:
        settings: where it is.
        now: the clock that a SQLite database goes by.

    Raises:
        DatabaseUseError: its address cannot be used.
    """
    return Database(settings.database_url, now)


@dataclass(frozen=True, slots=True)
class App:
    """The running bot.

    Attributes:
        database: where everything is kept.
        look_now: lets every part look for work at once, for those who set the clock.
        read_again: lets it read the knowledge folder again, whether or not a file has changed.
    """

    database: Database
    look_now: Callable[[], None]
    read_again: Callable[[], None]

    async def is_idle(self) -> bool:
        """Tell whether everything that arrived is answered and everything that is due is sent."""
        async with self.database.begin() as session:
            at = await self.database.now(session)
            busy = await inbox.waiting(session) or await outbox.waiting(session, due_by=at)
            return not busy and not await subscriptions.is_due(session, at)


@asynccontextmanager
async def running(settings: Settings, mind: Mind, now: Callable[[], float] = _now) -> AsyncIterator[App]:
    """Run the bot in Telegram while the context is open; until Telegram can be reached, wait for it.

    Args:
        settings: how.
        mind: what answers.
        now: the clock, in seconds since 1970; PostgreSQL goes by its own.

    Raises:
        telegram.error.InvalidToken: Telegram does not know the token.
    """
    database = await _ready_database(settings, now)
    async with contextlib.AsyncExitStack() as at_the_end:
        at_the_end.push_async_callback(database.close)
        door = _door(settings)
        at_the_end.push_async_callback(door.bot.shutdown)
        serving = _Serving(settings, door, mind)
        await reach(door)
        async with door:
            door.add_handlers(routes(door.bot.username, door.bot.id))
            await set_profile(door.bot, mind.profile)
            tasks = _start(settings, door, database, serving)
            try:
                yield App(database, tasks.look_now, tasks.changed.give)
            finally:
                await tasks.stop()


class _Serving:
    """What answers at this moment; new knowledge takes its place between two updates, never within one.

    Args:
        settings: how.
        door: whose handlers are given the parts.
        mind: what answers first.
    """

    def __init__(self, settings: Settings, door: Door, mind: Mind) -> None:
        self._settings = settings
        self._door = door
        self.take_up(mind)

    def take_up(self, mind: Mind) -> None:
        """Answer with this from now on."""
        self.parts = build_parts(self._settings, mind)
        self.timing = self.parts.coaching.timing
        self.reminding = Reminding(mind.programmes, mind.messages, mind.spoken.tonight)
        self.files = mind.files
        self._door.bot_data["parts"] = self.parts


def build_parts(settings: Settings, mind: Mind) -> Parts:
    """Join what answers and what leads through programmes."""
    vocabulary = mind.read.base.vocabulary
    enrolling = Enrolling(mind.programmes, mind.spoken, mind.red_flags)
    understanding = Understanding(
        enrolling,
        mind.spoken,
        frozenset(map(str.casefold, vocabulary.yes)),
        frozenset(map(str.casefold, vocabulary.no)),
    )
    practising = Practising(mind.programmes, mind.messages, enrolling)
    timing = Timing(mind.programmes, mind.messages, enrolling, practising)
    coaching = Coaching(enrolling, understanding, practising, timing, mind.messages)
    asking = Asking(mind.dialogue, mind.messages, settings.questions_per_minute, coaching)
    return Parts(asking, coaching)


async def _ready_database(settings: Settings, now: Callable[[], float]) -> Database:
    database = open_database(settings, now)
    await database.migrate()
    if database.is_sqlite:
        async with database.begin() as session:
            await inbox.take_over(session)
            await outbox.take_over(session)
    await _mend_clock(database)
    return database


async def run_until_stopped(settings: Settings, mind: Mind) -> None:
    """Run the bot until SIGINT or SIGTERM; at SIGHUP it reads its knowledge again."""
    stopped = asyncio.Event()
    starting = asyncio.current_task()
    assert starting is not None  # noqa: S101  (a coroutine always runs in a task)
    _at_the_end_signals(starting.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        async with running(settings, mind) as app:
            _at_the_end_signals(stopped.set)
            with contextlib.suppress(NotImplementedError, AttributeError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, app.read_again)
            _LOG.info("database: %s", app.database.place)
            _LOG.info("running with %s entries; stop with Ctrl-C", len(mind.read.base.entries))
            await stopped.wait()
    _LOG.info("stopped")


def _at_the_end_signals(deed: Callable[[], object]) -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, deed)


def _start(settings: Settings, door: Door, database: Database, serving: _Serving) -> "_Tasks":
    owner = f"{socket.gethostname()[:18]}:{uuid4().hex[:12]}"
    pace = Pace(settings.messages_per_second, settings.chat_gap_seconds)
    arrived, answered, due, changed = Signal(), Signal(), Signal(), Signal()
    worker = Worker(door, database, owner, answered.give)
    album = Album(door.bot, database, Pictures(settings.templates_dir))
    courier = Courier(door.bot, album, database, owner, pace)
    return _Tasks(
        arrived,
        answered,
        due,
        changed,
        working=asyncio.create_task(_for_ever(lambda: worker.work(arrived))),
        sending=asyncio.gather(*(_for_ever(lambda: courier.work(answered)) for _ in range(LANES))),
        rest=[
            asyncio.create_task(_for_ever(lambda: poll(door.bot, database, arrived.give))),
            asyncio.create_task(_for_ever(lambda: _tick(database, serving, due, answered.give))),
            asyncio.create_task(_for_ever(lambda: _watch_clock(database))),
            asyncio.create_task(_for_ever(lambda: _keep_house(database, settings.keep_questions_days))),
            asyncio.create_task(
                _for_ever(lambda: keep_up(settings, serving.files, changed, serving.take_up, today))
            ),
        ],
    )


@dataclass(frozen=True, slots=True)
class _Tasks:
    """What runs at the same time, and how it stops: nothing half done, nothing sent twice."""

    arrived: Signal
    answered: Signal
    due: Signal
    changed: Signal
    working: asyncio.Task[None]
    sending: asyncio.Future[list[None]]
    rest: list[asyncio.Task[None]]

    def look_now(self) -> None:
        """Let every part look for work at once."""
        for signal_ in (self.arrived, self.answered, self.due):
            signal_.give()

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand, then end."""
        for task in self.rest:
            task.cancel()
        in_hand: list[tuple[Signal, asyncio.Future[Any]]] = [
            (self.arrived, self.working),
            (self.answered, self.sending),
        ]
        for signal_, work in in_hand:
            signal_.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(work, _STOP_SECONDS)
        await asyncio.gather(*self.rest, return_exceptions=True)


def _door(settings: Settings) -> Door:
    # What PTB has to say it also raises, and we log; its own lines hold what Telegram sent: readers' words.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
    door: Door = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(settings.telegram_api_url)
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    door.add_error_handler(_on_error)
    return door


async def _on_error(_update: object, context: Context) -> None:
    """Hand what a handler raised to the worker, which rolls back and tries again."""
    if isinstance(context.error, Exception):
        handling.get().failure = context.error


async def _for_ever(deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do something until it ends by itself; start it again when it fails."""
    ongoing = Ongoing()
    while True:
        try:
            return await deed()
        except Exception as error:  # noqa: BLE001  (a database that is away for a while must not end the bot)
            if ongoing.is_news(what := place(error)):
                _LOG.error("%s failed, starting again each second; told once a minute", what)
            await asyncio.sleep(_RESTART_SECONDS)


async def _tick(database: Database, serving: _Serving, due: Signal, decided: Callable[[], None]) -> None:
    """Decide what is due, every second; go on at once while there is more than one batch of it."""
    while True:
        async with database.begin() as session:
            looked_at = await serving.reminding.tick(session, await database.now(session))
        if looked_at:
            decided()
        # A transaction of its own: what is wrong with a clock takes no reminder back.
        async with database.begin() as session:
            shown = await serving.timing.show_clocks(session, await database.now(session))
        if shown:
            decided()
        # Between two batches others get at the database: an answer is worth more than a reminder's second.
        await due.wait(_TICK_SECONDS if looked_at < BATCH else _BREATH_SECONDS)


async def _watch_clock(database: Database) -> None:
    while True:
        await _mend_clock(database)
        await asyncio.sleep(_TICK_SECONDS)


async def _mend_clock(database: Database) -> None:
    back = await clock_steps.mend(database)
    if back:
        _LOG.warning("the clock has stepped back by about %.0f seconds: what waited for it was moved", back)


async def _keep_house(database: Database, keep_questions_days: int) -> None:
    while True:
        async with database.begin() as session:
            await tidy(session, await database.now(session), keep_questions_days)
        await asyncio.sleep(_HOUR_SECONDS)
