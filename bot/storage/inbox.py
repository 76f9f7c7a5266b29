"""What arrived and is not answered yet: no update is lost, none is handled twice."""

from collections.abc import Sequence

from sqlalchemy import CursorResult, Double, Integer, Select, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.storage.tables import DEAD, DONE, WAITING, InboxUpdate

LEASE_SECONDS = 30.0
"""How long a process may work on an update before another one takes it over."""

MOST_ATTEMPTS = 3
"""After so many failures an update is laid aside, and the chat goes on."""


MOST_STARTS = 6
"""An update that was begun so often, and came first each time, is likely what ends the process."""


async def put(session: AsyncSession, update_id: int, chat_id: int, body: str, at: float) -> bool:
    """Keep an update; return False if it is there already."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {
        "update_id": update_id,
        "chat_id": chat_id,
        "body": body,
        "received_at": at,
        "state": WAITING,
        "lease_until": 0.0,
        "attempts": 0,
    }
    statement = insert(InboxUpdate).values(row).on_conflict_do_nothing().returning(InboxUpdate.update_id)
    return (await session.scalar(statement)) is not None


def _free() -> Select[InboxUpdate]:
    older = aliased(InboxUpdate)
    first = select(func.min(older.update_id)).where(older.state == WAITING).group_by(older.chat_id)
    at = bindparam("at", type_=Double)
    return (
        select(InboxUpdate)
        .where(InboxUpdate.state == WAITING, InboxUpdate.lease_until <= at, InboxUpdate.update_id.in_(first))
        .order_by(InboxUpdate.update_id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


_FREE = _free()
"""Asks for the oldest waiting update of each chat. It is asked every second, and put together once."""


async def claim(session: AsyncSession, owner: str, at: float, limit: int = 16) -> Sequence[InboxUpdate]:
    """Take the oldest waiting update of each chat, for `LEASE_SECONDS`."""
    claimed = (await session.scalars(_FREE, {"at": at, "most": limit})).all()
    for row in claimed:
        row.owner, row.lease_until, row.attempts = owner, at + LEASE_SECONDS, row.attempts + 1
    return claimed


async def take_over(session: AsyncSession) -> None:
    """End all leases at once: where only one process runs, whoever held them is gone."""
    await session.execute(update(InboxUpdate).where(InboxUpdate.state == WAITING).values(lease_until=0.0))


async def finish(session: AsyncSession, update_id: int, owner: str) -> bool:
    """Mark an update as answered and forget its words; return False if another process owns it now."""
    return await _settle(session, update_id, owner, state=DONE, body=None)


async def give_back(session: AsyncSession, update_id: int, owner: str, attempts: int, at: float) -> bool:
    """Return an update after a failure: to be tried again a little later, or dead after `MOST_ATTEMPTS`.

    Returns:
        True if it is dead now.
    """
    dead = attempts >= MOST_ATTEMPTS
    state, again_at = (DEAD, at) if dead else (WAITING, at + attempts)
    return await _settle(session, update_id, owner, state=state, lease_until=again_at) and dead


async def waiting(session: AsyncSession) -> int:
    """Return how many updates wait to be answered."""
    return await _count(session, WAITING)


async def overdue(session: AsyncSession, since: float) -> int:
    """Return how many updates arrived before a moment and are not answered."""
    late = (InboxUpdate.state == WAITING, InboxUpdate.received_at <= since)
    counted = await session.scalar(select(func.count()).select_from(InboxUpdate).where(*late))
    return int(counted or 0)


async def dead(session: AsyncSession) -> int:
    """Return how many updates were laid aside."""
    return await _count(session, DEAD)


async def forget_done(session: AsyncSession, before: float) -> None:
    """Delete the ids of updates answered long ago; Telegram repeats none after a day."""
    await _forget(session, DONE, before)


async def forget_dead(session: AsyncSession, before: float) -> None:
    """Delete updates that arrived before this moment (seconds since 1970) and were laid aside."""
    await _forget(session, DEAD, before)


async def _forget(session: AsyncSession, state: str, before: float) -> None:
    old = select(InboxUpdate.update_id).where(InboxUpdate.state == state, InboxUpdate.received_at < before)
    await session.execute(InboxUpdate.__table__.delete().where(InboxUpdate.update_id.in_(old)))  # type: ignore[attr-defined]


async def _count(session: AsyncSession, state: str) -> int:
    counted = await session.scalar(
        select(func.count()).select_from(InboxUpdate).where(InboxUpdate.state == state)
    )
    return int(counted or 0)


async def _settle(session: AsyncSession, update_id: int, owner: str, **values: object) -> bool:
    mine = (InboxUpdate.update_id == update_id, InboxUpdate.owner == owner, InboxUpdate.state == WAITING)
    result = await session.execute(update(InboxUpdate).where(*mine).values(values))
    return isinstance(result, CursorResult) and result.rowcount == 1
