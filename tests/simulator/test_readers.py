"""What readers and groups do and see."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup

from bot.simulator import NoSuchButtonError, NothingHeardError, Reader, Simulator
from bot.simulator.errors import BlockedByReaderError


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


async def test_a_start_is_a_command_with_its_payload(simulator: Simulator, bot: Bot) -> None:
    ann = simulator.reader("Ann", language_code="de")
    await ann.starts("from_article")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "/start from_article"
    assert update.message.entities == (MessageEntity(MessageEntity.BOT_COMMAND, 0, 6),)
    assert update.message.from_user
    assert (update.message.from_user.first_name, update.message.from_user.language_code) == ("Ann", "de")
    assert simulator.reader("Ann") is ann


@pytest.mark.parametrize("payload", ["", "x" * 65, "from article", "ä"])
async def test_a_start_link_carries_only_so_much(ann: Reader, payload: str) -> None:
    with pytest.raises(ValueError, match="follows no start link"):
        await ann.starts(payload)


async def test_a_long_text_goes_out_in_pieces(bot: Bot, ann: Reader) -> None:
    await ann.says("x" * 5000)
    assert [len(update.message.text) for update in await bot.get_updates()] == [4096, 904]


async def test_new_messages_are_those_since_the_last_look(bot: Bot, ann: Reader) -> None:
    first = await bot.send_message(ann.id, "one")
    await bot.send_message(ann.id, "two")
    assert [seen.text for seen in ann.new_messages()] == ["one", "two"]
    assert ann.new_messages() == []
    await bot.edit_message_text("one again", ann.id, first.message_id)
    assert [seen.text for seen in ann.new_messages()] == ["one again"]
    assert [seen.text for seen in ann.messages] == ["/start", "one again", "two"]


async def test_a_reader_waits_for_what_the_bot_says(bot: Bot, ann: Reader) -> None:
    hearing = asyncio.create_task(ann.hears(2))
    await bot.send_message(ann.id, "one")
    await bot.send_message(ann.id, "two")
    assert [seen.text for seen in await hearing] == ["one", "two"]
    await bot.send_message(ann.id, "three")
    with pytest.raises(NothingHeardError, match=r"for 2 new message\(s\) of the bot and saw \['three'\]"):
        await ann.hears(2, seconds=0)


async def test_what_the_bot_says_can_be_followed(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "one")
    incoming = ann.incoming()
    assert (await anext(incoming)).text == "one"
    following = asyncio.ensure_future(anext(incoming))
    await bot.send_message(ann.id, "two")
    assert (await following).text == "two"


async def test_a_tap_finds_the_newest_button_of_that_label(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "old", reply_markup=keyboard("Yes", "No"))
    newest = await bot.send_message(ann.id, "new", reply_markup=keyboard("Yes"))
    await ann.taps("Yes")
    await ann.taps("No")
    queries = [update.callback_query for update in await bot.get_updates()]
    assert [query.message.message_id for query in queries if query] == [
        newest.message_id,
        newest.message_id - 1,
    ]
    assert [tap.data for tap in ann.taps_made] == ["Yes", "No"]


async def test_a_tap_that_misses_says_what_is_there(bot: Bot, ann: Reader) -> None:
    with pytest.raises(NoSuchButtonError, match=r"no button 'Yes'; the buttons on the screen are: none"):
        await ann.taps("Yes")
    await bot.send_message(ann.id, "a", reply_markup=keyboard("Left", "Right"))
    with pytest.raises(NoSuchButtonError, match=r"the buttons on the screen are: 'Left', 'Right'"):
        await ann.taps("Yes")


async def test_a_tap_on_an_address_opens_it(bot: Bot, ann: Reader) -> None:
    button = InlineKeyboardButton("Article", url="https://example.org/ql")
    await bot.send_message(ann.id, "a", reply_markup=InlineKeyboardMarkup([[button]]))
    assert await ann.taps("Article") is None
    assert ann.opened == ["https://example.org/ql"]
    assert ann.last.links == {"Article": "https://example.org/ql"}
    assert await bot.get_updates() == ()


async def test_a_tap_on_a_reply_keyboard_sends_its_label(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "a", reply_markup=ReplyKeyboardMarkup([["Where is it?"]]))
    await ann.taps("Where is it?")
    assert [update.message.text for update in await bot.get_updates()] == ["Where is it?"]


async def test_an_edited_text_is_another_update_of_the_same_message(bot: Bot, ann: Reader) -> None:
    await ann.says("helo")
    await ann.edits("hello")
    said, edited = await bot.get_updates()
    assert said.message
    assert edited.edited_message
    assert edited.edited_message.message_id == said.message.message_id
    assert edited.edited_message.text == "hello"
    assert [seen.text for seen in ann.messages] == ["/start", "hello"]


async def test_a_reply_to_the_bot_shows_what_it_answers(bot: Bot, ann: Reader) -> None:
    await bot.send_message(ann.id, "Does it hurt?")
    await ann.replies("a little")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.text == "Does it hurt?"


async def test_who_blocked_the_bot_cannot_write_until_starting_again(bot: Bot, ann: Reader) -> None:
    await ann.blocks()
    with pytest.raises(BlockedByReaderError, match="Ann has blocked the bot"):
        await ann.says("hello")
    await ann.starts()
    kinds = [("my_chat_member" if update.my_chat_member else "message") for update in await bot.get_updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_in_a_group_the_bot_hears_commands_and_replies_only(simulator: Simulator, bot: Bot) -> None:
    group = simulator.group("Physios", "Ann", "Ben")
    ann, ben = group.member("Ann"), group.member("Ben")
    await ann.says("good morning")
    await ann.mentions("are you there?")
    await ben.says("/queue")
    await ben.says(f"/queue@{bot.username}")
    await ben.says("/queue@another_bot")
    await bot.send_message(group.id, "One question is open")
    await ben.replies("Use a softer ball")
    invited, *heard = await bot.get_updates()
    assert invited.my_chat_member
    assert invited.my_chat_member.new_chat_member.status == "member"
    texts = [update.message.text for update in heard]
    assert texts == ["/queue", f"/queue@{bot.username}", "Use a softer ball"]
    assert {update.message.from_user.first_name for update in heard} == {"Ben"}
    assert [seen.author for seen in group.messages][-2:] == [bot.first_name, "Ben"]


async def test_without_privacy_mode_the_bot_hears_everything(simulator: Simulator, bot: Bot) -> None:
    simulator.cloud.privacy_mode = False
    group = simulator.group("Physios", "Ann")
    await group.member("Ann").mentions("are you there?")
    assert (await bot.get_updates())[-1].message.parse_entities([MessageEntity.MENTION])
    assert (await bot.get_me()).can_read_all_group_messages


async def test_a_group_can_throw_the_bot_out_and_the_bot_can_leave(simulator: Simulator, bot: Bot) -> None:
    group = simulator.group("Physios", "Ann")
    await group.member("Ann").blocks()
    with pytest.raises(Exception, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "a")
    await group.member("Ann").unblocks()
    assert await bot.leave_chat(group.id)
    with pytest.raises(Exception, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "a")
