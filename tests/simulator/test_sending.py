"""Messages that Telegram takes, and those that it refuses."""

from types import SimpleNamespace

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.simulator import Reader, Simulator


def one_button(**action: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Go", **action)]])


async def test_the_bot_is_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert me.username
    assert bot.id == me.id


async def test_a_text_is_shown_as_it_was_written(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "  <b>Breathe</b> out\n", parse_mode=ParseMode.HTML)
    assert sent.text == "Breathe out"
    assert sent.entities[0].type == MessageEntity.BOLD
    assert ann.last.html == "<b>Breathe</b> out"
    assert ann.last.text == "Breathe out"
    assert ann.last.id == sent.message_id


async def test_plain_text_may_hold_anything(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "a < b & c")
    assert ann.last.text == "a < b & c"


async def test_entities_may_be_given_instead_of_markup(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "hello you", entities=[MessageEntity(MessageEntity.BOLD, 6, 3)])
    assert ann.last.html == "hello <b>you</b>"


@pytest.mark.parametrize("text", ["", " \n ", "<b> </b>"])
async def test_an_empty_text_is_refused(bot: Bot, ann: Reader, text: str) -> None:
    with pytest.raises(BadRequest, match=r"^Message text is empty$"):
        await bot.send_message(ann.id, text, parse_mode=ParseMode.HTML)


async def test_the_limit_counts_what_is_left_of_the_markup(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, f"<b>{'&amp;' * 4096}</b>", parse_mode=ParseMode.HTML)
    assert len(ann.last.text) == 4096
    with pytest.raises(BadRequest, match=r"^Message is too long$"):
        await bot.send_message(ann.id, "x" * 4097)
    with pytest.raises(BadRequest, match=r"^Message is too long$"):
        await bot.send_message(ann.id, "🎾" * 2049)


async def test_markup_that_does_not_parse_is_refused(bot: Bot, ann: Reader) -> None:
    with pytest.raises(
        BadRequest, match=r"^Can't parse entities: unsupported start tag \"br\" at byte offset 1$"
    ):
        await bot.send_message(ann.id, "a<br>", parse_mode=ParseMode.HTML)
    assert not [seen for seen in ann.messages if seen.from_bot]


async def test_a_parse_mode_that_is_not_played_is_refused_aloud(bot: Bot, ann: Reader) -> None:
    with pytest.raises(BadRequest, match="does not play parse_mode"):
        await bot.send_message(ann.id, "*a*", parse_mode=ParseMode.MARKDOWN_V2)
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(ann.id, "a", parse_mode="HTLM")


async def test_a_parameter_that_is_not_played_is_refused_aloud(bot: Bot, ann: Reader) -> None:
    with pytest.raises(BadRequest, match="does not play the parameter message_effect_id"):
        await bot.send_message(ann.id, "a", message_effect_id="5")


async def test_entities_beyond_a_hundred_are_ignored(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "<b>a</b> " * 120, parse_mode=ParseMode.HTML)
    assert len(sent.entities) == 100


async def test_callback_data_is_measured_in_bytes(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "a", reply_markup=one_button(callback_data="é" * 32))
    with pytest.raises(BadRequest, match=r"^Button_data_invalid$"):
        await bot.send_message(ann.id, "a", reply_markup=one_button(callback_data="é" * 33))
    with pytest.raises(BadRequest, match=r"^Button_data_invalid$"):
        await bot.send_message(ann.id, "a", reply_markup=one_button(callback_data=""))


async def test_a_button_does_exactly_one_thing(bot: Bot, ann: Reader) -> None:
    with pytest.raises(BadRequest, match="text buttons are unallowed in the inline keyboard"):
        await bot.send_message(ann.id, "a", reply_markup=one_button())


@pytest.mark.parametrize("address", ["ftp://example.org", "example", "https://", "javascript:alert(1)"])
async def test_a_button_leads_to_the_web_or_into_telegram(bot: Bot, ann: Reader, address: str) -> None:
    with pytest.raises(BadRequest, match="is invalid: wrong http url"):
        await bot.send_message(ann.id, "a", reply_markup=one_button(url=address))
    await bot.send_message(ann.id, "a", reply_markup=one_button(url="https://example.org"))
    await bot.send_message(ann.id, "a", reply_markup=one_button(url="tg://user?id=1"))


async def test_a_keyboard_has_its_bounds(bot: Bot, ann: Reader) -> None:
    button = InlineKeyboardButton("x", callback_data="x")
    await bot.send_message(ann.id, "a", reply_markup=InlineKeyboardMarkup([[button]] * 100))
    for rows in ([[button]] * 101, [[button] * 9]):
        with pytest.raises(BadRequest, match=r"^Reply markup is too long$"):
            await bot.send_message(ann.id, "a", reply_markup=InlineKeyboardMarkup(rows))


async def test_a_reply_keyboard_is_on_the_screen_and_not_in_the_message(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "a", reply_markup=ReplyKeyboardMarkup([["Where", "How"]]))
    assert sent.reply_markup is None
    assert ann.last.buttons == ("Where", "How")


@pytest.mark.parametrize("chat_id", [424242, -424242, "@nobody"])
async def test_an_unknown_chat_is_not_found(bot: Bot, chat_id: int | str) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(chat_id, "a")


async def test_nobody_is_written_to_who_never_started_the_bot(simulator: Simulator, bot: Bot) -> None:
    ben = simulator.reader("Ben")
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(ben.id, "a")
    simulator.group("Physios", "Ben")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ben.id, "a")


