"""A running simulator, its clock, and python-telegram-bot's own `Bot` connected to it over HTTP."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from telegram import Bot

from bot.simulator import Reader, Simulator


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """PTB 22.8 warns wherever it gives a duration as a number, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> SimpleNamespace:
    """A clock that a test sets: its `seconds` are the Unix time."""
    return SimpleNamespace(seconds=1_800_000_000.0)


@pytest.fixture
async def simulator(clock: SimpleNamespace) -> AsyncIterator[Simulator]:
    async with Simulator(now=lambda: clock.seconds, webhook_pause=0.01) as running:
        yield running


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    async with Bot(simulator.token, simulator.base_url, simulator.base_file_url) as connected:
        yield connected


@pytest.fixture
async def ann(simulator: Simulator, bot: Bot) -> Reader:
    """A reader who has started the bot; the update of that is confirmed."""
    reader = simulator.reader("Ann")
    await reader.starts()
    updates = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1)
    return reader
