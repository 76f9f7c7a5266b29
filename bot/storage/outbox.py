"""What is to be sent: in order within a chat, never faster than Telegram allows, never lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.storage.tables import DEAD, DONE, WAITING, Delivery, Rate

LEASE_SECONDS = 60.0
"""How long a process may take to send a message before another one sends it again."""

MOST_UNCLEAR = 24
"""After so many tries that Telegram may have taken (two and a half hours) a message is laid aside.

The chat goes on then. Tries that surely did not reach Telegram have no end.
"""

URGENT, ANSWER, REMINDER = -1, 0, 1
"""The ranks: an answer does not wait behind a hundred thousand reminders, urgent advice behind nothing."""

_GROUP_GAPS = 3
"""A group takes a third as many messages as a private chat: 20 a minute."""

_RATE = "telegram"
_HORIZON_SECONDS = 2.0
_LAID_BY_SECONDS = 3 * 86_400.0
"""So much later is due what is laid by: longer than any reminder is of use, or is put off."""

LONGEST_LEASE_SECONDS = LEASE_SECONDS + _HORIZON_SECONDS + 1.0
"""No lease lies further ahead of now: it begins when its message may go out."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast messages may go out.

    Attributes:
        per_second: over all chats.
        chat_gap: seconds between two messages to one private chat; to a group three times as many.
    """

    per_second: float
    chat_gap: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A message taken for sending, and the moment at which it may go out."""

    delivery: Delivery
    send_at: float


async def put(
    session: AsyncSession,
    key: str,
    chat_id: int,
    body: Mapping[str, Any],
    due_at: float,
    rank: int = ANSWER,
) -> bool:
    """Keep a message to be sent at `due_at` or later; return False if its key is there already."""
    kept = row(key, chat_id, json.dumps(body), due_at, rank)
    statement = _insert(session).values(kept).returning(Delivery.id)
    return (await session.scalar(statement)) is not None


def row(key: str, chat_id: int, body: str, due_at: float, rank: int = ANSWER) -> dict[str, Any]:
    """Return a message as a row for `put_all`."""
    return {
        "key": key,
        "chat_id": chat_id,
        "body": body,
        "due_at": due_at,
        "rank": rank,
        "state": WAITING,
        "lease_until": 0.0,
        "attempts": 0,
        "in_flight": False,
        "maybe_sent": 0,
    }


