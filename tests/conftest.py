"""What the tests share: the bot's mind, and the whole bot running against the simulator."""

import asyncio
import csv
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, Mind, build_mind, running
from bot.settings import Settings
from bot.simulator import Reader, SeenMessage, Simulator

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def mind() -> Mind:
    return build_mind(Settings(_env_file=None))


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the knowledge folder that a test may change, with little to learn and a cache to itself."""
    source = os.environ.get("KNOWLEDGE_DIR", ROOT / "knowledge")
    folder = Path(shutil.copytree(source, tmp_path / "knowledge"))
    (folder / "sorted_questions.csv").unlink()
    (folder / "sorted_follow_ups.csv").unlink()
    examples = folder / "red_flag_examples.csv"
    with examples.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with examples.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows[::50]])
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    return folder


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
def settings(telegram: Simulator, tmp_path: Path) -> Settings:
    """Settings of a bot that lives against the simulator, with no pause between messages."""
    return Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(telegram.token),
        telegram_api_url=telegram.base_url,
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}",
        chat_gap_seconds=0.0,
        messages_per_second=1000.0,
    )


@pytest.fixture
async def app(settings: Settings, mind: Mind) -> AsyncIterator[App]:
    async with running(settings, mind) as running_app:
        yield running_app


@pytest.fixture
def reader(telegram: Simulator, app: App) -> Reader:
    """A reader of the running bot."""
    return telegram.reader("Ann")


async def asks(reader: Reader, text: str) -> SeenMessage:
    """Let a reader say something, and return the bot's first words back, after any picture."""
    reader.new_messages()
    await reader.says(text)
    return await first_words(reader)


async def taps(reader: Reader, label: str) -> SeenMessage:
    """Let a reader tap a button, and return the bot's first words back, after any picture."""
    reader.new_messages()
    await reader.taps(label)
    return await first_words(reader)


async def spinners_end(telegram: Simulator, reader: Reader) -> None:
    """Wait until the bot has acknowledged all taps of a reader."""
    async with asyncio.timeout(10):
        while not all(tap.answered for tap in reader.taps_made):
            await telegram.cloud.changed.wait()


async def first_words(reader: Reader) -> SeenMessage:
    """Wait for the bot's next message that is not a picture."""
    while True:
        for seen in await reader.hears():
            if seen.kind == "text":
                return seen
