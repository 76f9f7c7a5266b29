"""What is kept about a reader can be deleted, by whom it is about, once they have confirmed it."""

from sqlalchemy import func, select

from bot.simulator import Reader
from bot.storage.tables import Practice, Session, StoredConversation, Subscription
from bot.storage.tables import Reader as KnownReader
from tests.chat.test_programme import World, enrols, row, texts

KEPT = (KnownReader, Subscription, Session, Practice, StoredConversation)


async def rows_of(world: World, reader: Reader) -> int:
    """Return how many rows are kept about a reader."""
    assert world.app is not None
    async with world.app.database.begin() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(table).where(table.chat_id == reader.id))
            for table in KEPT
        ]
    return sum(count or 0 for count in counts)


async def test_everything_kept_about_a_reader_is_deleted_and_no_reminder_comes(
    world: World, ann: Reader
) -> None:
    await enrols(world, ann)
    await world.says(ann, "done")
    assert await rows_of(world, ann) >= 4
    seen = await world.says(ann, "/forget yes")
    assert seen[-1].text.startswith("Deleted.")
    assert await rows_of(world, ann) == 0
    assert "Time for your session" not in texts(await world.passes(ann, days=3))


async def test_nothing_is_deleted_without_a_yes(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    kept = await rows_of(world, ann)
    seen = await world.says(ann, "/forget")
    assert "/forget yes" in seen[-1].text
    assert await rows_of(world, ann) == kept
    assert (await row(world, ann)).state == "active"


async def test_who_comes_back_is_greeted_as_somebody_new(world: World, ann: Reader) -> None:
    await world.says(ann, "is it safe with scoliosis")
    await world.says(ann, "/forget yes")
    seen = await world.says(ann, "which ball is best")
    assert "Which ball" in seen[-1].text
