"""Intake: what Telegram has for us goes into the inbox before Telegram is asked for more."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, RetryAfter, TelegramError

from bot.chat.wire import seconds
from bot.storage import inbox
from bot.storage.database import Database

_LOG = logging.getLogger(__name__)

POLL_SECONDS = 30
_PAUSE_SECONDS = 2.0
_REFUSED_PAUSE_SECONDS = 30.0
"""How long to wait where Telegram does not know the token: it says the same where it is out of order."""
_LATE_SECONDS = 5.0
"""How much later than after `POLL_SECONDS` Telegram may answer."""
_WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]


async def poll(bot: Bot, database: Database, arrived: Callable[[], None]) -> None:
    """Fetch updates for ever; each is committed before the next request confirms it to Telegram.

    Args:
        bot: Telegram's side.
        database: ours.
        arrived: called when there is something new in the inbox.
    """
    offset: int | None = None
    while True:
        try:
            updates = await _fetch(bot, offset)
        except EndPointNotFound:
            # PTB's word here for a token that is not known (any more).
            _LOG.error(
                "Telegram refuses this TELEGRAM_BOT_TOKEN; if it goes on, copy it from @BotFather again"
            )
            await asyncio.sleep(_REFUSED_PAUSE_SECONDS)
            continue
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
            continue
        except TelegramError as error:
            _LOG.warning("polling failed, trying again: %s", _what(error))
            await asyncio.sleep(_PAUSE_SECONDS)
            continue
        for update in updates:
            await keep(database, update)
            offset = update["update_id"] + 1
        if updates:
            arrived()


async def _fetch(bot: Bot, offset: int | None) -> list[dict[str, Any]]:
    """Return the next updates as Telegram wrote them; the worker reads them, one at a time.

    PTB's own `get_updates` reads all of them at once: one that it cannot read would cost all, again and
    again, and it logs their words.
    """
    wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": _WANTED}
    # In small letters, as PTB warns of methods that it has itself; to Telegram all letters are alike.
    updates = await bot.do_api_request("getupdates", wanted, read_timeout=POLL_SECONDS + _LATE_SECONDS)
    return list(updates)


async def keep(database: Database, update: dict[str, Any]) -> bool:
    """Commit an update to the inbox; return False if it was there already."""
    async with database.begin() as session:
        at = await database.now(session)
        return await inbox.put(session, update["update_id"], _chat_id(update), json.dumps(update), at)


def _chat_id(update: dict[str, Any]) -> int:
    """Return the chat of an update, however odd the rest of it is; 0 if it has none."""
    for part in update.values():
        message = part.get("message") if isinstance(part, dict) else None
        for holder in (part, message):
            chat = holder.get("chat") if isinstance(holder, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0


def _what(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another process polls with the same token; stop one of them"
    return type(error).__name__
