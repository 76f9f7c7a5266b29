"""Holding: all encouragement stops at once, for safety, until the reader passes the screen again."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.standing import schedule
from bot.storage import outbox, subscriptions
from bot.storage.tables import Subscription

_WAITING = ("reminder", "later", "timer", "chart", "session")
"""What the keys of all that waits for a reader on account of a programme begin with."""


async def hold(session: AsyncSession, row: Subscription, at: float) -> None:
    """Hold a programme and let nothing more of it come: the one way by which `held` is reached."""
    if row.state != "setup":
        row.state = "held"
    row.passed_at, row.asking = None, ""
    schedule(row, at)
    await fall_silent(session, row.chat_id)


async def fall_silent(session: AsyncSession, chat_id: int) -> None:
    """Take back what waits for a reader, and end the session that they are in the middle of."""
    await withdraw(session, chat_id)
    await subscriptions.end_practice(session, chat_id)


async def rest(session: AsyncSession, chat_id: int, at: float) -> None:
    """Keep back what waits for a reader, until a safety question is answered; a chart can be had anew."""
    await outbox.withdraw(session, chat_id, f"chart:{chat_id}:", f"timer:{chat_id}:")
    await outbox.lay_by(session, chat_id, at, *_keys(chat_id))


async def go_on(session: AsyncSession, chat_id: int, at: float) -> None:
    """Let what `rest` kept back come at its own time."""
    await outbox.take_up(session, chat_id, at, *_keys(chat_id))


async def withdraw(session: AsyncSession, chat_id: int) -> None:
    """Take back all that waits for a reader on account of a programme."""
    await outbox.withdraw(session, chat_id, *_keys(chat_id))


def _keys(chat_id: int) -> tuple[str, ...]:
    return tuple(f"{name}:{chat_id}:" for name in _WAITING)
