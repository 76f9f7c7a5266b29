"""Where the reader's clock is: the button that shares the location, any shared location, places in words."""

import pytest

from bot.simulator import Reader
from tests.chat.test_programme import World, enrols, passes_screen, row, texts


@pytest.fixture
async def asked(world: World, ann: Reader) -> Reader:
    """A reader who is being asked where they are."""
    await world.says(ann, "remind me at 20:30 every day")
    seen = await passes_screen(world, ann)
    assert seen[-1].buttons[0] == "Share my location"
    return ann


async def test_the_button_shares_the_location_and_goes(world: World, asked: Reader) -> None:
    asked.place = (-36.85, 174.76)
    await world.taps(asked, "Share my location")
    assert asked.keyboard == ("Send my location", "I'd rather type it")
    seen = await world.taps(asked, "Send my location")
    assert asked.keyboard == ()
    assert "11:00 pm on Sunday" in seen[-1].text
    seen = await world.taps(asked, "Yes, that's right")
    assert "Time zone: Pacific/Auckland" in seen[-1].text


@pytest.mark.parametrize("answer", ["I'd rather type it", "Tokyo", "Atlantis"])
async def test_whoever_types_instead_loses_the_button_as_well(
    world: World, asked: Reader, answer: str
) -> None:
    await world.taps(asked, "Share my location")
    seen = await world.says(asked, answer)
    assert asked.keyboard == ()
    assert "Where are you" in seen[-1].text or "Tokyo" in seen[-1].text or "biggest" not in seen[-1].text
    seen = await world.says(asked, "Paris")
    assert "11:00 am on Sunday" in seen[-1].text


async def test_a_zone_button_puts_the_location_button_away(world: World, asked: Reader) -> None:
    await world.taps(asked, "Share my location")
    seen = await world.taps(asked, "New Zealand")
    assert asked.keyboard == ()
    assert "11:00 pm on Sunday" in texts(seen)


async def test_a_location_is_taken_whenever_it_is_shared(world: World, ann: Reader) -> None:
    await ann.sends_location()
    assert "time zone of reminders" in texts(await world.until_idle(ann))
    await enrols(world, ann)
    await ann.sends_location(35.68, 139.69)
    assert "7:00 pm on Sunday" in texts(await world.until_idle(ann))
    seen = await world.says(ann, "yes")
    assert "Time: 9:00 am\nDays: Every day\nTime zone: Asia/Tokyo" in seen[-1].text
    assert "Next: Monday 22 March, 9:00 am" in seen[-1].text


async def test_a_location_shared_early_is_asked_about_in_its_turn(world: World, ann: Reader) -> None:
    await world.says(ann, "remind me at 20:30 every day")
    await ann.sends_location(35.68, 139.69)
    assert "question 1 of 9" in texts(await world.until_idle(ann))
    seen = await passes_screen(world, ann)
    assert "7:00 pm on Sunday" in seen[-1].text


async def test_another_place_is_an_answer_to_is_it_this_time(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "i am travelling")
    await world.says(ann, "Auckland")
    seen = await world.says(ann, "Paris")
    assert "11:00 am on Sunday" in seen[-1].text


async def test_a_day_that_was_reminded_of_is_not_reminded_of_again_further_west(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.says(ann, "change my time zone")
    await world.says(ann, "New York")
    await world.says(ann, "yes")
    assert (await row(world, ann)).next_date == "2027-03-23"
    assert "if today suits" not in texts(await world.passes(ann, hours=12))
    assert "if today suits" in texts(await world.passes(ann, hours=16))
