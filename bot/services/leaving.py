"""Leaving: a reader blocks the bot, or is gone, and may come back."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import outbox, readers


async def leave(session: AsyncSession, chat_id: int, at: float) -> None:
    """Note that nothing reaches a chat any more, and forget what waits for it.

    Args:
        session: the transaction.
        chat_id: which.
        at: this moment, in seconds since 1970.
    """
    await readers.blocked(session, chat_id, at)
    await outbox.drop_chat(session, chat_id)


async def forget(session: AsyncSession, chat_id: int, member_id: int) -> None:
    """Delete all that is kept about a reader, and what waits for them.

    Args:
        session: the transaction.
        chat_id: their chat.
        member_id: who of a group, whose reminders and messages are not one member's to delete; 0 in a
            private chat.
    """
    await readers.forget(session, chat_id, member_id)
    if member_id == 0:
        await outbox.drop_chat(session, chat_id)


async def come_back(session: AsyncSession, chat_id: int, at: float) -> None:
    """Note that a chat can be written to, for the first time (`at`, in seconds since 1970) or again."""
    await readers.met(session, chat_id, at)
