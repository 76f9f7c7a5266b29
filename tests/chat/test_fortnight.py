"""A fortnight lived with a fast clock, over a clock change, with restarts: every day once, and the end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app import Mind, running
from bot.settings import Settings
from bot.simulator import SeenMessage, Simulator
from bot.storage.subscriptions import sessions
from tests.chat.test_programme import World, enrols, passes_screen, row, texts

LONDON = ZoneInfo("Europe/London")


async def test_a_fortnight_over_a_clock_change(telegram: Simulator, settings: Settings, mind: Mind) -> None:
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(settings, mind, world.clock) as app:
        world.app = app
        await enrols(world, ann)
    reminders: list[datetime] = []
    shown: list[SeenMessage] = []
    for day in range(1, 18):
        # Each day is a bot of its own: whatever was in memory is gone.
        async with running(settings, mind, world.clock) as app:
            world.app = app
            for _ in range(24):
                heard = await world.passes(ann, hours=1)
                reminders += [world.at for message in heard if "if today suits" in message.text]
            if (await row(world, ann)).state != "active":
                break
            if day not in (3, 8):  # missed days cost nothing but themselves
                await world.says(ann, "done")
                shown += await world.taps(ann, str(max(1, 6 - day // 2)))
    local = [at.astimezone(LONDON) for at in reminders]
    assert len({at.date() for at in local}) == len(local)
    assert {at.hour for at in local} == {9}
    assert {at.utcoffset() for at in local} == {timedelta(0), timedelta(hours=1)}
    async with running(settings, mind, world.clock) as app:
        world.app = app
        kept = await row(world, ann)
    assert (kept.done, kept.state) == (14, "finished")
    charts = [message for message in shown if message.kind == "photo"]
    assert [message.text.split(":")[1].split(" sessions")[0].strip() for message in charts] == [
        "7 of 14",
        "14 of 14",
    ]
    assert "lower than at the start" in texts(shown)
    assert "That was the fortnight" in shown[-1].text
    assert shown[-1].buttons == ("As needed, no reminders", "Next: strengthening", "Stop reminders")


async def test_the_strengthening_programme_is_the_same_machinery(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(settings, mind, world.clock) as app:
        world.app = app
        await enrols(world, ann)
        await world.says(ann, "how do I strengthen my QL")
        await world.taps(ann, "Strengthening, 4 weeks")
        seen = await passes_screen(world, ann, 8)
        assert "On which days" in seen[-1].text
        assert seen[-1].buttons[0] == "Mon, Wed, Fri"
        seen = await world.taps(ann, "Mon, Wed, Fri")
        assert "Getting stronger" in seen[-1].text
        assert "Next: Monday 22 March" in seen[-1].text
        await world.taps(ann, "Start a session now")
        seen = await world.taps(ann, "Skip this")
        assert "Easy, step 1 of 3: Hip hitch" in seen[-1].text
        await world.taps(ann, "Next")
        await world.taps(ann, "Next")
        seen = await world.taps(ann, "Finish, count it")
        assert "1 of 12" in seen[-1].text


async def test_a_session_survives_restarts_in_the_middle(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(settings, mind, world.clock) as app:
        world.app = app
        await enrols(world, ann)
        await world.says(ann, "start a session")
        for label in ("Skip this", "Next", "Next", "2 minutes a side"):
            seen = await world.taps(ann, label)
        clock = seen[-1].id
    world.at += timedelta(seconds=42)
    async with running(settings, mind, world.clock) as app:
        world.app = app
        seen = await world.until_idle(ann)
        assert [message.id for message in seen] == [clock]
        assert "78 seconds left" in seen[-1].text
    world.at += timedelta(seconds=300)
    async with running(settings, mind, world.clock) as app:
        world.app = app
        seen = await world.until_idle(ann)
        assert "Swap sides" in seen[-1].text
        await world.taps(ann, "Start the other side")
        await world.passes(ann, seconds=125)
        assert (await row(world, ann)).done == 1
        async with app.database.begin() as session:
            assert len(await sessions(session, ann.id, 1)) == 1


async def test_days_of_downtime_bring_one_reminder(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(settings, mind, world.clock) as app:
        world.app = app
        await enrols(world, ann)
    world.at += timedelta(days=3, hours=2)
    for _ in range(4):
        async with running(settings, mind, world.clock) as app:
            world.app = app
            await world.until_idle(ann)
    got = [message for message in ann.messages if "if today suits" in message.text]
    assert len(got) == 1
