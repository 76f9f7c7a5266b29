"""The Telegram door: commands, links, buttons, edits, groups, and whatever else people send."""

import pytest

from bot.app import App, Mind, running
from bot.settings import Settings
from bot.simulator import Reader, Simulator
from tests.chat.test_programme import World, texts
from tests.conftest import asks, spinners_end, taps


async def test_start_greets_and_offers_where_to_begin(reader: Reader) -> None:
    seen = await asks(reader, "/start")
    assert "not a doctor" in seen.text
    assert "How to do the release" in seen.buttons


async def test_a_link_under_the_article_leads_to_its_entry(reader: Reader) -> None:
    await reader.starts("scoliosis")
    first, second = await reader.hears(2)
    assert "You came for" in first.text
    assert second.text.startswith("Scoliosis")


@pytest.mark.parametrize("payload", ["rubbish", "v1__x", "a" * 64, "<b>{{7*7}}</b>", "../../etc/passwd"])
async def test_a_link_of_rubbish_greets_all_the_same(reader: Reader, payload: str) -> None:
    await reader.says(f"/start {payload}")
    seen = (await reader.hears())[0]
    assert "Hello" in seen.text
    assert "49" not in seen.text


async def test_everything_can_be_reached_by_buttons_alone(reader: Reader) -> None:
    seen = await asks(reader, "/topics")
    assert "Doing the release" in seen.buttons
    seen = await taps(reader, "Doing the release")
    assert seen.edited
    assert "Which ball" in " ".join(seen.buttons)
    seen = await taps(reader, "Back to all topics")
    assert "Getting stronger" in seen.buttons


async def test_all_topics_leave_the_answer_that_they_stand_under(reader: Reader) -> None:
    answer = await asks(reader, "how do I release my QL with a ball")
    seen = await taps(reader, "All topics")
    assert seen.text.startswith("All topics")
    assert not seen.edited
    assert answer in reader.messages
    assert (await taps(reader, "Doing the release")).edited


async def test_help_privacy_and_stop_answer(reader: Reader) -> None:
    assert "not a doctor" in (await asks(reader, "/help")).text
    assert "six hours" in (await asks(reader, "/privacy")).text
    assert "remind" in (await asks(reader, "/stop")).text.lower()


async def test_commands_and_descriptions_are_set_at_start(reader: Reader, telegram: Simulator) -> None:
    await asks(reader, "/start")
    methods = {call.method for call in telegram.calls}
    assert {"setMyCommands", "setMyDescription", "setMyShortDescription"} <= methods


async def test_an_edited_message_is_answered_anew(reader: Reader) -> None:
    await asks(reader, "is it safe with scoliosis")
    reader.new_messages()
    await reader.edits("my groin has gone numb")
    assert "⚠️" in (await reader.hears())[0].text


async def test_photos_voice_and_stickers_get_a_kind_reply(reader: Reader) -> None:
    for send, words in (
        (reader.sends_photo, "pictures"),
        (reader.sends_voice, "not listen"),
        (reader.sends_sticker, "only read words"),
        (reader.sends_location, "time zone of reminders"),
    ):
        reader.new_messages()
        await send()
        seen = (await reader.hears())[0]
        assert words in seen.text
        assert "emergency number" in seen.text


async def test_the_words_under_a_photo_are_answered(reader: Reader) -> None:
    await reader.sends_photo("is this ok with scoliosis")
    assert (await reader.hears())[0].text.startswith("Scoliosis")


async def test_an_old_button_still_works_and_an_unknown_one_shows_the_topics(
    reader: Reader, telegram: Simulator, app: App
) -> None:
    seen = await asks(reader, "how do I release my QL with a ball")
    label = seen.buttons[0]
    for _ in range(3):
        await asks(reader, "hello")
    assert await taps(reader, label)
    await spinners_end(telegram, reader)


