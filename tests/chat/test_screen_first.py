"""No reminder and no session before the safe start is passed, whichever way a reader came to it anew."""

from datetime import timedelta

import pytest

from bot.core.action import Deed
from bot.simulator import Reader
from bot.storage import subscriptions
from tests.chat.test_hold import FIRST, taps_old
from tests.chat.test_programme import World, enrols, passes_screen, row, texts

URGENT = "⚠️"
SESSION = "Time for your session"


async def begins_anew(world: World, reader: Reader) -> None:
    """Pause four weeks after the screen was passed, and start again two days later: it is due again."""
    await enrols(world, reader)
    world.at += timedelta(days=27)
    await world.until_idle(reader)
    await world.says(reader, "pause")
    await world.passes(reader, days=2)
    await world.says(reader, "/remind")
    assert FIRST in texts(await world.taps(reader, "Start again"))


async def test_no_reminder_comes_after_a_yes_to_the_screen_that_was_due_again(
    world: World, ann: Reader
) -> None:
    await begins_anew(world, ann)
    assert URGENT in texts(await world.taps(ann, "Yes"))
    kept = await row(world, ann)
    assert (kept.state, kept.passed_at, kept.next_due_at) == ("setup", None, None)
    for _ in range(7):
        assert await world.passes(ann, days=1) == []


async def test_no_reminder_comes_to_who_leaves_the_screen_half_way(world: World, ann: Reader) -> None:
    await begins_anew(world, ann)
    await world.taps(ann, "No")
    for _ in range(7):
        assert await world.passes(ann, days=1) == []
    assert "question 2 of 9" in texts(await world.says(ann, "/remind"))


async def test_stop_in_the_screen_stops_and_offers_nothing_of_the_programme(
    world: World, ann: Reader
) -> None:
    await begins_anew(world, ann)
    seen = await world.says(ann, "/stop")
    assert "I won't remind you any more" in seen[-1].text
    assert "Remind me" not in " ".join(seen[-1].buttons)
    assert await world.passes(ann, days=7) == []


async def test_a_row_that_an_earlier_version_left_without_the_screen_is_screened(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    assert world.app is not None
    async with world.app.database.begin() as session:
        kept = await session.merge(await row(world, ann))
        kept.passed_at = None
    assert await world.passes(ann, days=2) == []
    assert FIRST in texts(await taps_old(world, ann, Deed.BEGIN))
    seen = await passes_screen(world, ann)
    assert "All set" in seen[-1].text
    assert SESSION in texts(await world.passes(ann, days=1))


async def reaches_the_clock(world: World, reader: Reader) -> None:
    """Enrol, and start the clock of side 1 on the next day."""
    await enrols(world, reader)
    await world.passes(reader, days=1)
    for label in ("Start", "Skip this", "Next", "Next", "1 minute a side"):
        seen = await world.taps(reader, label)
    assert "60 seconds left" in seen[-1].text


async def test_after_urgent_advice_of_the_screen_no_reminder_comes_that_was_put_off(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.taps(ann, "In 1 hour")
    await taps_old(world, ann, Deed.REMIND, "strength")
    assert URGENT in texts(await world.taps(ann, "Yes"))
    assert await world.passes(ann, hours=1) == []


@pytest.mark.parametrize("leave", [True, False])
async def test_another_programme_ends_the_clock_and_what_was_put_off(
    world: World, ann: Reader, leave: bool
) -> None:
    await reaches_the_clock(world, ann)
    await taps_old(world, ann, Deed.REMIND, "strength")
    if not leave:
        assert URGENT in texts(await world.says(ann, "yes"))
    for _ in range(14):
        assert await world.passes(ann, seconds=5) == []


@pytest.mark.parametrize("rising", [("3", "5", "8")])
async def test_what_was_put_off_does_not_come_once_pain_has_risen(
    world: World, ann: Reader, rising: tuple[str, ...]
) -> None:
    await enrols(world, ann)
    for score in rising[:-1]:
        await world.passes(ann, days=1)
        await world.says(ann, "done")
        await world.taps(ann, score)
    await world.passes(ann, days=1)
    await world.says(ann, "done")
    on = (await row(world, ann)).done_date
    await world.passes(ann, hours=23, minutes=1)
    assert "remind you again" in texts(await taps_old(world, ann, Deed.LATER, f"{world.at.date()}.60"))
    await taps_old(world, ann, Deed.BEGIN)
    assert "I have paused the reminders" in texts(
        await taps_old(world, ann, Deed.AFTER, f"{on}.{rising[-1]}")
    )
    assert await world.passes(ann, hours=2) == []
    assert world.app is not None
    async with world.app.database.begin() as session:
        assert await subscriptions.practice(session, ann.id) is None
