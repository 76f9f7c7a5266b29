"""What is kept about a reader: the conversation of the moment, the pace, whether they blocked the bot."""

import json
from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.conversation import ENDS_AFTER, Conversation, OpenCheck, has_ended
from bot.core.knowledge import EntryId
from bot.core.triage import RedFlagId
from bot.storage.tables import Practice, Reader, Session, StoredConversation, Subscription


async def conversation(session: AsyncSession, chat_id: int, at: float, member_id: int = 0) -> Conversation:
    """Return what a reader is in the middle of; a new conversation after a long silence.

    Args:
        session: the transaction.
        chat_id: the chat.
        at: this moment, in seconds since 1970.
        member_id: who of a group; 0 in a private chat.
    """
    row = await session.get(StoredConversation, (chat_id, member_id))
    if row is None or not row.body or has_ended(_moment(row.last_said_at), _moment(at)):
        return Conversation()
    return _read(row.body)


async def remember(
    session: AsyncSession, chat_id: int, said: Conversation, at: float, member_id: int = 0
) -> None:
    """Keep what a reader is in the middle of; the arguments are those of `conversation`."""
    row = await session.get(StoredConversation, (chat_id, member_id))
    if row is None:
        row = StoredConversation(chat_id=chat_id, member_id=member_id, minute=0, asked_in_minute=0)
        session.add(row)
    row.body, row.last_said_at = _write(said), at


async def count_question(session: AsyncSession, chat_id: int, at: float, member_id: int = 0) -> int:
    """Count a question and return how many this reader has asked here in the minute of `at`."""
    row = await session.get(StoredConversation, (chat_id, member_id))
    if row is None:
        row = StoredConversation(
            chat_id=chat_id, member_id=member_id, body="", last_said_at=at, minute=0, asked_in_minute=0
        )
        session.add(row)
    minute = int(at // 60)
    row.asked_in_minute = row.asked_in_minute + 1 if row.minute == minute else 1
    row.minute = minute
    return row.asked_in_minute


async def met(session: AsyncSession, chat_id: int, at: float) -> None:
    """Note that a chat speaks to the bot, and so has not blocked it."""
    row = await session.get(Reader, chat_id)
    if row is None:
        session.add(Reader(chat_id=chat_id, first_seen_at=at))
    elif row.blocked_at is not None:
        row.blocked_at = None


async def blocked(session: AsyncSession, chat_id: int, at: float) -> None:
    """Note that a reader has blocked the bot."""
    await session.execute(update(Reader).where(Reader.chat_id == chat_id).values(blocked_at=at))


async def forget(session: AsyncSession, chat_id: int, member_id: int = 0) -> None:
    """Delete what is kept about a reader: of a group, what one member said; of a private chat, all."""
    said = (StoredConversation.chat_id == chat_id, StoredConversation.member_id == member_id)
    await session.execute(delete(StoredConversation).where(*said))
    if member_id == 0:
        for table in (Practice, Session, Subscription, Reader):
            await session.execute(delete(table).where(table.chat_id == chat_id))


async def forget_ended(session: AsyncSession, at: float) -> None:
    """Delete conversations that have ended; what a reader asked about is nobody's business then."""
    ended = at - ENDS_AFTER.total_seconds()
    await session.execute(delete(StoredConversation).where(StoredConversation.last_said_at < ended))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _write(said: Conversation) -> str:
    check = said.open_check
    return json.dumps(
        {
            "last_entry": said.last_entry,
            "open_check": [check.red_flag, check.utterance] if check else None,
            "answered_no": sorted(said.answered_no),
            "see_first": said.see_first,
            "warned": said.warned,
        }
    )


def _read(body: str) -> Conversation:
    stored = json.loads(body)
    check = stored["open_check"]
    return Conversation(
        last_entry=EntryId(stored["last_entry"]) if stored["last_entry"] else None,
        open_check=OpenCheck(RedFlagId(check[0]), check[1]) if check else None,
        answered_no=frozenset(map(RedFlagId, stored["answered_no"])),
        see_first=tuple(map(RedFlagId, stored.get("see_first", ()))),
        warned=stored["warned"],
    )
