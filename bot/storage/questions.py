"""How questions were answered: for numbers, and for clinicians to see what the knowledge base lacks."""

import json
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.knowledge import EntryId
from bot.storage.tables import Question, StoredConversation

_ASIDE = "chosen_from"
"""Under this name the words stand in a conversation, which is written anew, without them, at each turn."""


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


async def keep_aside(session: AsyncSession, chat_id: int, member_id: int, utterance: str) -> None:
    """Keep the words behind choices with the conversation: until its next turn, or as long as it lasts."""
    row = await session.get(StoredConversation, (chat_id, member_id))
    if row is not None and row.body:
        row.body = json.dumps({**json.loads(row.body), _ASIDE: utterance})


async def kept_aside(session: AsyncSession, chat_id: int, member_id: int) -> str | None:
    """Return the words behind the choices that a reader has before them; None if they are gone."""
    row = await session.get(StoredConversation, (chat_id, member_id))
    return json.loads(row.body).get(_ASIDE) if row is not None and row.body else None


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
