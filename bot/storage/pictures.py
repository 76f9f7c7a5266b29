"""Pictures that Telegram has already: each is uploaded once."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import SentPicture


async def file_id(session: AsyncSession, digest: str) -> str | None:
    """Return Telegram's id of the picture whose bytes have this SHA-256 digest, if it has it."""
    row = await session.get(SentPicture, digest)
    return row.file_id if row else None


async def remember(session: AsyncSession, digest: str, file_id: str) -> None:
    """Keep Telegram's id of a picture; a later id replaces an earlier one."""
    await session.merge(SentPicture(digest=digest, file_id=file_id))


async def forget(session: AsyncSession, digest: str) -> None:
    """Forget the id of a picture that Telegram has no more."""
    row = await session.get(SentPicture, digest)
    if row is not None:
        await session.delete(row)
