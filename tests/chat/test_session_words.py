"""In the middle of a session what is typed counts like the tap that it means; nights belong to evenings."""

import pytest

from bot.simulator import Reader
from tests.chat.test_programme import World, enrols, row, texts


async def reaches_the_clock(world: World, reader: Reader) -> None:
    for said in ("start", "5", "next", "ok"):
        await world.says(reader, said)
    await world.taps(reader, "2 minutes a side")


async def test_a_session_by_words(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await reaches_the_clock(world, ann)
    await world.passes(ann, seconds=125)
    seen = await world.says(ann, "ready")
    assert seen[-1].buttons[0] == "Start the other side"
    await world.taps(ann, "Start the other side")
    assert "how is it now" in texts(await world.passes(ann, seconds=125))
    assert "Done: 1 of 14" in texts(await world.says(ann, "3/10"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [("stop", "What was it"), ("it hurts", "should ache, not hurt"), ("hold on", "go on from here")],
)
async def test_words_stop_the_clock_and_not_the_reminders(
    world: World, ann: Reader, said: str, expected: str
) -> None:
    await enrols(world, ann)
    await reaches_the_clock(world, ann)
    await world.passes(ann, seconds=30)
    assert expected in texts(await world.says(ann, said))
    assert await world.passes(ann, minutes=3) == []
    assert (await row(world, ann)).state == "active"


async def test_go_on_goes_on_from_where_the_clock_stood(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await reaches_the_clock(world, ann)
    await world.passes(ann, seconds=42)
    await world.taps(ann, "Stop")
    await world.taps(ann, "I was interrupted")
    await world.passes(ann, minutes=5)
    assert "78 seconds left" in texts(await world.taps(ann, "Go on"))
    assert "Swap sides" in texts(await world.passes(ann, seconds=79))


async def test_leaving_it_for_today_takes_todays_reminder_back(world: World, ann: Reader) -> None:
    await enrols(world, ann, "remind me at 8 pm every day in London")
    await reaches_the_clock(world, ann)
    await world.says(ann, "ouch")
    await world.taps(ann, "Leave it for today")
    assert "if today suits" not in texts(await world.passes(ann, hours=13))
    assert "day 1 of 14" in texts(await world.passes(ann, hours=24))


async def test_an_hour_later_stop_means_the_reminders_again(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.says(ann, "start")
    await world.passes(ann, hours=2)
    await world.says(ann, "stop")
    assert (await row(world, ann)).state == "stopped"


async def test_a_session_after_midnight_counts_for_the_evening_of_its_reminder(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann, "remind me at 11:45 pm every day in London")
    await world.passes(ann, hours=13, minutes=46)
    await world.taps(ann, "In 30 min")
    seen = await world.passes(ann, minutes=31)
    assert "Tonight" not in seen[-1].buttons
    await world.taps(ann, "In 30 min")
    assert "if today suits" in texts(await world.passes(ann, minutes=31))
    await world.taps(ann, "Start")
    await world.says(ann, "skip")
    await world.says(ann, "next")
    await world.says(ann, "next")
    await world.taps(ann, "1 minute a side")
    await world.passes(ann, seconds=61)
    await world.taps(ann, "Finish, count it")
    assert (await row(world, ann)).done_date == "2027-03-21"
    assert "day 2 of 14" in texts(await world.passes(ann, hours=23))


async def test_yesterdays_session_is_not_asked_how_it_feels_today(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await world.passes(ann, days=1)
    await world.passes(ann, hours=20)
    seen = await world.taps(ann, "Done already")
    assert len(seen) == 1
    assert "Counted for yesterday" in seen[0].text
    assert "1 session done" in seen[0].text


async def test_scores_that_are_worse_after_a_week_hold_the_reminders(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    for score in "2225555":
        await world.passes(ann, days=1)
        await world.says(ann, "done")
        seen = await world.says(ann, score)
    assert "I have paused the reminders" in texts(seen)
    assert seen[-1].buttons == ("When to see someone", "Warning signs", "Settings")
    assert await world.passes(ann, days=1) == []


async def reminded_before_midnight(world: World, reader: Reader) -> None:
    """Come to 00:20, after a reminder at 23:45."""
    await enrols(world, reader, "remind me at 11:45 pm every day in London")
    assert "day 1 of 14" in texts(await world.passes(reader, hours=13, minutes=46))
    await world.passes(reader, minutes=35)


async def test_done_after_midnight_counts_for_the_evening_of_its_reminder(world: World, ann: Reader) -> None:
    await reminded_before_midnight(world, ann)
    assert "Done, and counted" in texts(await world.says(ann, "done"))
    assert (await row(world, ann)).done_date == "2027-03-21"
    assert "counted already" in texts(await world.says(ann, "done"))
    assert "day 2 of 14" in texts(await world.passes(ann, hours=23, minutes=30))


async def test_start_after_midnight_counts_for_the_evening_of_its_reminder(world: World, ann: Reader) -> None:
    await reminded_before_midnight(world, ann)
    await reaches_the_clock(world, ann)
    await world.passes(ann, minutes=3)
    await world.taps(ann, "Finish, count it")
    assert (await row(world, ann)).done_date == "2027-03-21"


async def test_skip_after_midnight_is_about_the_evening_of_its_reminder(world: World, ann: Reader) -> None:
    await reminded_before_midnight(world, ann)
    assert "Skipped" in texts(await world.says(ann, "skip"))
    assert "day 1 of 14" in texts(await world.passes(ann, hours=23, minutes=30))


async def test_skip_after_midnight_and_after_the_session_is_about_the_new_day(
    world: World, ann: Reader
) -> None:
    await reminded_before_midnight(world, ann)
    await world.says(ann, "done")
    assert "Skipped" in texts(await world.says(ann, "not today"))
    assert "if today suits" not in texts(await world.passes(ann, hours=23, minutes=30))