async def put_all(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep messages to be sent, those whose keys are new; many in one statement that is written once."""
    if rows:
        await session.execute(_insert(session), [*rows])


def _insert(session: AsyncSession, table: type[Delivery | Rate] = Delivery) -> Any:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(table.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]


async def withdraw(session: AsyncSession, chat_id: int, *prefixes: str) -> None:
    """Forget what waits for a chat under keys that begin so, unless it is on its way already."""
    begins = or_(*(Delivery.key.startswith(prefix, autoescape=True) for prefix in prefixes))
    # What may have been sent and waits to be tried again is in flight as well, but nobody holds it.
    at_rest = or_(Delivery.in_flight.is_(False), Delivery.lease_until == 0.0)
    waits = (Delivery.chat_id == chat_id, Delivery.state == WAITING, at_rest, begins)
    await session.execute(update(Delivery).where(*waits).values(state=DONE, body=None))


async def lay_by(session: AsyncSession, chat_id: int, at: float, *prefixes: str) -> None:
    """Keep back what waits untried under such keys until `take_up`; after three days nobody holds it."""
    await _put_off(session, chat_id, _LAID_BY_SECONDS, Delivery.due_at <= at + _LAID_BY_SECONDS / 2, prefixes)


async def take_up(session: AsyncSession, chat_id: int, at: float, *prefixes: str) -> None:
    """Let go on, at its own time, what was laid by."""
    await _put_off(session, chat_id, -_LAID_BY_SECONDS, Delivery.due_at > at + _LAID_BY_SECONDS / 2, prefixes)


async def _put_off(
    session: AsyncSession, chat_id: int, by: float, which: ColumnElement[bool], prefixes: Sequence[str]
) -> None:
    begins = or_(*(Delivery.key.startswith(prefix, autoescape=True) for prefix in prefixes))
    waits = (Delivery.chat_id == chat_id, Delivery.state == WAITING, Delivery.attempts == 0, begins, which)
    await session.execute(update(Delivery).where(*waits).values(due_at=Delivery.due_at + by))


async def claim(session: AsyncSession, owner: str, at: float, pace: Pace, limit: int = 16) -> list[Claim]:
    """Take the oldest waiting message of each chat, and reserve its place in the rate of all processes."""
    next_at = await rate_row(session, at)
    room = int((at + _HORIZON_SECONDS - next_at.next_at) * pace.per_second)
    claims = []
    for row in await _heads(session, at, pace.chat_gap, min(limit, room)):
        send_at = max(at, next_at.next_at)
        next_at.next_at = send_at + 1 / pace.per_second
        row.maybe_sent += row.in_flight
        row.in_flight = True
        row.owner, row.lease_until, row.attempts = owner, send_at + LEASE_SECONDS, row.attempts + 1
        claims.append(Claim(row, send_at))
    return claims


async def take_over(session: AsyncSession) -> None:
    """End all leases at once: where only one process runs, whoever held them is gone."""
    await session.execute(update(Delivery).where(Delivery.state == WAITING).values(lease_until=0.0))


async def sent(
    session: AsyncSession, delivery_id: int, owner: str, at: float, message_id: int | None
) -> None:
    """Note that Telegram took a message, and forget its words."""
    await _settle(
        session, delivery_id, owner, state=DONE, body=None, sent_at=at, message_id=message_id, in_flight=False
    )


async def retry(
    session: AsyncSession, delivery_id: int, owner: str, due_at: float, *, maybe_sent: bool
) -> None:
    """Return a message to be sent again at `due_at`.

    If it is `maybe_sent`, Telegram may have taken it all the same: the second copy goes silently.
    """
    await _settle(session, delivery_id, owner, due_at=due_at, lease_until=0.0, in_flight=maybe_sent)


async def lay_aside(session: AsyncSession, delivery_id: int, owner: str) -> None:
    """Give up on a message that Telegram refuses, or that cannot be sent; `doctor` counts it for a week."""
    await _settle(session, delivery_id, owner, state=DEAD, in_flight=False)


async def drop(session: AsyncSession, delivery_id: int, owner: str) -> None:
    """Forget a message that is of no use any more, unsent."""
    await _settle(session, delivery_id, owner, state=DONE, body=None, in_flight=False)


async def drop_chat(session: AsyncSession, chat_id: int) -> None:
    """Forget what waits for a chat that has blocked the bot."""
    await session.execute(
        update(Delivery)
        .where(Delivery.chat_id == chat_id, Delivery.state == WAITING)
        .values(state=DONE, body=None, in_flight=False)
    )


async def move_chat(session: AsyncSession, old: int, new: int) -> None:
    """Send what waits for a group to the supergroup that it became."""
    waiting_there = (Delivery.chat_id == old, Delivery.state == WAITING)
    await session.execute(update(Delivery).where(*waiting_there).values(chat_id=new, lease_until=0.0))


async def hold(session: AsyncSession, until: float) -> None:
    """Let no process send before `until`: Telegram asked all of them to wait."""
    row = await rate_row(session, until)
    row.next_at = max(row.next_at, until)


async def rate_row(session: AsyncSession, at: float, name: str = _RATE) -> Rate:
    """Return a row of `rate`, locked for this transaction; it is made with the moment `at` if need be."""
    row = await session.scalar(_RATE_ROW, {"name": name})
    if row is None:
        await session.execute(_insert(session, Rate), {"name": name, "next_at": at})
        row = (await session.scalars(_RATE_ROW, {"name": name})).one()
    return row


async def waiting(session: AsyncSession, due_by: float | None = None) -> int:
    """Return how many messages wait to be sent: all, or those due by a moment and those being retried."""
    counted = select(func.count()).select_from(Delivery).where(Delivery.state == WAITING)
    if due_by is not None:
        counted = counted.where(or_(Delivery.due_at <= due_by, Delivery.attempts > 0))
    return int(await session.scalar(counted) or 0)


async def overdue(session: AsyncSession, since: float) -> int:
    """Return how many messages have been due since a moment, or longer, and are not sent."""
    late = (Delivery.state == WAITING, Delivery.due_at <= since)
    counted = await session.scalar(select(func.count()).select_from(Delivery).where(*late))
    return int(counted or 0)


async def dead(session: AsyncSession) -> int:
    """Return how many messages were laid aside."""
    return await _count(session, DEAD)


async def maybe_sent_twice(session: AsyncSession) -> int:
    """Return how many messages may have reached a reader twice."""
    total = await session.scalar(select(func.sum(Delivery.maybe_sent)))
    return int(total or 0)


async def forget_sent(session: AsyncSession, before: float) -> None:
    """Delete the rows of messages sent long ago."""
    await _forget(session, DONE, before)


async def forget_dead(session: AsyncSession, before: float) -> None:
    """Delete messages that were laid aside and last due before this moment (seconds since 1970)."""
    await _forget(session, DEAD, before)


async def _forget(session: AsyncSession, state: str, before: float) -> None:
    old = (Delivery.state == state, Delivery.due_at < before)
    await session.execute(Delivery.__table__.delete().where(*old))  # type: ignore[attr-defined]


def _free() -> Select[Delivery]:
    at, chat_gap = bindparam("at", type_=Double), bindparam("chat_gap", type_=Double)
    older, before = aliased(Delivery), aliased(Delivery)
    # What is to be sent later holds nothing up; what is being tried again does, or others would overtake it.
    holds_up = or_(older.due_at <= at, older.attempts > 0)
    behind = exists().where(
        older.chat_id == Delivery.chat_id,
        older.state == WAITING,
        older.id < Delivery.id,
        older.rank == Delivery.rank,
        holds_up,
    )
    gap = case((Delivery.chat_id < 0, _GROUP_GAPS * chat_gap), else_=chat_gap)
    just_sent = exists().where(before.chat_id == Delivery.chat_id, before.sent_at > at - gap)
    return (
        select(Delivery)
        .where(Delivery.state == WAITING, Delivery.lease_until <= at, Delivery.due_at <= at)
        .where(~behind, ~just_sent)
        .order_by(Delivery.rank, Delivery.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


_FREE = _free()
"""Asks for the oldest waiting message of each chat. It is asked every second, and put together once."""
_RATE_ROW = select(Rate).where(Rate.name == bindparam("name")).with_for_update()


async def _heads(session: AsyncSession, at: float, chat_gap: float, limit: int) -> Sequence[Delivery]:
    if limit < 1:
        return []
    return (await session.scalars(_FREE, {"at": at, "chat_gap": chat_gap, "most": limit})).all()


async def _count(session: AsyncSession, state: str) -> int:
    counted = await session.scalar(select(func.count()).select_from(Delivery).where(Delivery.state == state))
    return int(counted or 0)


async def _settle(session: AsyncSession, delivery_id: int, owner: str, **values: object) -> None:
    # A process whose lease ran out books nothing: the second copy was counted when another one took it.
    mine = (Delivery.id == delivery_id, Delivery.owner == owner, Delivery.state == WAITING)
    await session.execute(update(Delivery).where(*mine).values(values))
