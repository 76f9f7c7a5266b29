"""When the clock steps back, what was kept by its old time is moved: nobody waits for that time again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.storage import inbox, outbox
from bot.storage.database import Database
from bot.storage.tables import (
    WAITING,
    Delivery,
    InboxUpdate,
    Practice,
    Question,
    Rate,
    Reader,
    StoredConversation,
    Subscription,
)

_CLOCK = "clock"
"""The row of `rate` that holds the latest moment that a running bot has noted."""

_NOTE_SECONDS = 5.0
"""How old that moment may grow."""

_TOLERATED_SECONDS = 5.0
"""A smaller step is waited out."""

_SLACK_SECONDS = _NOTE_SECONDS + _TOLERATED_SECONDS
_CLOCK_SHOWN_SECONDS = 6.0
"""The clock of a guided session is never to be shown later than so many seconds from now."""

_HALF_DAY = 43_200.0
_LONGEST_PLAN = 16 * 86_400.0
"""No reminder that is not paused is further away than this."""

_PAST: tuple[InstrumentedAttribute[Any], ...] = (
    InboxUpdate.received_at,
    Delivery.sent_at,
    StoredConversation.last_said_at,
    Reader.first_seen_at,
    Question.asked_at,
    Subscription.asking_at,
    Subscription.passed_at,
)
"""Moments at which something has happened; none of them can lie ahead."""


async def mend(database: Database) -> float:
    """Move what is kept if the clock has stepped back since the last call, by whichever process.

    It is to be called every second. The step's length is told by the latest moment that was noted, to
    `_NOTE_SECONDS`. What waits for an instant that was counted from the old time then waits as long from now
    on; what a reader was told by the clock (a reminder put off until nine) stays at its time.

    Returns:
        How many seconds the clock has stepped back; 0 where it has not.
    """
    async with database.begin() as session:
        noted = await _noted(session)
        # Read after the row: a process that stood still in between would take others' notes for a step.
        at = await database.now(session)
        back = noted.next_at - at
        if back > _TOLERATED_SECONDS:
            await _move(session, at, back)
        if back > _TOLERATED_SECONDS or back <= -_NOTE_SECONDS:
            noted.next_at = at
    return back if back > _TOLERATED_SECONDS else 0.0


async def behind(session: AsyncSession, at: float) -> float:
    """Return by how many seconds a moment lies before the latest one noted; 0 if it does not."""
    noted = await session.get(Rate, _CLOCK)
    return max(0.0, noted.next_at - at) if noted else 0.0


async def _noted(session: AsyncSession) -> Rate:
    row = await session.get(Rate, _CLOCK, with_for_update=True)
    return row or await outbox.rate_row(session, await _newest(session), _CLOCK)


async def _newest(session: AsyncSession) -> float:
    """Return the latest moment at which something has happened, where no moment was ever noted."""
    newest = [
        await session.scalar(select(func.max(each))) for each in (InboxUpdate.received_at, Delivery.sent_at)
    ]
    return max(each or 0.0 for each in newest)


async def _move(session: AsyncSession, at: float, back: float) -> None:
    for past in _PAST:
        await session.execute(update(past.class_).where(past > at).values({past.key: at}))
    await _move_waiting(session, at, back)
    await session.execute(
        update(Practice)
        .where(Practice.next_at > at + _CLOCK_SHOWN_SECONDS)
        .values(next_at=Practice.next_at - back, began_at=Practice.began_at - back)
    )
    if back > _HALF_DAY:
        await _look_again(session, at)


async def _move_waiting(session: AsyncSession, at: float, back: float) -> None:
    """Move the leases and the pauses of what waits, and the moment of the next message of all."""
    for table, longest in ((InboxUpdate, inbox.LEASE_SECONDS), (Delivery, outbox.LONGEST_LEASE_SECONDS)):
        # A shorter one may be of this very second, after the step.
        far = table.lease_until > at + longest
        await session.execute(
            update(table).where(table.state == WAITING, far).values(lease_until=table.lease_until - back)
        )
    was_due = Delivery.due_at <= at + back + _SLACK_SECONDS
    await session.execute(
        update(Delivery)
        .where(Delivery.state == WAITING, Delivery.due_at > at, or_(was_due, Delivery.attempts > 0))
        .values(due_at=_earlier(Delivery.due_at, back, at))
    )
    await session.execute(
        update(Rate)
        .where(Rate.name != _CLOCK, Rate.next_at > at)
        .values(next_at=_earlier(Rate.next_at, back, at))
    )


async def _look_again(session: AsyncSession, at: float) -> None:
    """Let the next tick decide anew whose reminders were set by a date that is not there yet.

    A day that was reminded of is not reminded of again: the outbox keeps its key for three days.
    """
    tomorrow = (datetime.fromtimestamp(at, UTC) + timedelta(days=1)).date().isoformat()
    decided, done = Subscription.decided_date > tomorrow, Subscription.done_date > tomorrow
    far = and_(Subscription.state == "active", Subscription.next_due_at > at + _LONGEST_PLAN)
    await session.execute(
        update(Subscription)
        .where(Subscription.next_due_at > at, or_(decided, done, far))
        .values(
            next_due_at=at,
            decided_date=case((decided, None), else_=Subscription.decided_date),
            done_date=case((done, None), else_=Subscription.done_date),
        )
    )


def _earlier(moment: InstrumentedAttribute[float], back: float, at: float) -> ColumnElement[float]:
    """Return a moment less so many seconds, but not before `at`."""
    return case((moment - back > at, moment - back), else_=at).cast(Float)
