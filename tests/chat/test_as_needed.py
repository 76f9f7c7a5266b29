"""After the last session of a programme: sessions as needed, which are no milestones."""

from bot.services.housekeeping import tidy
from bot.simulator import Reader
from tests.chat.test_hold import finishes
from tests.chat.test_programme import World, enrols


async def test_a_session_as_needed_is_not_the_end_once_more(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await finishes(world, ann)
    assert "As needed, no reminders" in ann.last.buttons
    await world.passes(ann, days=1)
    await world.says(ann, "done")
    seen = await world.taps(ann, "4")
    assert "Done: 14 of 14" in seen[-1].text
    assert seen[-1].buttons == ("How it's going", "Settings")


async def test_the_chart_of_the_end_does_not_come_again(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await finishes(world, ann)
    await world.passes(ann, days=4)
    assert world.app is not None
    async with world.app.database.begin() as session:
        await tidy(session, world.clock(), 90)
    await world.says(ann, "done")
    assert await world.passes(ann, minutes=15) == []
