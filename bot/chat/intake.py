"""Intake: what Telegram has for us goes into the inbox before Telegram is asked for more."""

import asyncio
import logging
from collections.abc import Callable

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.storage import inbox
from bot.storage.database import Database

_LOG = logging.getLogger(__name__)

POLL_SECONDS = 30
_PAUSE_SECONDS = 2.0
_WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]


async def poll(bot: Bot, database: Database, arrived: Callable[[], None]) -> None:
    """Fetch updates for ever; each is committed before the next request confirms it to Telegram.

    Args:
        bot: Telegram's side.
        database: ours.
        arrived: called when there is something new in the inbox.

    Raises:
        InvalidToken: Telegram does not know the bot's token.
    """
    offset: int | None = None
    while True:
        try:
            updates = await bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=_WANTED)
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
            continue
        except TelegramError as error:
            _LOG.warning("polling failed, trying again: %s", _what(error))
            await asyncio.sleep(_PAUSE_SECONDS)
            continue
        for update in updates:
            await keep(database, update)
            offset = update.update_id + 1
        if updates:
            arrived()


async def keep(database: Database, update: Update) -> bool:
    """Commit an update to the inbox; return False if it was there already."""
    chat = update.effective_chat
    async with database.begin() as session:
        at = await database.now(session)
        return await inbox.put(session, update.update_id, chat.id if chat else 0, update.to_json(), at)


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks us to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _what(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another process polls with the same token; stop one of them"
    return type(error).__name__
