"""The clock steps back, on SQLite and on PostgreSQL: nothing waits until its old time comes again."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.storage import clock_steps, inbox, outbox
from bot.storage.database import Database
from bot.storage.outbox import Pace
from bot.storage.tables import Delivery, InboxUpdate, Practice, Subscription

HOUR = 3600.0
PACE = Pace(per_second=28.0, chat_gap=1.0)


class Fast(Database):
    """A database whose clock the test can set forward and put right, on both engines."""

    fast = 0.0

    async def now(self, session: Any) -> float:
        """Return the database's own time and what it is fast by."""
        return await super().now(session) + self.fast


@pytest.fixture
def fast(database: Database) -> Fast:
    database.__class__ = Fast
    assert isinstance(database, Fast)
    database.fast = HOUR
    return database


async def put(database: Database, key: str, chat_id: int = 1, later: float = 0.0) -> None:
    async with database.begin() as session:
        await outbox.put(session, key, chat_id, {"html": key}, await database.now(session) + later)


async def take(database: Database, later: float = 0.0, owner: str = "a") -> list[str]:
    async with database.begin() as session:
        claims = await outbox.claim(session, owner, await database.now(session) + later, PACE)
        return [each.delivery.key for each in claims]


async def step_back(database: Fast) -> float:
    """Let the bot note its fast clock, then put the clock right."""
    await clock_steps.mend(database)
    database.fast = 0.0
    return await clock_steps.mend(database)


async def test_a_new_message_goes_out_at_once(fast: Fast) -> None:
    await put(fast, "sent by the fast clock", chat_id=1)
    assert await take(fast) == ["sent by the fast clock"]
    async with fast.begin() as session:
        await outbox.sent(session, 1, "a", await fast.now(session), 5)
    assert await step_back(fast) == pytest.approx(HOUR, abs=5)
    await put(fast, "the same reader", chat_id=1)
    await put(fast, "another reader", chat_id=2)
    assert set(await take(fast, later=8)) == {"the same reader", "another reader"}


async def test_what_was_due_or_tried_by_the_old_time_is_due_and_what_was_put_off_is_not(fast: Fast) -> None:
    await put(fast, "tried", chat_id=1)
    await take(fast)
    async with fast.begin() as session:
        await outbox.retry(session, 1, "a", await fast.now(session) + 60, maybe_sent=False)
    await put(fast, "due", chat_id=2)
    await put(fast, "put off", chat_id=3, later=1800)
    await step_back(fast)
    assert await take(fast, later=12) == ["due"]
    assert await take(fast, later=70) == ["tried"]
    assert "put off" not in await take(fast, later=1700)
    assert "put off" in await take(fast, later=HOUR + 1900)


async def test_a_lease_ends_as_long_from_now_as_it_was_to_last(fast: Fast) -> None:
    await put(fast, "in hand")
    await take(fast)
    async with fast.begin() as session:
        await inbox.put(session, 7, 1, "{}", await fast.now(session))
        await inbox.claim(session, "a", await fast.now(session))
    await step_back(fast)
    async with fast.begin() as session:
        at = await fast.now(session)
        assert await inbox.claim(session, "b", at + 20) == []
        assert [row.update_id for row in await inbox.claim(session, "b", at + 45)] == [7]
    assert await take(fast, later=40, owner="b") == []
    assert await take(fast, later=80, owner="b") == ["in hand"]


async def test_what_telegram_asked_us_to_wait_is_still_waited(fast: Fast) -> None:
    async with fast.begin() as session:
        await outbox.hold(session, await fast.now(session) + 300)
    await step_back(fast)
    await put(fast, "a")
    assert await take(fast, later=200) == []
    assert await take(fast, later=320) == ["a"]


async def test_what_begins_after_the_step_and_before_it_is_seen_is_left_alone(fast: Fast) -> None:
    await clock_steps.mend(fast)
    fast.fast = 0.0
    async with fast.begin() as session:
        await inbox.put(session, 7, 1, "{}", await fast.now(session))
        await inbox.claim(session, "a", await fast.now(session))
    await clock_steps.mend(fast)
    async with fast.begin() as session:
        assert await inbox.claim(session, "b", await fast.now(session)) == []


async def test_nothing_has_happened_in_the_future(fast: Fast) -> None:
    async with fast.begin() as session:
        await inbox.put(session, 7, 1, "{}", await fast.now(session))
    await step_back(fast)
    async with fast.begin() as session:
        row = await session.get_one(InboxUpdate, 7)
        assert row.received_at <= await fast.now(session)


async def test_the_clock_of_a_session_goes_on(fast: Fast) -> None:
    async with fast.begin() as session:
        at = await fast.now(session)
        session.add(Practice(chat_id=1, token="t", local_date="", began_at=at - 20, next_at=at + 5))
    await step_back(fast)
    async with fast.begin() as session:
        at = await fast.now(session)
        practice = await session.get_one(Practice, 1)
        assert practice.next_at == pytest.approx(at + 5, abs=8)
        assert practice.next_at - practice.began_at == pytest.approx(25)


async def test_reminders_that_were_set_by_a_far_date_are_decided_anew(fast: Fast) -> None:
    fast.fast = 40 * 24 * HOUR
    async with fast.begin() as session:
        at = await fast.now(session)
        day = datetime.fromtimestamp(at, UTC).date()
        for chat, decided, ahead in ((1, day, 1), (2, day - timedelta(days=40), -39)):
            row = Subscription(chat_id=chat, programme="p", state="active", decided_date=decided.isoformat())
            row.next_due_at = at + ahead * 24 * HOUR
            session.add(row)
    await step_back(fast)
    async with fast.begin() as session:
        at = await fast.now(session)
        far, near = await session.get_one(Subscription, 1), await session.get_one(Subscription, 2)
        assert far.next_due_at <= at
        assert far.decided_date is None
        assert near.next_due_at == pytest.approx(at + 24 * HOUR, abs=30)
        assert near.decided_date is not None


async def test_a_database_of_before_notes_were_taken_is_mended_at_the_first_start(fast: Fast) -> None:
    await put(fast, "sent by the fast clock")
    await take(fast)
    async with fast.begin() as session:
        await outbox.sent(session, 1, "a", await fast.now(session), 5)
    fast.fast = 0.0
    assert await clock_steps.mend(fast) == pytest.approx(HOUR, abs=5)
    await put(fast, "next")
    assert await take(fast, later=8) == ["next"]


async def test_a_clock_that_goes_on_or_jumps_forward_moves_nothing(database: Database) -> None:
    await put(database, "put off", later=60)
    async with database.begin() as session:
        await session.execute(update(Delivery).values(body=json.dumps({})))
    for _ in range(3):
        assert await clock_steps.mend(database) == 0.0
    assert await take(database) == []
