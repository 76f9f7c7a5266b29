"""The tick on SQLite and on PostgreSQL: once a local date, never twice, never a burst, nobody who is done."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import Mind
from bot.services.reminding import Reminding
from bot.services.standing import schedule
from bot.storage import readers
from bot.storage.database import Database
from bot.storage.tables import Delivery, Subscription

START = datetime(2027, 3, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def reminding(mind: Mind) -> Reminding:
    return Reminding(mind.programmes, mind.messages, mind.spoken.tonight)


async def subscribe(database: Database, chat_id: int = 1, **fields: object) -> None:
    values = {
        "programme": "fortnight",
        "run": 1,
        "state": "active",
        "zone": "Europe/London",
        "local_time": "09:00",
        "days": "0123456",
        "next_due_at": START.timestamp(),
        "next_date": "2027-03-26",
        "passed_at": START.timestamp() - 86_400.0,
        "asking": "",
        "asking_at": 0.0,
        "done": 0,
        **fields,
    }
    async with database.begin() as session:
        session.add(Subscription(chat_id=chat_id, **values))


async def tick(database: Database, reminding: Reminding, at: datetime) -> int:
    async with database.begin() as session:
        return await reminding.tick(session, at.timestamp())


async def keys(database: Database) -> list[str]:
    async with database.begin() as session:
        return list(await session.scalars(select(Delivery.key).order_by(Delivery.id)))


async def subscription(database: Database, chat_id: int = 1) -> Subscription:
    async with database.begin() as session:
        found = await session.get(Subscription, chat_id)
        assert found is not None
        return found


async def test_a_due_reminder_is_decided_once_and_the_next_one_set(
    database: Database, reminding: Reminding
) -> None:
    await subscribe(database)
    assert await tick(database, reminding, START - timedelta(seconds=1)) == 0
    assert await tick(database, reminding, START) == 1
    assert await tick(database, reminding, START + timedelta(minutes=1)) == 0
    assert await keys(database) == ["reminder:1:2027-03-26"]
    row = await subscription(database)
    assert row.next_date == "2027-03-27"


async def test_two_tickers_at_once_decide_each_reminder_once(
    database: Database, reminding: Reminding
) -> None:
    for chat in range(1, 41):
        await subscribe(database, chat)
    await asyncio.gather(*(tick(database, reminding, START) for _ in range(4)))
    found = await keys(database)
    assert sorted(found) == sorted(f"reminder:{chat}:2027-03-26" for chat in range(1, 41))


async def test_a_tick_that_was_killed_leaves_nothing_half_done(
    database: Database, reminding: Reminding
) -> None:
    await subscribe(database)

    async def killed() -> None:
        async with database.begin() as session:
            await reminding.tick(session, START.timestamp())
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        await killed()
    assert await keys(database) == []
    assert await tick(database, reminding, START) == 1
    assert len(await keys(database)) == 1


async def test_after_three_days_of_downtime_only_todays_comes(
    database: Database, reminding: Reminding
) -> None:
    await subscribe(database)
    await tick(database, reminding, START + timedelta(days=3, hours=4))
    assert await keys(database) == ["reminder:1:2027-03-29"]
    assert (await subscription(database)).next_date == "2027-03-30"


async def test_down_over_midnight_nothing_of_yesterday_comes(
    database: Database, reminding: Reminding
) -> None:
    await subscribe(database)
    await tick(database, reminding, START + timedelta(hours=18))
    assert await keys(database) == []
    assert (await subscription(database)).next_date == "2027-03-27"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "stopped", "next_due_at": None},
        {"state": "held", "next_due_at": None},
        {"done_date": "2027-03-26"},
        {"decided_date": "2027-03-26"},
        {"state": "paused", "paused_until": "2027-03-30"},
        {"zone": "Mars/Base"},
    ],
    ids=str,
)
async def test_who_gets_no_reminder(
    database: Database, reminding: Reminding, fields: dict[str, object]
) -> None:
    await subscribe(database, **fields)
    await tick(database, reminding, START)
    assert await keys(database) == []


async def test_a_reader_who_blocked_the_bot_gets_none_and_keeps_the_schedule(
    database: Database, reminding: Reminding
) -> None:
    await subscribe(database)
    async with database.begin() as session:
        await readers.met(session, 1, START.timestamp())
        await session.flush()
        await readers.blocked(session, 1, START.timestamp())
    await tick(database, reminding, START)
    assert await keys(database) == []
    assert (await subscription(database)).next_date == "2027-03-27"


async def test_a_pause_ends_by_itself(database: Database, reminding: Reminding) -> None:
    due = datetime(2027, 3, 30, 8, tzinfo=UTC)
    await subscribe(
        database,
        state="paused",
        paused_until="2027-03-30",
        next_due_at=due.timestamp(),
        next_date="2027-03-30",
    )
    assert await tick(database, reminding, START) == 0
    await tick(database, reminding, due)
    assert await keys(database) == ["reminder:1:2027-03-30"]
    assert (await subscription(database)).state == "active"


async def test_moving_to_and_fro_gives_one_reminder_a_local_date(
    database: Database, reminding: Reminding
) -> None:
    await subscribe(database)
    now = START
    zones = ["Pacific/Auckland", "America/Los_Angeles", "Europe/London", "Asia/Tokyo"]
    for hour in range(24 * 6):
        await tick(database, reminding, now)
        async with database.begin() as session:
            row = await session.get(Subscription, 1)
            assert row is not None
            if hour % 5 == 0:
                row.zone = zones[hour // 5 % len(zones)]
                schedule(row, now.timestamp())
        now += timedelta(hours=1)
    found = await keys(database)
    assert len(found) == len(set(found))
    assert 4 <= len(found) <= 8
