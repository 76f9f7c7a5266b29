"""The promise about reminders: nothing comes to a reader who is done, has paused, stopped or blocked the bot.

In each case a reminder is already on its way: decided, put off, or waiting in a long queue.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.app import Mind, running
from bot.services.reminding import Reminding
from bot.settings import Settings
from bot.simulator import Reader, Simulator
from bot.storage.tables import WAITING, Delivery
from tests.chat.test_programme import World, enrols, row, texts


async def waiting(world: World, reader: Reader) -> list[str]:
    """Return the keys of what waits to be sent to a reader."""
    assert world.app is not None
    async with world.app.database.begin() as session:
        waits = (Delivery.chat_id == reader.id, Delivery.state == WAITING)
        return [*await session.scalars(select(Delivery.key).where(*waits))]


async def puts_off(world: World, reader: Reader) -> None:
    """Let today's reminder come, and put it off until tonight."""
    await world.passes(reader, days=1)
    await world.taps(reader, "Tonight")
    assert [key.split(":")[0] for key in await waiting(world, reader)] == ["later"]


@pytest.mark.parametrize(
    ("says", "hours"),
    [
        ("done", 14),
        ("skip today", 14),
        ("pause", 24 * 6),
        ("stop", 24 * 3),
        ("my groin has gone numb", 24 * 3),
    ],
)
async def test_a_reminder_that_was_put_off_is_taken_back(
    world: World, ann: Reader, says: str, hours: int
) -> None:
    await enrols(world, ann)
    await puts_off(world, ann)
    await world.says(ann, says)
    assert await waiting(world, ann) == []
    heard = [await world.passes(ann, hours=1) for _ in range(hours)]
    assert "if today suits" not in "".join(map(texts, heard))


async def test_who_blocks_the_bot_gets_nothing_of_what_waited(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    await puts_off(world, ann)
    await ann.blocks()
    await world.until_idle(ann)
    assert await waiting(world, ann) == []
    await ann.unblocks()
    assert "if today suits" not in texts(await world.passes(ann, hours=14))
    assert "day 1 of 14" in texts(await world.passes(ann, hours=10))


@pytest.mark.parametrize("says", ["done", "skip today", "pause", "/stop"])
async def test_a_reminder_that_waits_in_a_long_queue_is_taken_back(
    world: World, ann: Reader, mind: Mind, says: str
) -> None:
    """A hundred thousand reminders take an hour to send; a reader may be quicker."""
    await enrols(world, ann)
    assert world.app is not None
    world.at += timedelta(hours=23)
    async with world.app.database.begin() as session:
        reminding = Reminding(mind.programmes, mind.messages, mind.spoken.tonight)
        assert await reminding.tick(session, world.clock()) == 1
        later = update(Delivery).where(Delivery.key.startswith("reminder:"))
        await session.execute(later.values(due_at=world.clock() + 1800))
    await world.says(ann, says)
    assert "if today suits" not in texts(await world.passes(ann, hours=1))


async def test_a_missed_day_costs_nothing_but_itself(world: World, ann: Reader) -> None:
    await enrols(world, ann)
    seen = []
    for day in range(5):
        seen.append(texts(await world.passes(ann, days=1)))
        if day in (0, 3):
            await world.says(ann, "done")
    assert ["day 1 of" in seen[0], "day 2 of" in seen[1], "day 2 of" in seen[2]] == [True] * 3
    assert ["day 2 of" in seen[3], "day 3 of" in seen[4]] == [True] * 2
    assert (await row(world, ann)).done == 2


async def test_a_reminder_whose_day_is_over_is_not_sent_after_days_of_downtime(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    """Decided and put off, then all is down: what was about Monday does not come on Thursday."""
    world = World(settings, mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(settings, mind, world.clock) as app:
        world.app = app
        await enrols(world, ann)
        await puts_off(world, ann)
    before = len(ann.messages)
    world.at += timedelta(days=3)
    async with running(settings, mind, world.clock) as app:
        world.app = app
        seen = await world.until_idle(ann)
        assert await waiting(world, ann) == []
    assert [("if today suits" in message.text) for message in seen] == [True]
    assert len(ann.messages) == before + 1


async def test_who_stops_takes_nothing_from_another_reader(
    telegram: Simulator, world: World, ann: Reader
) -> None:
    ben = telegram.reader("Ben")
    for reader in (ann, ben):
        await enrols(world, reader)
    await puts_off(world, ann)
    await world.taps(ben, "Tonight")
    await world.says(ann, "stop")
    assert [key.split(":")[0] for key in await waiting(world, ben)] == ["later"]
