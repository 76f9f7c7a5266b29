"""How questions were answered: for numbers, and for clinicians to see what the knowledge base lacks."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.knowledge import EntryId
from bot.storage.tables import Question


async def note(
    session: AsyncSession,
    at: float,
    outcome: str,
    entries: Sequence[EntryId],
    score: float,
    utterance: str | None,
) -> None:
    """Keep how an utterance was answered; its words only where nothing answered it, not who asked."""
    session.add(
        Question(
            asked_at=at, outcome=outcome, entries=",".join(entries)[:200], score=score, utterance=utterance
        )
    )


async def outcomes(session: AsyncSession) -> dict[str, int]:
    """Return how many questions had which outcome."""
    rows = await session.execute(select(Question.outcome, func.count()).group_by(Question.outcome))
    return {str(outcome): int(count) for outcome, count in rows}


async def unanswered(session: AsyncSession) -> Sequence[str]:
    """Return the wordings of unanswered questions, the newest first."""
    kept = (
        select(Question.utterance).where(Question.utterance.is_not(None)).order_by(Question.asked_at.desc())
    )
    return [utterance for utterance in await session.scalars(kept) if utterance]


async def forget_words(session: AsyncSession, before: float) -> None:
    """Delete the wordings of questions asked before a moment; the numbers stay."""
    await session.execute(update(Question).where(Question.asked_at < before).values(utterance=None))
