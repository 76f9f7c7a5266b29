"""`benchmark reload`: how long readers wait for an answer while changed knowledge is being taken up."""

import asyncio
import json
import logging
import shutil
import tempfile
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from pydantic import SecretStr

from bot.app import build_mind, running
from bot.commands.benchmarking import benchmark_group
from bot.core.conversation import Conversation
from bot.core.knowledge import Entry
from bot.core.matching import Zone
from bot.mind import Mind
from bot.settings import Settings, read_settings
from bot.simulator import Reader, Simulator

_PHASES = ("quiet", "while_learning", "after")
_Told = tuple[list[float], list[float]]
_MARK = "Taken up at"
_UNTIL_CHANGED = 1_000_000


@benchmark_group.command(name="reload")
@click.option("--questions", default=300, show_default=True, help="Asked while nothing changes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reload_(questions: int, as_json: bool) -> None:
    """Ask without a pause, in quiet and while changed knowledge is learnt; show the waiting times."""
    logging.getLogger().setLevel(logging.ERROR)
    settings = read_settings()
    with tempfile.TemporaryDirectory() as folder:
        measured = asyncio.run(_measured(settings, Path(folder), questions))
    figures = {name: _figures(*told) for name, told in zip(_PHASES, measured, strict=True)}
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(
        "milliseconds from a reader's message to the answer, through the whole bot; held: processor time"
    )
    click.echo("in which the loop did not come round, whoever else works on this machine")
    for name, told in figures.items():
        click.echo(f"{name:<16}" + "".join(f"{key}: {value:<10}" for key, value in told.items()))


async def _measured(settings: Settings, folder: Path, count: int) -> tuple[_Told, ...]:
    knowledge = Path(await asyncio.to_thread(shutil.copytree, settings.knowledge_dir, folder / "knowledge"))
    async with Simulator() as telegram:
        ours = settings.model_copy(
            update={
                "telegram_bot_token": SecretStr(telegram.token),
                "telegram_api_url": telegram.base_url,
                "database_url": f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}",
                "knowledge_dir": knowledge,
                "chat_gap_seconds": 0.0,
                "messages_per_second": 1000.0,
                "questions_per_minute": 1_000_000,
                "reload_seconds": 0.0,
            }
        )
        mind = await asyncio.to_thread(build_mind, ours)
        async with running(ours, mind) as app:
            reader = telegram.reader("Ann")
            asked = _asked(mind)
            await _waits(reader, asked, 20)
            quiet = await _with_heart(_waits(reader, asked, count))
            _change(mind, asked)
            app.read_again()
            busy = await _with_heart(_waits(reader, asked, _UNTIL_CHANGED))
            return quiet, busy, await _with_heart(_waits(reader, asked, count))


def _asked(mind: Mind) -> Entry:
    """Return an entry without pictures that its first phrasing surely finds: its answer is one message."""
    return next(
        entry
        for entry in mind.read.base.entries.values()
        if not entry.pictures
        and mind.dialogue.matcher.rank(entry.ask[0]).zone is Zone.ANSWER
        and mind.dialogue.decide(entry.ask[0], Conversation()).conversation.last_entry == entry.id
    )


def _change(mind: Mind, asked: Entry) -> None:
    """Write a mark into the answer, by which the new knowledge is recognised; no cache has it."""
    path = mind.read.files[asked.id].path
    head, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    path.write_text(f"{head}---\n{front}---\n\n{_MARK} {time.time()}.\n{body}", encoding="utf-8")


async def _waits(reader: Reader, asked: Entry, count: int) -> list[float]:
    """Ask until an answer has the mark for the first time, or so many times; return how long each took."""
    waited = []
    for _ in range(count):
        began = time.perf_counter()
        await reader.says(asked.ask[0])
        heard = await reader.hears()
        waited.append(time.perf_counter() - began)
        if count == _UNTIL_CHANGED and any(_MARK in seen.text for seen in heard):
            break
    return waited


async def _with_heart(asking: Coroutine[Any, Any, list[float]]) -> _Told:
    """Return how long each question took, and how long the loop did not come round, in processor time."""
    gaps: list[float] = []

    async def beat() -> None:
        last = time.process_time()
        while True:
            await asyncio.sleep(0.001)
            gaps.append((now := time.process_time()) - last)
            last = now

    heart = asyncio.create_task(beat())
    try:
        return await asking, gaps
    finally:
        heart.cancel()


def _figures(waited: Sequence[float], gaps: Sequence[float]) -> dict[str, float]:
    ms = np.array(waited) * 1000
    return {
        "questions": len(waited),
        "p50": round(float(np.quantile(ms, 0.5)), 1),
        "p99": round(float(np.quantile(ms, 0.99)), 1),
        "longest": round(float(ms.max()), 1),
        "held_p99": round(float(np.quantile(gaps, 0.99)) * 1000, 1),
        "held_longest": round(max(gaps) * 1000, 1),
        "seconds": round(float(ms.sum()) / 1000, 1),
    }


COMMANDS: tuple[click.Command, ...] = ()
"""None of its own: it is a part of `benchmark`."""
