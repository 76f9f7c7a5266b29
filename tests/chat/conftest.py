"""A world that the test's clock moves, and a reader in it."""

from collections.abc import AsyncIterator

import pytest

from bot.app import Mind, running
from bot.settings import Settings
from bot.simulator import Reader, Simulator
from tests.chat.test_programme import World


@pytest.fixture
async def world(telegram: Simulator, settings: Settings, mind: Mind) -> AsyncIterator[World]:
    made = World(settings, mind)
    telegram.cloud.now = made.clock
    async with running(settings, mind, made.clock) as app:
        made.app = app
        yield made


@pytest.fixture
def ann(telegram: Simulator, world: World) -> Reader:
    return telegram.reader("Ann")
