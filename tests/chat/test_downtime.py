"""What was written while the bot was down counts for the day and the minute in which it was written."""

from datetime import timedelta

from sqlalchemy import select

from bot.app import Mind, running
from bot.settings import Settings
from bot.simulator import Simulator
from bot.storage.tables import Session
from tests.chat.test_programme import World, enrols, row, texts


async def test_done_counts_for_the_day_on_which_it_was_said(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(settings, mind, world.clock) as world.app:
        await enrols(world, ann)
        world.at = world.at.replace(hour=9, minute=5) + timedelta(days=1)
        await world.until_idle(ann)
    world.at = world.at.replace(hour=20)
    await ann.says("done")
    world.at = world.at.replace(hour=8) + timedelta(days=1)
    async with running(settings, mind, world.clock) as world.app:
        assert "Counted for yesterday" in texts(await world.until_idle(ann))
        async with world.app.database.begin() as session:
            kept = [each.local_date for each in await session.scalars(select(Session))]
        assert kept == ["2027-03-22"]
        assert (await row(world, ann)).next_date == "2027-03-23"
        assert "day 2 of 14" in texts(await world.passes(ann, hours=2))


async def test_questions_of_four_hours_are_all_answered(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    settings = settings.model_copy(update={"questions_per_minute": 2})
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    for _ in range(5):
        world.at += timedelta(minutes=48)
        await ann.says("can I use a lacrosse ball")
    async with running(settings, mind, world.clock) as world.app:
        seen = texts(await world.until_idle(ann))
    assert "a lot at once" not in seen
    assert seen.count("Which ball to use") == 5
