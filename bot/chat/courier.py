"""The courier: takes messages from the outbox to Telegram; only it knows floods, blocks and retries."""

import asyncio
import json
import logging
import math
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.album import Album
from bot.chat.gate import Gate
from bot.chat.signal import Signal
from bot.chat.trouble import place
from bot.chat.wire import plain, seconds, send_words, where
from bot.services import leaving
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Claim, Pace
from bot.storage.tables import Delivery

_LOG = logging.getLogger(__name__)

LANES = 2
"""How often `Courier.work` is to run at the same time."""

_LOOK_AGAIN_SECONDS = 1.0
_PAUSE_SECONDS = 60.0
"""The longest pause before a message is tried again that surely did not reach Telegram."""
_UNCLEAR_PAUSE_SECONDS = 600.0
"""The longest pause after a try that Telegram may have taken: each one more may be a copy more."""
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_GONE = (
    "chat not found",
    "user is deactivated",
    "not enough rights to send text messages",
    "bot was kicked",
    "bot can't initiate",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took the message."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram asks to wait this many seconds: with all messages, or with those to a group."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The group is a supergroup now, under another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """The reader blocked the bot, or is gone."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message, or we can never send it."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The message may or may not have arrived, or Telegram is out of order."""

    maybe_sent: bool


Outcome = Sent | Wait | Moved | Blocked | Refused | Unclear


class Courier:
    """Sends what waits in the outbox.

    Args:
        bot: Telegram's side.
        album: sends pictures.
        database: where the outbox is.
        owner: the name of this process.
        pace: how fast messages may go out.
    """

    def __init__(self, bot: Bot, album: Album, database: Database, owner: str, pace: Pace) -> None:
        self._bot = bot
        self._album = album
        self._database = database
        self._owner = owner
        self._pace = pace
        self._gate = Gate(pace.per_second)

    async def work(self, answered: Signal) -> None:
        """Send messages as soon as they are there, until the signal is closed.

        This is one of `LANES`: while the messages of one are on their way, another takes the next ones.
        """
        while not answered.is_closed:
            if not await self.send_waiting():
                await answered.wait(min(_LOOK_AGAIN_SECONDS, self._pace.chat_gap or _LOOK_AGAIN_SECONDS))

    async def send_waiting(self) -> int:
        """Send the oldest due message of each chat; return how many there were.

        A failure of ours is raised once all of them have ended.
        """
        async with self._database.begin() as session:
            at = await self._database.now(session)
            claims = await outbox.claim(session, self._owner, at, self._pace)
        sending = (self._send(claim, claim.send_at - at) for claim in claims)
        for failure in await asyncio.gather(*sending, return_exceptions=True):
            if failure is not None:
                raise failure
        return len(claims)

    async def _send(self, claim: Claim, wait: float) -> None:
        if wait > 0:
            await asyncio.sleep(wait)
        body = json.loads(claim.delivery.body or "{}")
        if claim.send_at >= body.get("until", math.inf):
            await self._drop(claim)
            return
        try:
            outcome = await self._deliver(claim, body)
        except (TelegramError, SQLAlchemyError) as error:
            _LOG.error("sending failed: %s", place(error))
            outcome = Unclear(maybe_sent=True)
        except Exception as error:  # noqa: BLE001  (one message that cannot be sent must not stop the rest)
            # A picture that is gone, a chart that cannot be drawn: the next try would fail in the same way.
            _LOG.error("a message cannot be sent: %s", place(error))
            outcome = Refused()
        await self._book(claim, outcome)

    async def _drop(self, claim: Claim) -> None:
        """Leave a message unsent: the day that it was about is over, because all was down for a while."""
        async with self._database.begin() as session:
            await outbox.drop(session, claim.delivery.id, self._owner)

    async def _deliver(self, claim: Claim, body: dict[str, Any]) -> Outcome:
        delivery = claim.delivery
        try:
            return await self._call(delivery.chat_id, body, silent=delivery.maybe_sent > 0)
        except RetryAfter as error:
            return Wait(seconds(error))
        except ChatMigrated as error:
            return Moved(error.new_chat_id)
        except Forbidden:
            return Blocked()
        except InvalidToken:
            # Telegram does not know us, so it took nothing; `poll` tells the operator.
            return Unclear(maybe_sent=False)
        except BadRequest as error:
            return _refusal(error)
        except NetworkError as error:
            return Unclear(maybe_sent=not isinstance(error.__cause__, _NEVER_SENT))

    async def _call(self, chat_id: int, body: dict[str, Any], *, silent: bool) -> Outcome:
        """Send a message; without its markup or as a new one, where that is what Telegram objects to."""
        try:
            return await self._request(chat_id, body, silent=silent)
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                return Sent(None)
            if "not enough rights to send photos" in reason:
                # A group that forbids pictures gets the words that come after this one.
                return Sent(None)
            if "can't parse entities" in reason and "html" in body:
                _LOG.error("Telegram could not read our HTML; sent as plain text")
                return await self._request(chat_id, plain(body), silent=silent)
            if "thread not found" in reason and "thread" in body:
                return await self._request(chat_id, {**body, "thread": None}, silent=silent)
            if body.get("edit") and ("to edit" in reason or "can't be edited" in reason):
                if body.get("only_edit"):
                    return Sent(None)
                return await self._request(chat_id, {**body, "edit": None}, silent=silent)
            raise

    async def _request(self, chat_id: int, body: dict[str, Any], *, silent: bool) -> Outcome:
        async with self._gate.passage():
            if "chart" in body:
                return Sent(await self._album.send_chart(chat_id, body["chart"], silent=silent))
            if "picture" in body:
                return Sent(await self._album.send(chat_id, body["picture"], where(body), silent=silent))
            return Sent(await send_words(self._bot, chat_id, body, silent=silent))

    async def _book(self, claim: Claim, outcome: Outcome) -> None:
        delivery = claim.delivery
        async with self._database.begin() as session:
            at = await self._database.now(session)
            match outcome:
                case Sent(message_id):
                    await outbox.sent(session, delivery.id, self._owner, at, message_id)
                case Wait(pause):
                    # A group has a limit of its own. Where all are meant, a private chat meets it as well.
                    if delivery.chat_id > 0:
                        await outbox.hold(session, at + pause)
                    await outbox.retry(session, delivery.id, self._owner, at + pause, maybe_sent=False)
                case Moved(chat_id):
                    await outbox.retry(session, delivery.id, self._owner, at, maybe_sent=False)
                    await outbox.move_chat(session, delivery.chat_id, chat_id)
                case Blocked():
                    await leaving.leave(session, delivery.chat_id, at)
                case Refused():
                    await outbox.lay_aside(session, delivery.id, self._owner)
                case Unclear(maybe_sent):
                    await self._try_again(session, delivery, at, maybe_sent=maybe_sent)

    async def _try_again(
        self, session: AsyncSession, delivery: Delivery, at: float, *, maybe_sent: bool
    ) -> None:
        tries, at_most = delivery.attempts, _PAUSE_SECONDS
        if maybe_sent:
            tries, at_most = delivery.maybe_sent + 1, _UNCLEAR_PAUSE_SECONDS
            if tries >= outbox.MOST_UNCLEAR:
                await outbox.lay_aside(session, delivery.id, self._owner)
                return
        again = at + _pause(tries, at_most)
        await outbox.retry(session, delivery.id, self._owner, again, maybe_sent=maybe_sent)


def _pause(tries: int, at_most: float) -> float:
    """Return how many seconds to wait after so many tries: one, two, four and so on."""
    return min(at_most, 2.0 ** min(tries - 1, 16))


def _refusal(error: BadRequest) -> Outcome:
    reason = error.message.lower()
    if any(sign in reason for sign in _GONE):
        return Blocked()
    _LOG.error("Telegram refuses a message: %s", error.message.split(":")[0][:60])
    return Refused()
