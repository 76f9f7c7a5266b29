"""`benchmark reminders`: what a minute costs in which many subscriptions fall due, and how it drains."""

import asyncio
import json
import logging
import platform
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import delete, func, insert, select, text
from telegram.ext import ApplicationBuilder

from bot.chat.album import Album
from bot.chat.courier import LANES, Courier
from bot.chat.signal import Signal
from bot.commands.benchmarking import benchmark_group
from bot.mind import build_messages, read_content
from bot.pictures import Pictures
from bot.services.reminding import Reminding
from bot.settings import Settings, read_settings
from bot.simulator.elsewhere import Elsewhere, simulator_elsewhere
from bot.storage.database import Database
from bot.storage.outbox import Pace
from bot.storage.tables import Delivery, Rate, Subscription

_CHUNK = 2_000
_MINUTE = 60.0
_WINDOW = 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured.

    Attributes:
        engine: SQLite or PostgreSQL.
        tick_seconds: all ticks until nothing was due any more.
        slowest_tick_ms: the longest transaction of a tick.
        tick_memory_mb: by how much the process grew over the ticks.
        used: the share of the allowed rate that the drain used, 0 to 1.
        most_in_a_second: messages in the fullest sliding second of the drain.
    """

    engine: str
    subscriptions: int
    due: int
    decided: int
    tick_seconds: float
    ms_per_thousand: float
    slowest_tick_ms: float
    memory_mb: float
    tick_memory_mb: float
    drain_seconds: float
    drained: int
    allowed_per_second: float
    used: float
    most_in_a_second: int


@click.command()
@click.option(
    "--subscriptions", default=20_000, help="How many there are; 1000000 is the size that was promised."
)
@click.option("--due", default=2_000, help="How many of them fall due in one minute.")
@click.option("--drain", default=10.0, help="Seconds of sending that are watched.")
@click.option(
    "--database", default="", help="An empty PostgreSQL to use; SQLite in a temporary file if left out."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reminders(subscriptions: int, due: int, drain: float, database: str, as_json: bool) -> None:
    """Measure the tick's cost, its memory, and the drain against the allowed rate."""
    logging.getLogger().setLevel(logging.ERROR)
    settings = read_settings()
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite+aiosqlite:///{Path(folder) / 'benchmark.sqlite3'}"
        figures = asyncio.run(_measure(settings, url, subscriptions, due, drain))
    if as_json:
        click.echo(json.dumps(asdict(figures)))
        return
    click.echo(f"{figures.engine}, Python {platform.python_version()}")
    for name, value in asdict(figures).items():
        click.echo(f"  {name:<20} {value:,.3f}" if isinstance(value, float) else f"  {name:<20} {value}")


async def _measure(settings: Settings, url: str, subscriptions: int, due: int, drain: float) -> Figures:
    database = Database(url, time.time)
    await database.migrate()
    start = datetime.now(UTC).timestamp() - _MINUTE
    await _fill(database, subscriptions, due, start)
    # Ticks need the words of reminders; what answers questions, most of a running bot's memory, they do not.
    content = read_content(settings.knowledge_dir)
    messages = build_messages(settings, content)
    reminding = Reminding(content.programmes, messages, content.spoken.tonight)
    before = _memory()
    spent = await _ticks(database, reminding, start + _MINUTE)
    memory = _memory()
    async with database.begin() as session:
        decided = int(await session.scalar(select(func.count()).select_from(Delivery)) or 0)
    sent = await _drain(settings, database, drain)
    await database.close()
    rate = settings.messages_per_second
    return Figures(
        engine="SQLite" if database.is_sqlite else "PostgreSQL",
        subscriptions=subscriptions,
        due=due,
        decided=decided,
        tick_seconds=sum(spent),
        ms_per_thousand=1e6 * sum(spent) / max(1, due),
        slowest_tick_ms=1000 * max(spent, default=0.0),
        memory_mb=memory,
        tick_memory_mb=memory - before,
        drain_seconds=sent[-1] - sent[0] if sent else 0.0,
        drained=len(sent),
        allowed_per_second=rate,
        used=(len(sent) - 1) / (sent[-1] - sent[0]) / rate if len(sent) > 1 else 0.0,
        most_in_a_second=_fullest(sent),
    )


