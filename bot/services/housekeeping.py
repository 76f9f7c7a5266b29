"""Housekeeping: what is no longer needed is deleted, once an hour."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import inbox, outbox, questions, readers, subscriptions

_DAY = 86_400.0
_KEEP_IDS = 3 * _DAY
_KEEP_DEAD = 7 * _DAY
"""How long what went wrong can be looked into; it holds words of readers, and of ours to them."""


async def tidy(session: AsyncSession, at: float, keep_questions_days: int) -> None:
    """Delete ended conversations, old ids, what was laid aside long ago, and the words of old questions.

    Args:
        session: the transaction.
        at: this moment, in seconds since 1970.
        keep_questions_days: how long an unanswered question's words are kept.
    """
    await readers.forget_ended(session, at)
    await inbox.forget_done(session, at - _KEEP_IDS)
    await outbox.forget_sent(session, at - _KEEP_IDS)
    await inbox.forget_dead(session, at - _KEEP_DEAD)
    await outbox.forget_dead(session, at - _KEEP_DEAD)
    await subscriptions.forget_practices(session, at - _DAY)
    await questions.forget_words(session, at - keep_questions_days * _DAY)
