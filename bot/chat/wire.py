"""What waits in the outbox, as calls of the Bot API: words or a picture; how long it asks us to wait."""

import html
import re
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import RetryAfter

_TAG = re.compile(r"<[^>]*>")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send_words(bot: Bot, chat_id: int, body: dict[str, Any], *, silent: bool) -> int | None:
    """Send a message, or replace the one that it names.

    Args:
        bot: Telegram's side.
        chat_id: where to.
        body: `html`, `buttons` (words and data, one a row), `edit` (the id of a message to replace),
            `keyboard` (labels under the writing field), and those of `where`.
        silent: whether it arrives without a sound, because it may be a second copy.

    Returns:
        The message's id.
    """
    same: dict[str, Any] = {
        "chat_id": chat_id,
        "text": body["html"],
        "parse_mode": None if body.get("plain") else ParseMode.HTML,
        "reply_markup": keyboard(body["buttons"]),
        "link_preview_options": _NO_PREVIEW,
    }
    if body.get("edit"):
        edited = await bot.edit_message_text(message_id=body["edit"], **same)
        return edited.message_id if isinstance(edited, Message) else None
    if "keyboard" in body:
        same["reply_markup"] = place_keyboard(body["keyboard"])
    sent = await bot.send_message(disable_notification=silent, **same, **where(body))
    return sent.message_id


async def send_picture(
    bot: Bot, chat_id: int, photo: bytes | str, words: str, by: dict[str, Any], *, silent: bool
) -> tuple[int, str]:
    """Send a picture with what it shows in words beneath it.

    Args:
        bot: Telegram's side.
        chat_id: where to.
        photo: its bytes, or Telegram's id of it.
        words: what it shows.
        by: where in the chat, from `where`.
        silent: whether it arrives without a sound.

    Returns:
        The message's id, and Telegram's id of the picture.
    """
    sent = await bot.send_photo(chat_id, photo, caption=words, disable_notification=silent, **by)
    return sent.message_id, sent.photo[-1].file_id


def where(body: dict[str, Any]) -> dict[str, Any]:
    """Return a message's place in a group: its topic, and what it answers, if that still stands."""
    place: dict[str, Any] = {}
    if body.get("thread"):
        place["message_thread_id"] = body["thread"]
    if body.get("reply_to"):
        place["reply_parameters"] = ReplyParameters(body["reply_to"], allow_sending_without_reply=True)
    return place


def keyboard(buttons: list[list[str]]) -> InlineKeyboardMarkup | None:
    """Return buttons one a row, as they fit a phone and a thumb; None if there are none.

    A button with a third part stands beside the one before it.
    """
    if not buttons:
        return None
    rows: list[list[InlineKeyboardButton]] = []
    for label, data, *beside in buttons:
        if not beside or not rows:
            rows.append([])
        rows[-1].append(InlineKeyboardButton(label, callback_data=data))
    return InlineKeyboardMarkup(rows)


def place_keyboard(labels: list[str]) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    """Return buttons under the writing field, the first of which shares the location; or take them away."""
    if not labels:
        return ReplyKeyboardRemove()
    first = KeyboardButton(labels[0], request_location=True)
    rows = [[first], *([KeyboardButton(label)] for label in labels[1:])]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)


def plain(body: dict[str, Any]) -> dict[str, Any]:
    """Return the same message without any markup."""
    return {**body, "html": html.unescape(_TAG.sub("", body["html"])), "plain": True}


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks us to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
