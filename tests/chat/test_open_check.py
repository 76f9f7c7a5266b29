"""While a safety question is open no clock goes on and no reminder comes; after a no both do."""

import pytest

from bot.core.action import Deed
from bot.simulator import Reader
from tests.chat.test_hold import taps_old
from tests.chat.test_programme import World, enrols, row, texts
from tests.chat.test_screen_first import SESSION, URGENT, reaches_the_clock

ASKS = "both my legs tingle"
QUESTION = "One question first"


async def asks_first(world: World, reader: Reader) -> None:
    assert QUESTION in texts(await world.says(reader, ASKS))


async def test_the_clock_rests_until_a_no_and_goes_on_from_where_it_stood(world: World, ann: Reader) -> None:
    await reaches_the_clock(world, ann)
    await world.passes(ann, seconds=20)
    await asks_first(world, ann)
    for _ in range(3):
        assert await world.passes(ann, seconds=25) == []
    assert "Swap sides" not in texts(await world.taps(ann, "No"))
    assert "35 seconds left" in texts(await world.passes(ann, seconds=5))
    assert "Swap sides" in texts(await world.passes(ann, seconds=35))


@pytest.mark.parametrize("deed", [Deed.BEGIN, Deed.RUN, Deed.STEP, Deed.LATER])
async def test_a_button_that_leads_on_brings_the_question_again(
    world: World, ann: Reader, deed: Deed
) -> None:
    await reaches_the_clock(world, ann)
    await asks_first(world, ann)
    assert QUESTION in texts(await taps_old(world, ann, deed))
    assert await world.passes(ann, hours=1) == []


async def test_a_reminder_that_was_put_off_waits_for_the_no(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.taps(ann, "In 1 hour")
    await asks_first(world, ann)
    assert await world.passes(ann, hours=2) == []
    assert SESSION in texts(await world.says(ann, "no"))


async def test_a_reminder_put_off_keeps_its_time_after_an_early_no(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.taps(ann, "In 1 hour")
    await asks_first(world, ann)
    assert SESSION not in texts(await world.says(ann, "no"))
    assert SESSION in texts(await world.passes(ann, hours=1))


async def test_the_days_reminder_waits_for_the_no(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.passes(ann, hours=21)
    await asks_first(world, ann)
    assert await world.passes(ann, hours=3) == []
    assert SESSION in texts(await world.taps(ann, "No"))


async def test_after_a_yes_nothing_comes(world: World, ann: Reader) -> None:
    await reaches_the_clock(world, ann)
    await asks_first(world, ann)
    assert URGENT in texts(await world.taps(ann, "Yes, or not sure"))
    assert (await row(world, ann)).state == "held"
    assert await world.passes(ann, days=1) == []
