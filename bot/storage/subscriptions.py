"""Who is to be reminded of what and when, and how far they are."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.conversation import ENDS_AFTER
from bot.storage.tables import Practice, Reader, Session, StoredConversation, Subscription

_OPEN_CHECK = '"open_check": ['
"""What `readers.remember` writes where a question is open; within words the quotation marks are escaped."""


async def of(session: AsyncSession, chat_id: int) -> Subscription | None:
    """Return a chat's subscription, locked for this transaction, if it has one."""
    return await session.get(Subscription, chat_id, with_for_update=True)


async def new(session: AsyncSession, chat_id: int, programme: str) -> Subscription:
    """Make a chat's first subscription."""
    made = Subscription(
        chat_id=chat_id, programme=programme, run=1, state="setup", asking="", days="", done=0
    )
    session.add(made)
    await session.flush()
    return made


async def claim_due(session: AsyncSession, at: float, limit: int) -> Sequence[Any]:
    """Take subscriptions that are due, the longest overdue first; no other ticker gets them meanwhile.

    Rows of columns rather than objects: a hundred thousand may be due in one minute.
    """
    due = (
        select(*Subscription.__table__.columns)
        .where(*_is_due(at))
        .order_by(Subscription.next_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(due)).all()


async def is_due(session: AsyncSession, at: float) -> bool:
    """Tell whether a reminder is to be decided or a clock to be shown."""
    reminder = select(Subscription.chat_id).where(*_is_due(at)).limit(1)
    clock = select(Practice.chat_id).where(Practice.next_at <= at).limit(1)
    return (await session.scalar(reminder)) is not None or (await session.scalar(clock)) is not None


def _is_due(at: float) -> tuple[ColumnElement[bool], ...]:
    """Say what a subscription must be for its reminder to be decided: due, screened, no question open.

    What is due while a safety question waits for its answer is decided when it has one.
    """
    asked = exists().where(
        StoredConversation.chat_id == Subscription.chat_id,
        StoredConversation.member_id == 0,
        StoredConversation.last_said_at >= at - ENDS_AFTER.total_seconds(),
        StoredConversation.body.contains(_OPEN_CHECK, autoescape=True),
    )
    return (
        ~asked,
        Subscription.next_due_at <= at,
        Subscription.state.in_(("active", "paused")),
        Subscription.passed_at.is_not(None),
    )


async def decide(session: AsyncSession, changes: Sequence[dict[str, Any]]) -> None:
    """Write what a tick has decided, one mapping a subscription: its `chat_id` and the same names."""
    if changes:
        table = Subscription.__table__
        names = [name for name in changes[0] if name != "chat_id"]
        statement = (
            update(table)  # type: ignore[arg-type]
            .where(table.c.chat_id == bindparam("chat"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        rows = [
            {"chat": each["chat_id"], **{f"new_{name}": each[name] for name in names}} for each in changes
        ]
        await (await session.connection()).execute(statement, rows)


async def blocked_among(session: AsyncSession, chats: Collection[int]) -> frozenset[int]:
    """Return those of some chats that have blocked the bot."""
    gone = select(Reader.chat_id).where(Reader.chat_id.in_(chats), Reader.blocked_at.is_not(None))
    return frozenset(await session.scalars(gone))


async def session_on(session: AsyncSession, chat_id: int, run: int, local_date: str) -> Session:
    """Return a reader's session of a local date; a new one, not yet done, if there is none."""
    found = await session.get(Session, (chat_id, run, local_date))
    if found is None:
        found = Session(chat_id=chat_id, run=run, local_date=local_date, is_done=False)
        session.add(found)
        await session.flush()
    return found


async def sessions(session: AsyncSession, chat_id: int, run: int) -> Sequence[Session]:
    """Return the sessions that a reader has done in a run of a programme, the oldest first."""
    done = (
        select(Session)
        .where(Session.chat_id == chat_id, Session.run == run, Session.is_done.is_(True))
        .order_by(Session.local_date)
    )
    return (await session.scalars(done)).all()


async def practice(session: AsyncSession, chat_id: int) -> Practice | None:
    """Return the guided session that a chat is in the middle of, locked, if there is one."""
    return await session.get(Practice, chat_id, with_for_update=True)


async def begin_practice(session: AsyncSession, chat_id: int, token: str, local_date: str) -> Practice:
    """Begin a guided session; an earlier one of the chat is over with that."""
    await end_practice(session, chat_id)
    begun = Practice(chat_id=chat_id, token=token, local_date=local_date, side=0, seconds=60)
    session.add(begun)
    return begun


async def end_practice(session: AsyncSession, chat_id: int) -> None:
    """End the guided session of a chat."""
    await session.execute(delete(Practice).where(Practice.chat_id == chat_id))
    await session.flush()


async def due_clocks(session: AsyncSession, at: float, limit: int) -> Sequence[int]:
    """Return the chats whose clock is to be shown anew, in the order in which all are to lock them.

    Nothing is locked yet: whoever does takes the subscription first, then the practice.
    """
    due = select(Practice.chat_id).where(Practice.next_at <= at).order_by(Practice.next_at).limit(limit)
    return sorted(await session.scalars(due))


async def show_clock_at(session: AsyncSession, chat_id: int, at: float) -> None:
    """Set when a clock that runs is to be shown next."""
    runs = (Practice.chat_id == chat_id, Practice.next_at.is_not(None))
    await session.execute(update(Practice).where(*runs).values(next_at=at))


async def forget_practices(session: AsyncSession, before: float) -> None:
    """Delete guided sessions that nobody came back to."""
    await session.execute(delete(Practice).where(Practice.began_at < before))
