"""What comes from Telegram: an odd update or a slow tap stops nobody, and the log holds no reader's words."""

import asyncio
import logging

import pytest
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.app import App, Mind, open_database, running
from bot.chat import intake
from bot.settings import Settings
from bot.simulator import Reader, Simulator
from bot.storage import inbox
from tests.conftest import asks

PRIVATE = "words that are nobody's business"


async def test_an_update_that_cannot_be_read_stops_nobody(
    reader: Reader, telegram: Simulator, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    await asks(reader, "/start")
    caplog.set_level(logging.INFO)
    odd = {"message_id": 99, "chat": {"id": reader.id}, "text": PRIVATE}
    telegram.cloud.updates.add(reader.id, "message", odd)
    await reader.says("is it safe with scoliosis")
    sorry, answer = await reader.hears(2, seconds=60)
    assert "something went wrong" in sorry.text
    assert answer.text.startswith("Scoliosis")
    assert "failed (attempt 3)" in caplog.text
    assert PRIVATE not in caplog.text
    async with app.database.begin() as session:
        assert await inbox.dead(session) == 1


async def test_an_update_that_cannot_be_read_leaves_other_chats_alone(
    reader: Reader, telegram: Simulator, app: App
) -> None:
    telegram.cloud.updates.add(0, "message", {"message_id": [], "chat": "a string", "text": PRIVATE})
    assert "not a doctor" in (await asks(reader, "/start")).text


def test_answers_that_are_no_json_are_not_logged(app: App, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(TelegramError):
        HTTPXRequest.parse_json_payload(f'{{"text": "{PRIVATE}'.encode())
    assert caplog.text == ""


async def test_a_token_that_is_refused_for_a_while_is_said_clearly_and_tried_again(
    reader: Reader, telegram: Simulator, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_REFUSED_PAUSE_SECONDS", 0.1)
    await asks(reader, "/start")
    telegram.cloud.token, ours = "1:another", telegram.cloud.token
    await reader.says("is it safe with scoliosis")
    async with asyncio.timeout(30):
        while "TELEGRAM_BOT_TOKEN" not in caplog.text:  # noqa: ASYNC110  (a line of the log sets no event)
            await asyncio.sleep(0.01)
    telegram.cloud.token = ours
    await reader.says("hello")
    assert await reader.hears(2, seconds=30)
    assert "starting again" not in caplog.text


async def test_nobody_waits_for_the_spinners_of_others_and_all_of_them_end(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    tapping = [telegram.reader(f"Reader {number}") for number in range(12)]
    async with running(settings, mind):
        for each in tapping:
            await asks(each, "/topics")
        # Half a minute and more, one after the other; a moment, all at once.
        telegram.faults.delay(3.0, method="answerCallbackQuery")
        for each in tapping:
            each.new_messages()
            await each.taps("Doing the release")
        ann = telegram.reader("Ann")
        await ann.says("my groin is numb")
        assert "⚠️" in (await ann.hears(seconds=30))[0].text
    assert all(tap.answered for each in tapping for tap in each.taps_made)


async def test_an_update_that_ends_the_process_each_time_is_laid_aside(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    ann, ben = telegram.reader("Ann"), telegram.reader("Ben")
    database = open_database(settings)
    await database.migrate()
    for number, reader in enumerate((ann, ben)):
        await reader.says("/start")
        chat = {"id": reader.id, "type": "private", "first_name": "A"}
        sender = {"id": reader.id, "is_bot": False, "first_name": "A"}
        said = {"message_id": 1, "date": 1_700_000_000, "text": "is it safe with scoliosis"}
        await intake.keep(database, {"update_id": number, "message": {**said, "chat": chat, "from": sender}})
    async with database.begin() as session:
        for start in range(inbox.MOST_STARTS):
            taken = await inbox.claim(session, "killed", 1_900_000_000.0 + 60 * start)
            assert len(taken) == 2
        await inbox.take_over(session)
    await database.close()
    async with running(settings, mind):
        assert "something went wrong" in (await ann.hears(2))[0].text
        assert (await ben.hears(2))[0].text.startswith("Scoliosis")
