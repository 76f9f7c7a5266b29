"""The machine's clock is an hour fast and is put right: nobody waits for that hour, restart or not."""

import asyncio
import logging

import pytest

from bot.app import Mind, running
from bot.settings import Settings
from bot.simulator import Reader, Simulator
from tests.chat.test_programme import World
from tests.conftest import asks

RED_FLAG = "my groin is numb and i cannot pee"


async def fast_for_a_while(world: World, reader: Reader) -> None:
    """Let a reader be answered by a clock that is an hour fast, and put it right."""
    await asks(reader, "hello")
    await asyncio.sleep(1.5)  # the bot notes the time every second
    await world.until_idle(reader)
    world.at = world.at.replace(hour=world.at.hour - 1)


async def test_old_and_new_readers_are_answered_at_once(
    telegram: Simulator, world: World, ann: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="bot")
    await fast_for_a_while(world, ann)
    await asyncio.sleep(1.5)  # the time stands still for this bot: what it has just sent is not a second ago
    for reader in (ann, telegram.reader("Ben")):
        reader.new_messages()
        await reader.says(RED_FLAG)
        assert "⚠️" in (await reader.hears(seconds=10))[0].text
    assert "the clock has stepped back by about 3600 seconds" in caplog.text


async def test_nor_does_a_bot_wait_that_starts_after_the_step(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings, mind)
    ann, ben = telegram.reader("Ann"), telegram.reader("Ben")
    async with running(settings, mind, world.clock) as world.app:
        await fast_for_a_while(world, ann)
    async with running(settings, mind, world.clock) as world.app:
        for reader in (ann, ben):
            reader.new_messages()
            await reader.says(RED_FLAG)
            assert "⚠️" in (await reader.hears(seconds=10))[0].text
