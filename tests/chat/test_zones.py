"""A place in a wish is asked about before its clock counts; a zone that is gone stops nobody."""

from typing import Any

import pytest

from bot.simulator import Reader, Simulator
from bot.storage.tables import Practice, Subscription
from tests.chat.test_programme import World, enrols, passes_screen, row, texts

LOST = "Nowhere/Atlantis"


async def is_stored(
    world: World, table: type[Subscription | Practice], reader: Reader, **values: Any
) -> None:
    """Let a reader's row hold what an earlier version or another release of the zones left there."""
    assert world.app is not None
    async with world.app.database.begin() as session:
        kept = await session.get(table, reader.id)
        for name, value in values.items():
            setattr(kept, name, value)


async def starts_the_clock(world: World, reader: Reader) -> None:
    await world.says(reader, "start a session")
    for label in ("Skip this", "Next", "Next", "1 minute a side"):
        await world.taps(reader, label)


@pytest.mark.parametrize("stops_first", [False, True])
async def test_a_place_in_a_wish_is_asked_about(world: World, ann: Reader, stops_first: bool) -> None:
    await enrols(world, ann)
    if stops_first:
        await world.says(ann, "/stop")
    seen = await world.says(ann, "remind me at 7 am in New York")
    assert "Is it 6:00 am on Sunday where you are now?" in seen[-1].text
    seen = await world.taps(ann, "Yes, that's right")
    assert "Time: 7:00 am\nDays: Every day\nTime zone: America/New York" in seen[-1].text
    assert "Next: Sunday 21 March, 7:00 am" in seen[-1].text


async def test_a_place_waits_until_the_half_of_the_day_is_known(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    seen = await world.says(ann, "remind me at 7 in New York")
    assert seen[-1].buttons == ("7:00 am", "7:00 pm")
    seen = await world.taps(ann, "7:00 pm")
    assert "America/New York" in seen[-1].text
    seen = await world.taps(ann, "Yes, that's right")
    assert "Time: 7:00 pm" in seen[-1].text
    assert "Time zone: America/New York" in seen[-1].text


async def test_the_place_that_is_known_is_not_asked_about(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    seen = await world.says(ann, "remind me at 7 am in London")
    assert "All set" in seen[-1].text
    assert "Time zone: Europe/London" in seen[-1].text


async def test_a_place_that_was_not_confirmed_is_let_go_with_the_settings(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "remind me at 7 am in New York")
    seen = await world.says(ann, "/remind")
    assert "Time: 7:00 am" in seen[-1].text
    assert "Time zone: Europe/London" in seen[-1].text
    await world.taps(ann, "Days")
    assert "All set" in texts(await world.taps(ann, "Weekdays"))


async def test_a_zone_that_is_gone_stops_nobody_and_is_asked_again(
    world: World, ann: Reader, telegram: Simulator
) -> None:
    ben = telegram.reader("Ben")
    await enrols(world, ben)
    await enrols(world, ann)
    await starts_the_clock(world, ann)
    await is_stored(world, Subscription, ann, zone=LOST)
    await world.passes(ann, seconds=61)
    await world.taps(ann, "Start the other side")
    assert "Done, and counted" in texts(await world.passes(ann, seconds=61))
    assert (await row(world, ann)).state == "active"
    ben.new_messages()
    assert "day 1 of 14" in texts(await world.passes(ben, days=1))
    assert "Where are you?" in texts(await world.says(ann, "/remind"))
    await world.says(ann, "London")
    seen = await world.taps(ann, "Yes, that's right")
    assert "Next: Tuesday 23 March, 9:00 am" in seen[-1].text


async def test_who_starts_again_without_a_zone_is_asked_for_it(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "/stop")
    await is_stored(world, Subscription, ann, zone=LOST)
    assert "Where are you?" in texts(await world.taps(ann, "Start again"))
    await world.says(ann, "London")
    await world.taps(ann, "Yes, that's right")
    assert "day 1 of 14" in texts(await world.passes(ann, days=1))


async def test_a_clock_that_cannot_be_shown_stops_nobody(
    world: World, ann: Reader, telegram: Simulator
) -> None:
    ben = telegram.reader("Ben")
    for reader in (ann, ben):
        await enrols(world, reader)
        await starts_the_clock(world, reader)
    await is_stored(world, Practice, ann, side=7)
    ben.new_messages()
    assert "Swap sides" in texts(await world.passes(ben, seconds=61))
    await is_stored(world, Practice, ann, side=0)
    assert "Swap sides" in texts(await world.passes(ann, seconds=61))
    await world.passes(ben, days=1)
    assert "day 1 of 14" in texts(ben.messages)


async def test_an_older_yes_means_the_zone_that_it_asked_about(world: World, ann: Reader) -> None:
    await world.says(ann, "remind me at 9 am every day")
    await passes_screen(world, ann)
    await world.says(ann, "London")
    asked = ann.chat.messages[ann.last.id]
    data = asked.content.keyboard["inline_keyboard"][0][0]
    await world.says(ann, "Auckland")
    await ann._tap(asked, data)
    assert "Time zone: Europe/London" in texts(await world.until_idle(ann))
