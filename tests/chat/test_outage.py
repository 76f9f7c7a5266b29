"""The courier on its own: Telegram is away, or refuses, for longer than anybody is patient."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import update
from telegram.ext import ApplicationBuilder

from bot.chat.album import Album
from bot.chat.courier import Courier
from bot.pictures import Pictures
from bot.settings import Settings
from bot.simulator import Fault, Reader, Simulator
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Pace
from bot.storage.tables import DEAD, DONE, Delivery

NOBODY = "http://127.0.0.1:9/bot"
"""The discard port: a connection to it is refused."""


class Outbox:
    """An outbox on a clock that the test sets, and couriers to anywhere."""

    def __init__(self, settings: Settings) -> None:
        self.at = 1_800_000_000.0
        self.settings = settings
        self.database = Database(settings.database_url, lambda: self.at)

    @asynccontextmanager
    async def courier(self, address: str) -> AsyncIterator[Courier]:
        """Give a courier that takes messages to a Telegram at an address."""
        token = self.settings.telegram_bot_token.get_secret_value()
        door = ApplicationBuilder().token(token).base_url(address).updater(None).job_queue(None).build()
        await door.bot.request.initialize()
        album = Album(door.bot, self.database, Pictures(self.settings.templates_dir))
        yield Courier(door.bot, album, self.database, "a", Pace(1000.0, 0.0))
        await door.bot.request.shutdown()

    async def put(self, chat_id: int, words: str, **body: str) -> None:
        """Keep a message to be sent: words, or what `body` has, under the words as its key."""
        async with self.database.begin() as session:
            await outbox.put(session, words, chat_id, body or {"html": words, "buttons": []}, self.at)

    async def row(self) -> Delivery:
        """Return the first message of the outbox."""
        async with self.database.begin() as session:
            return await session.get_one(Delivery, 1)

    async def tries(self, courier: Courier, hours: float) -> None:
        """Let a courier work for a while, each second that something is due."""
        end = self.at + hours * 3600
        while (row := await self.row()).state == "waiting" and row.due_at <= end:
            self.at = max(self.at, row.due_at)
            await courier.send_waiting()


@pytest.fixture
async def box(settings: Settings) -> AsyncIterator[Outbox]:
    made = Outbox(settings)
    await made.database.migrate()
    yield made
    await made.database.close()


@pytest.fixture
async def ann(telegram: Simulator) -> Reader:
    """A reader whom the bot may write to."""
    reader = telegram.reader("Ann")
    await reader.says("hello")
    return reader


@pytest.mark.parametrize("tried_before", [0, 5000])
async def test_a_message_outlives_an_hour_without_network(
    box: Outbox, telegram: Simulator, ann: Reader, tried_before: int
) -> None:
    await box.put(ann.id, "an answer")
    async with box.database.begin() as session:
        await session.execute(update(Delivery).values(attempts=tried_before))
    async with box.courier(NOBODY) as courier:
        await box.tries(courier, hours=1)
    waiting = await box.row()
    assert waiting.due_at - box.at <= 60
    async with box.courier(telegram.base_url) as courier:
        await box.tries(courier, hours=1)
    assert [(seen.text, seen.silent) for seen in await ann.hears()] == [("an answer", False)]
    assert (await box.row()).maybe_sent == 0


async def test_a_message_outlives_a_long_flood_limit(box: Outbox, telegram: Simulator, ann: Reader) -> None:
    telegram.faults.flood(retry_after=30, calls=50, method="sendMessage")
    await box.put(ann.id, "an answer")
    async with box.courier(telegram.base_url) as courier:
        await box.tries(courier, hours=1)
    assert [(seen.text, seen.silent) for seen in await ann.hears()] == [("an answer", False)]


async def test_hours_of_a_refused_token_lose_nothing(box: Outbox, telegram: Simulator, ann: Reader) -> None:
    telegram.cloud.token, ours = "1:another", telegram.cloud.token
    await box.put(ann.id, "an answer")
    async with box.courier(telegram.base_url) as courier:
        await box.tries(courier, hours=3)
        telegram.cloud.token = ours
        await box.tries(courier, hours=1)
    assert [(seen.text, seen.silent) for seen in await ann.hears()] == [("an answer", False)]


async def test_two_hours_of_errors_at_telegram_lose_nothing(
    box: Outbox, telegram: Simulator, ann: Reader
) -> None:
    fault = telegram.faults.fail(502, calls=None, method="sendMessage")
    await box.put(ann.id, "an answer")
    async with box.courier(telegram.base_url) as courier:
        await box.tries(courier, hours=2)
        telegram.faults.release(fault)
        await box.tries(courier, hours=1)
    assert [(seen.text, seen.silent) for seen in await ann.hears()] == [("an answer", True)]
    assert (await box.row()).state == DONE


async def test_a_message_that_telegram_never_answers_for_is_laid_aside_at_last(
    box: Outbox, telegram: Simulator, ann: Reader
) -> None:
    telegram.faults.plan(Fault("drop_before", "sendMessage", calls=None))
    await box.put(ann.id, "an answer")
    async with box.courier(telegram.base_url) as courier:
        await box.tries(courier, hours=4)
    assert (await box.row()).state == DEAD
    assert sum(call.method == "sendMessage" for call in telegram.calls) == outbox.MOST_UNCLEAR


async def test_a_group_that_forbids_photos_still_gets_the_words(
    box: Outbox, telegram: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    ben = telegram.group("Bad backs", "Ben").member("Ben")
    telegram.faults.plan(Fault("refuse", "sendPhoto", reason="not enough rights to send photos to the chat"))
    await box.put(ben.chat.id, "a picture", picture="release_on_floor")
    await box.put(ben.chat.id, "the words behind it")
    async with box.courier(telegram.base_url) as courier:
        while await courier.send_waiting():
            pass
    assert [seen.text for seen in await ben.hears()] == ["the words behind it"]
    assert (await box.row()).state == DONE
    assert caplog.text == ""


async def test_a_group_that_forbids_words_gets_none_of_those_that_wait(
    box: Outbox, telegram: Simulator
) -> None:
    ben = telegram.group("Bad backs", "Ben").member("Ben")
    reason = "not enough rights to send text messages to the chat"
    telegram.faults.plan(Fault("refuse", "sendMessage", reason=reason))
    await box.put(ben.chat.id, "an answer")
    await box.put(ben.chat.id, "another one")
    async with box.courier(telegram.base_url) as courier:
        assert [await courier.send_waiting() for _ in range(2)] == [1, 0]
    assert (await box.row()).state == DONE


async def test_a_failure_of_ours_ends_no_sending_before_the_others_have_ended(
    box: Outbox, telegram: Simulator, ann: Reader
) -> None:
    telegram.faults.delay(0.3, calls=1, method="sendMessage")
    await box.put(ann.id, "an answer")
    await box.put(-1, "a row that nobody can read")
    async with box.database.begin() as session:
        await session.execute(update(Delivery).where(Delivery.chat_id == -1).values(body="{"))
    async with box.courier(telegram.base_url) as courier:
        with pytest.raises(ValueError, match="property name"):
            await courier.send_waiting()
    assert (await box.row()).state == DONE


async def test_a_picture_that_is_gone_holds_up_nothing(
    box: Outbox, telegram: Simulator, ann: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    await box.put(ann.id, "a picture", picture="renamed_since")
    await box.put(ann.id, "the words behind it")
    async with box.courier(telegram.base_url) as courier:
        assert [await courier.send_waiting() for _ in range(3)] == [1, 1, 0]
    assert [(seen.text, seen.silent) for seen in await ann.hears()] == [("the words behind it", False)]
    gone = await box.row()
    assert (gone.state, gone.maybe_sent) == (DEAD, 0)
    assert "a message cannot be sent: UnknownPictureError at " in caplog.text
