"""The first call to Telegram: whoever starts before the network does waits for it."""

import asyncio
import logging

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.chat.context import Door
from bot.chat.wire import seconds

_LOG = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS = 30.0


async def reach(door: Door) -> None:
    """Ask Telegram who we are, again and again until it answers.

    Raises:
        InvalidToken: Telegram does not know the token; trying again would not help.
    """
    tries = 0
    while True:
        try:
            return await door.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            tries += 1
            pause = _pause(error, tries)
            _LOG.warning("Telegram cannot be reached yet (%s); again in %.0f seconds", _what(error), pause)
            await asyncio.sleep(pause)


def _pause(error: TelegramError, tries: int) -> float:
    if isinstance(error, RetryAfter):
        return seconds(error)
    return min(_LONGEST_PAUSE_SECONDS, 2.0 ** min(tries, 16))


def _what(error: TelegramError) -> str:
    """Return the kinds of an error and of what is behind it."""
    behind = error.__cause__
    return ", ".join(type(each).__name__ for each in (error, behind) if each is not None)