async def _fill(database: Database, subscriptions: int, due: int, start: float) -> None:
    """Fill the tables: `due` subscriptions spread over the minute from `start`, the rest a day later."""
    async with database.begin() as session:
        for table in (Subscription, Delivery, Rate):
            await session.execute(delete(table))
    for first in range(0, subscriptions, _CHUNK):
        rows = [_row(n, due, start) for n in range(first, min(first + _CHUNK, subscriptions))]
        async with database.begin() as session:
            await session.execute(insert(Subscription), rows)
    if not database.is_sqlite:
        async with database.begin() as session:
            await session.execute(text("ANALYZE subscriptions"))


def _row(number: int, due: int, start: float) -> dict[str, Any]:
    at = start + _MINUTE * number / due if number < due else start + 86_400 + number % 86_400
    moment = datetime.fromtimestamp(start, UTC)
    return {
        "chat_id": 10_000_000 + number,
        "programme": "fortnight",
        "run": 1,
        "state": "active",
        "asking": "",
        "asking_at": 0.0,
        "passed_at": start,
        "zone": "Etc/UTC",
        "local_time": f"{moment:%H:%M}",
        "days": "0123456",
        "next_due_at": at,
        "next_date": f"{moment:%Y-%m-%d}",
        "done": number % 14,
    }


async def _ticks(database: Database, reminding: Reminding, at: float) -> list[float]:
    spent: list[float] = []
    while True:
        began = time.perf_counter()
        async with database.begin() as session:
            looked_at = await reminding.tick(session, at)
        if not looked_at:
            return spent
        spent.append(time.perf_counter() - began)


async def _drain(settings: Settings, database: Database, seconds: float) -> list[float]:
    """Send for a while with the courier of this bot to a Telegram on loopback; return when each arrived.

    Telegram's stand-in is a process of its own and stamps what arrives there.
    """
    first = await _first_chats(database, int(seconds * settings.messages_per_second * 2) + 100)
    async with simulator_elsewhere(first) as telegram, _courier(settings, database, telegram) as courier:
        signal = Signal()
        working = asyncio.gather(*(courier.work(signal) for _ in range(LANES)))
        await asyncio.sleep(seconds)
        signal.close()
        await working
        calls = await asyncio.to_thread(telegram.calls)
    return sorted(call.at for call in calls if call.method == "sendMessage" and call.status == 200)


@asynccontextmanager
async def _courier(settings: Settings, database: Database, telegram: Elsewhere) -> AsyncIterator[Courier]:
    door = (
        ApplicationBuilder().token(telegram.token).base_url(telegram.base_url).updater(None).job_queue(None)
    )
    application = door.build()
    async with application:
        pace = Pace(settings.messages_per_second, settings.chat_gap_seconds)
        album = Album(application.bot, database, Pictures(settings.templates_dir))
        yield Courier(application.bot, album, database, "benchmark", pace)


async def _first_chats(database: Database, count: int) -> list[int]:
    """Return the readers whose reminders go out first."""
    async with database.begin() as session:
        return [*await session.scalars(select(Delivery.chat_id).order_by(Delivery.id).limit(count))]


def _fullest(moments: Sequence[float]) -> int:
    """Return how many moments lie in the fullest sliding second."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - _WINDOW:
            first += 1
        most = max(most, last - first + 1)
    return most


def _memory() -> float:
    """Return the memory of this process in MB: now where the system tells it, else the most it ever had."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


benchmark_group.add_command(reminders)

COMMANDS: tuple[click.Command, ...] = ()
"""None of its own: it is a part of `benchmark`."""
