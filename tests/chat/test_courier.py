"""The courier: floods, faults, blocks and markup that Telegram cannot read. Nothing is lost."""

import asyncio

from bot.app import App
from bot.chat.wire import keyboard, plain
from bot.simulator import Fault, Reader, Simulator
from bot.storage import outbox
from tests.conftest import asks


async def test_a_flood_limit_is_waited_out(reader: Reader, telegram: Simulator) -> None:
    await asks(reader, "hello")
    telegram.faults.plan(Fault("flood", method="sendMessage", retry_after=1))
    reader.new_messages()
    await reader.says("thanks")
    assert "welcome" in (await reader.hears())[0].text


async def test_a_server_fault_is_tried_again(reader: Reader, telegram: Simulator) -> None:
    telegram.faults.plan(Fault("error", method="sendMessage"))
    assert "Hello" in (await asks(reader, "hello")).text


async def test_a_lost_answer_sends_one_silent_copy_and_counts_it(
    reader: Reader, telegram: Simulator, app: App
) -> None:
    telegram.faults.plan(Fault("drop_after", method="sendMessage"))
    await reader.says("hello")
    first, second = await reader.hears(2)
    assert first.text == second.text
    assert not first.silent
    assert second.silent
    while not await app.is_idle():
        await reader.hears(0)
    async with app.database.begin() as session:
        assert await outbox.maybe_sent_twice(session) == 1


async def test_a_message_that_was_never_taken_arrives_once(reader: Reader, telegram: Simulator) -> None:
    telegram.faults.plan(Fault("drop_before", method="sendMessage"))
    await reader.says("hello")
    await reader.hears()
    await asks(reader, "thanks")
    assert sum("Hello" in message.text for message in reader.messages if message.from_bot) == 1


async def test_a_group_that_became_a_supergroup_still_gets_its_answer(telegram: Simulator, app: App) -> None:
    group = telegram.group("Bad backs", "Ann")
    ann = group.member("Ann")
    await asks(ann, "/ask hello")
    moved = telegram.migrate(group).member("Ann")
    await moved.says("/ask thanks")
    assert "welcome" in (await moved.hears())[-1].text


def test_buttons_stand_one_a_row() -> None:
    made = keyboard([["A", "v1:topics:"], ["B", "v1:none:"]])
    assert made is not None
    assert [[button.text for button in row] for row in made.inline_keyboard] == [["A"], ["B"]]


def test_a_message_can_lose_its_markup_and_keep_its_words() -> None:
    assert plain({"html": "<b>1 &lt; 2</b>", "buttons": []})["html"] == "1 < 2"


async def test_a_flood_limit_of_a_group_holds_nobody_else(telegram: Simulator, app: App) -> None:
    group = telegram.group("Bad backs", "Ben")
    ann = telegram.reader("Ann")
    telegram.faults.plan(Fault("flood", method="sendMessage", chat_id=group.id, retry_after=60))
    await group.member("Ben").says("/ask can I use a tennis ball")
    async with asyncio.timeout(10):
        while not any(call.status == 429 for call in telegram.calls):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        assert (await asks(ann, "my groin is numb")).text.startswith("⚠️")
