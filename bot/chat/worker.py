"""The worker: takes updates from the inbox, lets a handler answer each within one transaction."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot.chat.context import Door, Handling, handling, parts_of
from bot.chat.signal import Signal
from bot.chat.trouble import place
from bot.services.occasion import Occasion
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.tables import InboxUpdate

_LOG = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 1.0
_SPINNERS = 16
"""How many taps may be acknowledged at the same time: the courier needs connections as well."""


class _StaleError(Exception):
    """Another process took the update over; what was done here must not count."""


class _DeadlyError(Exception):
    """The process has ended each time that the update was handled."""


class _HandlerError(Exception):
    """A handler could not answer what was meant for the bot; its cause says why."""


class Worker:
    """Answers what waits in the inbox.

    Args:
        door: PTB's application with our handlers.
        database: where inbox and outbox are.
        owner: the name of this process.
        answered: called when there may be something new in the outbox.
    """

    def __init__(self, door: Door, database: Database, owner: str, answered: Callable[[], None]) -> None:
        self._door = door
        self._database = database
        self._owner = owner
        self._answered = answered
        self._spinners = asyncio.Semaphore(_SPINNERS)
        self._stopping: set[asyncio.Task[None]] = set()

    async def work(self, arrived: Signal) -> None:
        """Answer updates as soon as they arrive, until the signal is closed and all taps are acknowledged."""
        while not arrived.is_closed:
            if not await self.answer_waiting():
                await arrived.wait(_LOOK_AGAIN_SECONDS)
        await asyncio.gather(*self._stopping)

    async def answer_waiting(self) -> int:
        """Answer the oldest waiting update of each chat; return how many there were."""
        async with self._database.begin() as session:
            claimed = await inbox.claim(session, self._owner, await self._database.now(session))
        for number, row in enumerate(claimed):
            # Those behind the first may have been begun as often, and never reached.
            if number == 0 and row.attempts > inbox.MOST_STARTS:
                await self._give_back(row, _DeadlyError())
            else:
                await self._answer(row)
        if claimed:
            self._answered()
        return len(claimed)

    async def _answer(self, row: InboxUpdate) -> None:
        try:
            update = Update.de_json(json.loads(row.body or "{}"), self._door.bot)
            if update.callback_query is not None:
                self._acknowledge(update.callback_query)
            await self._handle(row, update)
        except _StaleError:
            _LOG.warning("update %s was taken over by another process", row.update_id)
        except Exception as error:  # noqa: BLE001  (the one place where a poison update must not stop the rest)
            await self._give_back(row, error)

    def _acknowledge(self, query: CallbackQuery) -> None:
        """Stop the spinner on a button soon; nobody's question waits for it."""
        stopping = asyncio.create_task(self._stop_spinner(query))
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)

    async def _stop_spinner(self, query: CallbackQuery) -> None:
        # Nothing depends on it, so it is not worth a retry.
        async with self._spinners:
            with contextlib.suppress(TelegramError):
                await query.answer()

    async def _handle(self, row: InboxUpdate, update: Update) -> None:
        async with self._database.begin() as session:
            at = await self._database.now(session)
            query = update.callback_query
            tapped = query.message.message_id if query and query.message else None
            who = _member(row, update)
            written = _written_at(update)
            key = str(row.update_id)
            by = _place(row, update)
            occasion = Occasion(session, row.chat_id, key, at, tapped, who, place=by, written_at=written)
            here = Handling(occasion)
            token = handling.set(here)
            try:
                await self._door.process_update(update)
            finally:
                handling.reset(token)
            if here.failure is not None:
                raise _HandlerError from here.failure
            if not await inbox.finish(session, row.update_id, self._owner):
                raise _StaleError

    async def _give_back(self, row: InboxUpdate, error: Exception) -> None:
        # The error's own text may hold a reader's words: the log gets its type and place only.
        why = place(error.__cause__ or error)
        _LOG.error("update %s failed (attempt %s): %s", row.update_id, row.attempts, why)
        async with self._database.begin() as session:
            at = await self._database.now(session)
            dead = await inbox.give_back(session, row.update_id, self._owner, row.attempts, at)
            # Of what is said in a group most is not meant for the bot.
            if dead and (row.chat_id > 0 or (row.chat_id and isinstance(error, _HandlerError))):
                await parts_of(self._door).asking.apologise(
                    Occasion(session, row.chat_id, str(row.update_id), at)
                )


def _place(row: InboxUpdate, update: Update) -> dict[str, int]:
    """Return what an answer in a group stands by: the topic, and the message that is answered."""
    message = update.effective_message
    if row.chat_id > 0 or not isinstance(message, Message):
        return {}
    thread = message.message_thread_id if message.is_topic_message else None
    asked = None if update.callback_query else message.message_id
    return {name: number for name, number in (("thread", thread), ("reply_to", asked)) if number}


def _written_at(update: Update) -> float | None:
    """Return when a message was written, or last edited, by Telegram's clock; None if it is none."""
    message = update.message or update.edited_message
    if message is None:
        return None
    return (message.edit_date or message.date).timestamp()


def _member(row: InboxUpdate, update: Update) -> int:
    """Return who of a group sent an update, or the chat in whose name they did; 0 in a private chat."""
    sender = update.effective_sender
    return sender.id if row.chat_id < 0 and sender is not None else 0
