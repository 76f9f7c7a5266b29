"""Changing and deleting messages that are there."""

from dataclasses import replace
from typing import Any

from bot.simulator import limits
from bot.simulator.keyboards import checked_inline_markup
from bot.simulator.messages import Content, Message
from bot.simulator.methods.registry import Call, method
from bot.simulator.methods.sending import photo_sizes, preview, taken_file
from bot.simulator.refusal import Refusal
from bot.simulator.words import read_caption, read_text

Json = dict[str, Any]

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@method
def edit_message_text(
    call: Call,
    text: str = "",
    chat_id: str = "",
    message_id: int = 0,
    parse_mode: str = "",
    entities: Any = None,
    link_preview_options: Any = None,
    reply_markup: Any = None,
) -> Json:
    """Put another text and keyboard in the place of a text message's."""
    message = _own_message(call, chat_id, message_id)
    if message.content.kind != "text":
        raise Refusal.bad_request("there is no text in the message to edit")
    words = read_text(text, parse_mode, entities)
    markup = checked_inline_markup(reply_markup)
    return _edit(call, message, Content("text", words, markup=markup, extras=preview(link_preview_options)))


@method
def edit_message_caption(
    call: Call,
    chat_id: str = "",
    message_id: int = 0,
    caption: str = "",
    parse_mode: str = "",
    caption_entities: Any = None,
    reply_markup: Any = None,
) -> Json:
    """Put another caption and keyboard under a photo or document."""
    message = _own_message(call, chat_id, message_id)
    if message.content.kind == "text":
        raise Refusal.bad_request("there is no caption in the message to edit")
    words = read_caption(caption, parse_mode, caption_entities)
    return _edit(
        call, message, replace(message.content, words=words, markup=checked_inline_markup(reply_markup))
    )


@method
def edit_message_media(
    call: Call, media: Any = None, chat_id: str = "", message_id: int = 0, reply_markup: Any = None
) -> Json:
    """Put another photo or document, with its caption, in the place of a message's content."""
    message = _own_message(call, chat_id, message_id)
    kind = (media or {}).get("type")
    if kind not in ("photo", "document"):
        raise Refusal.bad_request("can't parse InputMedia: type must be one of the supported types")
    stored = taken_file(call, kind, media.get("media", ""))
    words = read_caption(media.get("caption", ""), media.get("parse_mode", ""), media.get("caption_entities"))
    medium = photo_sizes(stored) if kind == "photo" else stored.to_json()
    return _edit(call, message, Content(kind, words, medium, checked_inline_markup(reply_markup)))


@method
def edit_message_reply_markup(
    call: Call, chat_id: str = "", message_id: int = 0, reply_markup: Any = None
) -> Json:
    """Put another keyboard under a message, or none."""
    message = _own_message(call, chat_id, message_id)
    return _edit(call, message, replace(message.content, markup=checked_inline_markup(reply_markup)))


@method
def delete_message(call: Call, chat_id: str = "", message_id: int = 0) -> bool:
    """Delete a message of the last two days: the bot's own, or anybody's in a private chat."""
    chat = call.cloud.find_chat(chat_id)
    message = chat.messages.get(message_id)
    if message is None:
        raise Refusal.bad_request("message to delete not found")
    may_delete = chat.is_private or chat.bot_is_admin or message.sender.is_bot
    if not may_delete or call.cloud.now() - message.date > limits.DELETE_SECONDS:
        raise Refusal.bad_request("message can't be deleted for everyone")
    del chat.messages[message_id]
    call.cloud.changed.notify()
    return True


def _own_message(call: Call, chat_id: str, message_id: int) -> Message:
    chat = call.cloud.open_chat(chat_id)
    if not message_id:
        raise Refusal.bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise Refusal.bad_request("message to edit not found")
    if message.sender != call.cloud.bot:
        raise Refusal.bad_request("message can't be edited")
    return message


def _edit(call: Call, message: Message, content: Content) -> Json:
    if replace(message.content, markup=message.content.keyboard) == replace(content, markup=content.keyboard):
        raise Refusal.bad_request(_UNCHANGED)
    call.cloud.edit(message, content)
    return message.to_json()
