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
from pathlib import Path
from typing import Any
from uuid import uuid4

from telegram.ext import ApplicationBuilder, ContextTypes

from bot import clock
from bot.cache import kept, key_of
from bot.chat.album import Album
from bot.chat.context import Context, Door, Parts, handling
from bot.chat.courier import Courier
from bot.chat.intake import poll
from bot.chat.profile import set_profile
from bot.chat.routes import routes
from bot.chat.signal import Signal
from bot.chat.worker import Worker, place
from bot.content.knowledge import ReadKnowledge, read_knowledge
from bot.content.languages import Languages, read_safety_lines
from bot.content.profile import Profile, read_profile
from bot.content.programmes import read_programmes
from bot.content.red_flags import read_red_flags
from bot.content.spoken_times import SpokenTimes, read_spoken_times
from bot.content.words import english_words
from bot.core.dialogue import Dialogue
from bot.core.knowledge import SafetyLines
from bot.core.programme import Programmes
from bot.core.triage import RedFlagBook
from bot.messages import Messages, Owner
from bot.pictures import Pictures
from bot.services.asking import Asking
from bot.services.coaching import Coaching
from bot.services.enrolling import Enrolling
from bot.services.housekeeping import tidy
from bot.services.practising import Practising
from bot.services.reminding import BATCH, Reminding
from bot.settings import Settings
from bot.storage import inbox, outbox, subscriptions
from bot.storage.database import Database
from bot.storage.outbox import Pace

_LOG = logging.getLogger(__name__)

_LEARNT_BY = tuple(Path(__file__).parent / room for room in ("core", "content"))
"""The code whose change makes what was kept between starts worthless."""

_HOUR_SECONDS = 3600.0
_TICK_SECONDS = 1.0
_BREATH_SECONDS = 0.02
_RESTART_SECONDS = 1.0
_STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Mind:
    """All that answers a question, without any door: knowledge, rules and wording."""

    read: ReadKnowledge
    red_flags: RedFlagBook
    dialogue: Dialogue
    messages: Messages
    profile: Profile
    programmes: Programmes
    spoken: SpokenTimes


@dataclass(frozen=True, slots=True)
class Content:
    """What clinicians wrote, as values: all that a mind is made of, before anything is compiled."""

    read: ReadKnowledge
    red_flags: RedFlagBook
    safety_lines: SafetyLines
    programmes: Programmes
    spoken: SpokenTimes


def read_content(settings: Settings) -> Content:
    """Read the knowledge base.

    Raises:
        ContentError: something in it has to be mended first.
    """
    folder = settings.knowledge_dir
    read = read_knowledge(folder)
    ordinary = [phrasing for entry in read.base.entries.values() for phrasing in entry.ask]
    return Content(
        read,
        read_red_flags(folder / "red_flags.yaml", read.sources, ordinary),
        read_safety_lines(folder / "languages.yaml"),
        read_programmes(folder / "programmes"),
        read_spoken_times(folder / "reminder_words.yaml"),
    )


def build_messages(settings: Settings, content: Content) -> Messages:
    """Return what renders replies: the templates, with the content that they show."""
    owner = Owner(
        country=settings.country,
        links={"guide": settings.guide_url},
        privacy_contact=settings.privacy_contact,
        keep_questions_days=settings.keep_questions_days,
    )
    base, programmes = content.read.base, content.programmes
    return Messages(settings.templates_dir, base, content.red_flags, content.safety_lines, owner, programmes)


def build_mind(settings: Settings) -> Mind:
    """Read the knowledge base and the templates, and make them answer.

    Raises:
        ContentError: something in them has to be mended first.
    """
    content = read_content(settings)
    base, red_flags = content.read.base, content.red_flags
    known_words = english_words()
    languages = Languages(content.safety_lines.lines, known_words)
    key = key_of((settings.knowledge_dir, *_LEARNT_BY))
    return Mind(
        content.read,
        red_flags,
        kept(settings.cache_dir, key, lambda: Dialogue(base, red_flags, known_words, languages.other)),
        build_messages(settings, content),
        read_profile(settings.templates_dir / "profile.yaml"),
        content.programmes,
        content.spoken,
    )


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
        ValueError: its address cannot be used.
    """
    return Database(settings.database_url, now)


@dataclass(frozen=True, slots=True)
class App:
    """The running bot.

    Attributes:
        database: where everything is kept.
        look_now: lets every part look for work at once, for those who set the clock.
    """

    database: Database
    look_now: Callable[[], None]

    async def is_idle(self) -> bool:
        """Tell whether everything that arrived is answered and everything that is due is sent."""
        async with self.database.begin() as session:
            at = await self.database.now(session)
            busy = await inbox.waiting(session) or await outbox.waiting(session, due_by=at)
            return not busy and not await subscriptions.is_due(session, at)


@asynccontextmanager
async def running(settings: Settings, mind: Mind, now: Callable[[], float] = _now) -> AsyncIterator[App]:
    """Run the bot in Telegram while the context is open.

    Args:
        settings: how.
        mind: what answers.
        now: the clock, in seconds since 1970; PostgreSQL goes by its own.

    Raises:
        telegram.error.InvalidToken: Telegram does not know the token.
    """
    database = await _ready_database(settings, now)
    parts = build_parts(settings, mind)
    door = _door(settings, parts)
    async with door:
        door.add_handlers(routes(door.bot.username, door.bot.id))
        await set_profile(door.bot, mind.profile)
        tasks = _start(settings, door, database, parts, mind)
        try:
            yield App(database, tasks.look_now)
        finally:
            await tasks.stop()
    await database.close()


def build_parts(settings: Settings, mind: Mind) -> Parts:
    """Join what answers and what leads through programmes."""
    vocabulary = mind.read.base.vocabulary
    enrolling = Enrolling(
        mind.programmes,
        mind.spoken,
        mind.red_flags,
        frozenset(map(str.casefold, vocabulary.yes)),
        frozenset(map(str.casefold, vocabulary.no)),
    )
    practising = Practising(mind.programmes, mind.messages, enrolling)
    coaching = Coaching(enrolling, practising, mind.messages)
    asking = Asking(mind.dialogue, mind.messages, settings.questions_per_minute, coaching)
    return Parts(asking, coaching)


async def _ready_database(settings: Settings, now: Callable[[], float]) -> Database:
    database = open_database(settings, now)
    await database.migrate()
    if database.is_sqlite:
        async with database.begin() as session:
            await inbox.take_over(session)
            await outbox.take_over(session)
    return database


async def run_until_stopped(settings: Settings, mind: Mind) -> None:
    """Run the bot until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopped.set)
    async with running(settings, mind):
        _LOG.info("running with %s entries; stop with Ctrl-C", len(mind.read.base.entries))
        await stopped.wait()
    _LOG.info("stopped")


