"""Edits and deletions, and what Telegram refuses of them."""

from types import SimpleNamespace

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

from bot.simulator import Reader
from bot.simulator.pocket import png

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
UNCHANGED = "^Message is not modified: specified new message content and reply markup are exactly the same"


async def test_an_edit_takes_the_place_of_the_text_and_the_keyboard(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "one", reply_markup=KEYBOARD)
    await bot.edit_message_text("<i>two</i>", ann.id, sent.message_id, parse_mode=ParseMode.HTML)
    (seen,) = ann.new_messages()
    assert (seen.id, seen.html, seen.buttons, seen.edited) == (sent.message_id, "<i>two</i>", (), True)


async def test_an_edit_must_change_something(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "one", reply_markup=KEYBOARD)
    where = {"chat_id": ann.id, "message_id": sent.message_id}
    with pytest.raises(BadRequest, match=UNCHANGED):
        await bot.edit_message_text("one", reply_markup=KEYBOARD, **where)
    with pytest.raises(BadRequest, match=UNCHANGED):
        await bot.edit_message_reply_markup(reply_markup=KEYBOARD, **where)
    await bot.edit_message_reply_markup(reply_markup=None, **where)
    with pytest.raises(BadRequest, match=UNCHANGED):
        await bot.edit_message_text("one", **where)
    await bot.edit_message_text("<b>one</b>", parse_mode=ParseMode.HTML, **where)


async def test_an_edit_is_held_to_the_rules_of_a_new_message(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "one")
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.edit_message_text(" ", ann.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.edit_message_text("x" * 4097, ann.id, sent.message_id)
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.edit_message_text("<b>", ann.id, sent.message_id, parse_mode=ParseMode.HTML)


async def test_only_the_bots_own_messages_that_are_there_are_edited(bot: Bot, ann: Reader) -> None:
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("two", ann.id, 999)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("two", ann.id, ann.messages[0].id)
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.edit_message_text("two", 424242, 1)


async def test_nothing_is_edited_for_who_blocked_the_bot(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "one")
    await ann.blocks()
    with pytest.raises(Forbidden):
        await bot.edit_message_text("two", ann.id, sent.message_id)


async def test_texts_and_captions_are_edited_each_in_its_own_way(bot: Bot, ann: Reader) -> None:
    text = await bot.send_message(ann.id, "one")
    photo = await bot.send_photo(ann.id, png(10, 10), caption="one")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(ann.id, text.message_id, caption="two")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("two", ann.id, photo.message_id)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.edit_message_caption(ann.id, photo.message_id, caption="x" * 1025)
    await bot.edit_message_caption(ann.id, photo.message_id, caption="two", reply_markup=KEYBOARD)
    assert (ann.last.caption, ann.last.buttons) == ("two", ("Go",))


async def test_a_photo_is_replaced_by_an_upload_or_a_known_file(bot: Bot, ann: Reader) -> None:
    first = await bot.send_photo(ann.id, png(10, 10))
    other = png(20, 20)
    await bot.edit_message_media(InputMediaPhoto(other, caption="two"), ann.id, first.message_id)
    assert (ann.last.photo, ann.last.caption) == (other, "two")
    await bot.edit_message_media(InputMediaPhoto(first.photo[-1].file_id), ann.id, first.message_id)
    assert (ann.last.photo, ann.last.caption) == (png(10, 10), "")
    with pytest.raises(BadRequest, match=UNCHANGED):
        await bot.edit_message_media(InputMediaPhoto(first.photo[-1].file_id), ann.id, first.message_id)
    await bot.edit_message_media(InputMediaDocument(b"text", filename="a.txt"), ann.id, first.message_id)
    assert (ann.last.kind, ann.last.file_name) == ("document", "a.txt")


async def test_a_deleted_message_is_gone(bot: Bot, ann: Reader) -> None:
    sent = await bot.send_message(ann.id, "one")
    assert await bot.delete_message(ann.id, sent.message_id)
    assert [seen.text for seen in ann.messages] == ["/start"]
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(ann.id, sent.message_id)


async def test_an_old_message_cannot_be_deleted(bot: Bot, ann: Reader, clock: SimpleNamespace) -> None:
    sent = await bot.send_message(ann.id, "one")
    clock.seconds += 48 * 3600 + 1
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ann.id, sent.message_id)
