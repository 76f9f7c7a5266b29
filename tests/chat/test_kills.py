"""The bot as its own process, killed at bad moments: each question is answered, copies are few and silent."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.simulator import Simulator
from tests.conftest import ROOT

QUESTIONS = 30
KILLS = 4


@contextmanager
def bot_process(
    telegram: Simulator,
    folder: Path,
    log_level: str = "WARNING",
    program: tuple[str, ...] = ("-m", "bot", "run"),
) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.base_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}",
        "CHAT_GAP_SECONDS": "0",
        "LOG_LEVEL": log_level,
    }
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, *program], cwd=ROOT, env=environment, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def until(condition: object, seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_kill_9_loses_no_question_and_doubles_few(telegram: Simulator, tmp_path: Path) -> None:
    readers = [telegram.reader(f"Reader {number}") for number in range(QUESTIONS)]

    def answered() -> int:
        return sum(any(message.from_bot for message in reader.messages) for reader in readers)

    for round_number in range(KILLS):
        share = readers[round_number::KILLS]
        with bot_process(telegram, tmp_path) as process:
            before = answered()
            for reader in share:
                await reader.says("is it safe with scoliosis")
            await until(lambda before=before: answered() > before)
            process.kill()
    with bot_process(telegram, tmp_path):
        await until(lambda: answered() == QUESTIONS, seconds=120)
    extra = [m for reader in readers for m in [m for m in reader.messages if m.from_bot][1:]]
    assert all(message.silent for message in extra)
    assert len(extra) <= KILLS * 16


async def test_sigterm_ends_at_once_and_leaves_nothing_half_done(telegram: Simulator, tmp_path: Path) -> None:
    reader = telegram.reader("Ann")
    with bot_process(telegram, tmp_path) as process:
        await reader.says("is it safe with scoliosis")
        await until(lambda: any(message.from_bot for message in reader.messages))
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 0
    with bot_process(telegram, tmp_path):
        await reader.says("hello")
        await until(lambda: "Hello" in reader.messages[-1].text)
    assert sum(message.text.startswith("Scoliosis") for message in reader.messages) == 1


async def test_the_log_holds_no_readers_words_and_no_token(telegram: Simulator, tmp_path: Path) -> None:
    reader = telegram.reader("Ann")
    with bot_process(telegram, tmp_path, log_level="DEBUG"):
        await reader.says("zebra scoliosis with a numb groin")
        await until(lambda: any(message.from_bot for message in reader.messages))
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "running with" in log
    assert not any(word in log.lower() for word in ("zebra", "scoliosis", "groin", telegram.token.lower()))
