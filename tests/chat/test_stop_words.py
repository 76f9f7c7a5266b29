"""Who asks in their own words to be left alone is left alone, and is offered nothing."""

import pytest

from bot.simulator import Reader
from tests.chat.test_programme import World, enrols, passes_screen, row, texts

STOPS = (
    "stop reminding me please",
    "I don't want any more reminders",
    "cancel my reminder",
    "please stop sending me these",
)
STOPPED = "I won't remind you any more"
SELLS = "Remind me, 2 weeks"


@pytest.mark.parametrize("words", STOPS)
async def test_reminders_stop(world: World, ann: Reader, words: str) -> None:
    await enrols(world, ann)
    seen = await world.says(ann, words)
    assert STOPPED in texts(seen)
    assert SELLS not in seen[-1].buttons
    assert (await row(world, ann)).state == "stopped"
    assert await world.passes(ann, days=1) == []


async def test_the_setting_up_stops_whatever_is_being_asked(world: World, ann: Reader) -> None:
    await world.says(ann, "/remind")
    assert STOPPED in texts(await world.says(ann, STOPS[0]))
    await world.says(ann, "/remind")
    await passes_screen(world, ann)
    seen = await world.says(ann, STOPS[1])
    assert STOPPED in texts(seen)
    assert seen[-1].buttons == ("Set up reminders",)
    assert (await row(world, ann)).asking == ""


async def test_who_has_none_is_told_so_and_offered_none(world: World, ann: Reader) -> None:
    seen = await world.says(ann, STOPS[0])
    assert "You have no reminders" in texts(seen)
    assert seen[-1].buttons == ()