async def test_who_blocked_the_bot_is_not_reached(bot: Bot, ann: Reader) -> None:
    await ann.blocks()
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(ann.id, "a")
    await ann.unblocks()
    await bot.send_message(ann.id, "a")
    kinds = [update.my_chat_member.new_chat_member.status for update in await bot.get_updates()]
    assert kinds == ["kicked", "member"]


async def test_who_left_telegram_is_not_reached(bot: Bot, ann: Reader) -> None:
    await ann.deletes_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ann.id, "a")


async def test_a_reply_names_the_message_that_it_answers(bot: Bot, ann: Reader) -> None:
    await ann.says("where is it?")
    question = ann.messages[-1]
    sent = await bot.send_message(ann.id, "here", reply_to_message_id=question.id)
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "where is it?"
    assert ann.last.reply_to == question.id
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(ann.id, "here", reply_to_message_id=999)
    await bot.send_message(ann.id, "here", reply_to_message_id=999, allow_sending_without_reply=True)


async def test_a_silent_message_is_seen_to_be_silent(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "a", disable_notification=True, protect_content=True)
    assert ann.last.silent


async def test_another_token_is_unauthorized(simulator: Simulator) -> None:
    stranger = Bot("110201543:wrong", simulator.base_url)
    with pytest.raises(InvalidToken, match="was rejected by the server"):
        await stranger.initialize()
    await stranger.shutdown()


async def test_typing_is_seen(bot: Bot, ann: Reader) -> None:
    await bot.send_chat_action(ann.id, "typing")
    assert ann.actions == ["typing"]
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(ann.id, "thinking")


async def test_a_reaction_is_seen(bot: Bot, ann: Reader) -> None:
    await ann.says("thank you")
    await bot.set_message_reaction(ann.id, ann.messages[-1].id, "👍")
    assert ann.messages[-1].reactions == ("👍",)
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(ann.id, ann.messages[-1].id, "🎾")


async def test_a_tap_is_answered_once_and_in_time(bot: Bot, ann: Reader, clock: SimpleNamespace) -> None:
    await bot.send_message(ann.id, "a", reply_markup=one_button(callback_data="go"))
    tap = await ann.taps("Go")
    assert tap
    (update,) = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.data == "go"
    await bot.answer_callback_query(update.callback_query.id, "Noted", show_alert=True)
    assert (tap.answered, tap.text, tap.is_alert) == (True, "Noted", True)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(update.callback_query.id, "x" * 201)
    clock.seconds += 61
    late = "^Query is too old and response timeout expired or query id is invalid$"
    for query_id in (update.callback_query.id, "nonsense"):
        with pytest.raises(BadRequest, match=late):
            await bot.answer_callback_query(query_id)
