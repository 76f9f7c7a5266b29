"""Changed knowledge is taken up while the bot answers; what is broken changes nothing."""

import asyncio
import errno
import gc
import logging
import os
import pickle
import signal
import sys
import weakref
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import reloading
from bot.app import App, Mind, _door, _Serving, build_mind, running
from bot.cache import stamp
from bot.chat.signal import Signal
from bot.reloading import LearningFailedError
from bot.settings import Settings
from bot.simulator import Reader, Simulator
from tests.conftest import ROOT, asks

QUESTION = "is it safe with scoliosis"
PATIENCE = 1_200
"""Seconds: the learning process gives way to all else, and other tests may want the whole machine."""
BREATH = 0.5
"""Seconds between two questions, in which it gets its turn."""


@pytest.fixture
def small(settings: Settings, knowledge: Path) -> Settings:
    (knowledge / "not_covered.yaml").write_text("{}\n")  # the less there is, the sooner it is learnt
    return settings.model_copy(
        update={
            "knowledge_dir": knowledge,
            "cache_dir": knowledge.parent / "cache",
            "reload_seconds": 0.05,
            "questions_per_minute": 10_000,
        }
    )


@pytest.fixture
async def app(small: Settings) -> AsyncIterator[App]:
    async with running(small, build_mind(small)) as running_app:
        yield running_app


def edit(knowledge: Path, old: str, new: str) -> None:
    path = knowledge / "entries" / "conditions" / "scoliosis.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


async def answers_until(reader: Reader, words: str) -> list[str]:
    """Ask the same thing until the answer has some words; return the answers before that."""
    before = []
    async with asyncio.timeout(PATIENCE):
        while words not in (text := (await asks(reader, QUESTION)).text):
            before.append(text)
            await asyncio.sleep(BREATH)
    return before


async def test_a_changed_entry_is_taken_up_and_nobody_waits_for_it(reader: Reader, knowledge: Path) -> None:
    old = (await asks(reader, QUESTION)).text
    edit(knowledge, "title: Scoliosis", "title: Curved spine")
    # Each of these was asked after the change and answered before the new knowledge was there.
    before = await answers_until(reader, "Curved spine")
    assert len(before) > 3
    assert set(before) == {old}
    assert "Curved spine" in (await asks(reader, QUESTION)).text


async def test_what_is_broken_changes_nothing_until_it_is_mended(
    reader: Reader, knowledge: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    edit(knowledge, "title: Scoliosis", "titel: Curved spine")
    async with asyncio.timeout(PATIENCE):
        while not [record for record in caplog.records if record.levelno == logging.ERROR]:
            assert (await asks(reader, QUESTION)).text.startswith("Scoliosis")
            await asyncio.sleep(BREATH)
    assert "2 to mend, K102, K103; run `check` before the next restart" in caplog.text
    assert "scoliosis" not in caplog.text.lower()
    edit(knowledge, "titel: Curved", "title: Mended")
    await answers_until(reader, "Mended spine")
    assert "took up changed knowledge: 68 entries" in caplog.text


async def test_what_was_changed_after_it_was_read_is_taken_up_once_it_runs(
    small: Settings, telegram: Simulator, knowledge: Path
) -> None:
    mind = build_mind(small)
    edit(knowledge, "title: Scoliosis", "title: Curved spine")
    async with running(small, mind):
        await answers_until(telegram.reader("Ann"), "Curved spine")


async def test_it_stops_at_once_while_something_is_being_learnt(small: Settings, knowledge: Path) -> None:
    mind = build_mind(small)
    async with running(small, mind) as app, asyncio.timeout(20):
        edit(knowledge, "title: Scoliosis", "title: Curved spine")
        app.read_again()
        await asyncio.sleep(0.3)


class Elsewhere:
    """Learning elsewhere that fails in some ways, one after the other, and then does not."""

    def __init__(self, mind: Mind, *failures: Exception) -> None:
        self.mind, self.failures = mind, [*failures]
        self.calls = 0

    async def __call__(self, *_: object) -> Mind:
        """Fail, or return the mind."""
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return self.mind


@pytest.mark.parametrize("reload_seconds", [0.01, 0.0])
async def test_what_fails_for_a_passing_reason_is_tried_again(
    settings: Settings,
    mind: Mind,
    knowledge: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    reload_seconds: float,
) -> None:
    full = OSError(errno.ENOSPC, "no space left on device", "a file named after a condition")
    elsewhere = Elsewhere(mind, full, LearningFailedError("the learning process was killed"))
    monkeypatch.setattr(reloading, "learnt_elsewhere", elsewhere)
    monkeypatch.setattr(reloading, "_AGAIN_SECONDS", 0.05)
    settings = settings.model_copy(update={"knowledge_dir": knowledge, "reload_seconds": reload_seconds})
    told, taken, known = Signal(), asyncio.Event(), stamp(knowledge)
    edit(knowledge, "title: Scoliosis", "title: Curved spine")
    told.give()
    keeping = asyncio.create_task(
        reloading.keep_up(settings, known, told, lambda _: taken.set(), lambda: date(2027, 1, 1))
    )
    await asyncio.wait_for(taken.wait(), 20)
    await asyncio.sleep(0.3)
    keeping.cancel()
    assert elsewhere.calls == 3
    assert "trying again: OSError ENOSPC" in caplog.text
    assert "trying again: the learning process was killed" in caplog.text
    assert "named after a condition" not in caplog.text


async def test_the_log_names_what_the_learning_process_met(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "learnt.pickle"
    ended, said = await reloading._in_a_process(pickle.dumps((settings, date(2027, 1, 1), target)))
    assert reloading._end(ended, said) == "ended with 1: FileNotFoundError ENOENT"
    assert reloading._end(-9, "") == "was killed, perhaps for want of memory"


async def test_a_signal_makes_it_read_again(telegram: Simulator, knowledge: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.base_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}",
        "KNOWLEDGE_DIR": str(knowledge),
        "CHAT_GAP_SECONDS": "0",
        "QUESTIONS_PER_MINUTE": "10000",
        "RELOAD_SECONDS": "0",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment
    )
    try:
        reader = telegram.reader("Ann")
        await reader.says(QUESTION)
        assert (await reader.hears(seconds=60))[0].text.startswith("Scoliosis")
        edit(knowledge, "title: Scoliosis", "title: Curved spine")
        for _ in range(5):
            assert (await asks(reader, QUESTION)).text.startswith("Scoliosis")
        process.send_signal(signal.SIGHUP)
        await answers_until(reader, "Curved spine")
    finally:
        process.terminate()
        await process.wait()


def test_old_wording_leaves_memory_without_the_garbage_collector(knowledge: Path) -> None:
    # The collector is told that what was learnt is here to stay: a circle of references would stay with it.
    settings = Settings(_env_file=None, knowledge_dir=knowledge, telegram_bot_token=SecretStr("1:a"))
    mind = build_mind(settings)
    gc.disable()
    try:
        serving = _Serving(settings, _door(settings), mind)
        gone = [weakref.ref(mind.messages), weakref.ref(serving.parts.asking), weakref.ref(serving.reminding)]
        mind = build_mind(settings)
        serving.take_up(mind)
        assert [each() for each in gone] == [None, None, None]
    finally:
        gc.enable()


def test_a_stamp_changes_with_every_change(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.md").write_text("one")
    first = stamp(tmp_path)
    assert stamp(tmp_path) == first
    (tmp_path / "a" / "one.md").write_text("more")
    second = stamp(tmp_path)
    (tmp_path / "a" / "one.md").unlink()
    assert len({str(first), str(second), str(stamp(tmp_path))}) == 3