def _start(settings: Settings, door: Door, database: Database, parts: Parts, mind: Mind) -> "_Tasks":
    owner = f"{socket.gethostname()[:18]}:{uuid4().hex[:12]}"
    pace = Pace(settings.messages_per_second, settings.chat_gap_seconds)
    reminding = Reminding(mind.programmes, mind.messages, mind.spoken.tonight)
    arrived, answered, due = Signal(), Signal(), Signal()
    worker = Worker(door, database, parts.asking, owner, answered.give)
    album = Album(door.bot, database, Pictures(settings.templates_dir))
    courier = Courier(door.bot, album, database, owner, pace)
    return _Tasks(
        arrived,
        answered,
        due,
        working=asyncio.create_task(_for_ever(lambda: worker.work(arrived))),
        sending=asyncio.create_task(_for_ever(lambda: courier.work(answered))),
        rest=[
            asyncio.create_task(_for_ever(lambda: poll(door.bot, database, arrived.give))),
            asyncio.create_task(
                _for_ever(lambda: _tick(database, reminding, parts.coaching.practising, due, answered.give))
            ),
            asyncio.create_task(_for_ever(lambda: _keep_house(database, settings.keep_questions_days))),
        ],
    )


@dataclass(frozen=True, slots=True)
class _Tasks:
    """What runs at the same time, and how it stops: nothing half done, nothing sent twice."""

    arrived: Signal
    answered: Signal
    due: Signal
    working: asyncio.Task[None]
    sending: asyncio.Task[None]
    rest: list[asyncio.Task[None]]

    def look_now(self) -> None:
        """Let every part look for work at once."""
        for signal_ in (self.arrived, self.answered, self.due):
            signal_.give()

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand, then end."""
        for task in self.rest:
            task.cancel()
        for signal_, task in ((self.arrived, self.working), (self.answered, self.sending)):
            signal_.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(task, _STOP_SECONDS)
        await asyncio.gather(*self.rest, return_exceptions=True)


def _door(settings: Settings, parts: Parts) -> Door:
    door: Door = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(settings.telegram_api_url)
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    door.bot_data["parts"] = parts
    door.add_error_handler(_on_error)
    return door


async def _on_error(_update: object, context: Context) -> None:
    """Hand what a handler raised to the worker, which rolls back and tries again."""
    if isinstance(context.error, Exception):
        handling.get().failure = context.error


async def _for_ever(deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do something until it ends by itself; start it again when it fails."""
    while True:
        try:
            return await deed()
        except Exception as error:  # noqa: BLE001  (a database that is away for a while must not end the bot)
            _LOG.error("%s failed, starting again", place(error))
            await asyncio.sleep(_RESTART_SECONDS)


async def _tick(
    database: Database, reminding: Reminding, practising: Practising, due: Signal, decided: Callable[[], None]
) -> None:
    """Decide what is due, every second; go on at once while there is more than one batch of it."""
    while True:
        async with database.begin() as session:
            at = await database.now(session)
            looked_at = await reminding.tick(session, at)
            shown = await practising.show_clocks(session, at)
        if looked_at or shown:
            decided()
        # Between two batches others get at the database: an answer is worth more than a reminder's second.
        await due.wait(_TICK_SECONDS if looked_at < BATCH else _BREATH_SECONDS)


async def _keep_house(database: Database, keep_questions_days: int) -> None:
    while True:
        async with database.begin() as session:
            await tidy(session, await database.now(session), keep_questions_days)
        await asyncio.sleep(_HOUR_SECONDS)