async def test_a_group_gets_an_answer_only_when_it_speaks_to_the_bot(telegram: Simulator, app: App) -> None:
    telegram.cloud.privacy_mode = False
    group = telegram.group("Bad backs", "Ann", "Ben")
    ann, ben = group.member("Ann"), group.member("Ben")
    await ann.says("how do I release my QL with a ball")
    await ben.mentions("hello")
    assert [message.text[:5] for message in await ben.hears()] == ["Hello"]
    ann.new_messages()
    await ann.replies("is it safe with scoliosis")
    assert (await ann.hears())[-1].text.startswith("Scoliosis")


async def test_in_a_group_a_command_brings_the_question(telegram: Simulator, app: App) -> None:
    ann = telegram.group("Bad backs", "Ann").member("Ann")
    await ann.says("/ask is it safe with scoliosis")
    assert (await ann.hears())[0].text.startswith("Scoliosis")


async def test_in_a_group_nobody_answers_for_another_member(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings, mind)
    group = telegram.group("Bad backs", "Ann", "Ben")
    ann, ben = group.member("Ann"), group.member("Ben")
    async with running(settings, mind, world.clock) as world.app:
        for _ in range(2):
            await world.says(ann, "/ask im numb")
            assert ann.last.buttons == ("Yes, or not sure", "No")
            await world.taps(ben, "No")
        await world.says(ben, "/ask hello")
        await world.says(ann, "/ask yes")
        assert "⚠️" in ann.last.text


async def test_in_a_group_nobody_is_too_fast_for_another_member(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings.model_copy(update={"questions_per_minute": 1}), mind)
    group = telegram.group("Bad backs", "Ann", "Ben")
    async with running(world.settings, mind, world.clock) as world.app:
        for name in ("Ann", "Ben"):
            await world.says(group.member(name), "/ask hello")
            assert "Hello" in group.member(name).last.text


async def test_a_reader_who_blocks_the_bot_stops_nobody_else(telegram: Simulator, app: App) -> None:
    ann, ben = telegram.reader("Ann"), telegram.reader("Ben")
    await asks(ann, "hello")
    await ann.blocks()
    assert "Hello" in (await asks(ben, "hello")).text
    await ann.unblocks()
    assert "Hello" in (await asks(ann, "hello")).text


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 2048,
        "a" * 4096,
        "\u202egnol woh\u202c",
        "\u200f\u200e",
        "x\x00y",
        "...",
        "?",
        "<b>{{7*7}}</b>",
        "{% for x in y %}",
        "&lt;script&gt;",
        "'; DROP TABLE inbox; --",
    ],
)
async def test_no_input_breaks_the_conversation(reader: Reader, text: str) -> None:
    seen = await asks(reader, text)
    assert seen.text
    assert "49" not in seen.text
    assert (await asks(reader, "is it safe with scoliosis")).text.startswith("Scoliosis")


async def test_a_flood_gets_a_polite_limit_and_red_flags_are_still_heard(reader: Reader, app: App) -> None:
    for _ in range(50):
        await reader.says("hello")
    await reader.says("my groin has gone numb")
    seen = []
    while not all(any(words in message.text for message in seen) for words in ("⚠️", "can't keep up")):
        # The advice does not wait behind the answers before it.
        seen += await reader.hears()
    # A new minute may begin among the messages, and with it a new allowance.
    assert sum("can't keep up" in message.text for message in seen) in (1, 2)
    assert sum("Hello." in message.text for message in seen) <= 40


async def test_a_safety_question_is_asked_however_fast_the_reader_is(
    telegram: Simulator, settings: Settings, mind: Mind
) -> None:
    world = World(settings.model_copy(update={"questions_per_minute": 1}), mind)
    telegram.cloud.now = world.clock
    ann = telegram.reader("Ann")
    async with running(world.settings, mind, world.clock) as world.app:
        await world.says(ann, "hello")
        assert "can't keep up" in texts(await world.says(ann, "hello"))
        seen = await world.says(ann, "im numb")
        assert seen[-1].buttons == ("Yes, or not sure", "No")
        assert "⚠️" in texts(await world.says(ann, "yes"))


async def test_a_live_location_is_answered_once(reader: Reader) -> None:
    await reader.sends_location()
    await reader.hears()
    await reader.edits("")
    assert "Hello" in (await asks(reader, "hello")).text
    assert sum("time zone of reminders" in message.text for message in reader.messages) == 1
