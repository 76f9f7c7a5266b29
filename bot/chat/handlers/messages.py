"""What readers send: words, edited words, and what is not words."""

from telegram import Message, Update

from bot.chat.context import Context
from bot.core.reply import NotText

_KINDS: tuple[tuple[NotText, tuple[str, ...]], ...] = (
    ("photo", ("photo",)),
    ("voice", ("voice", "audio", "video_note")),
    ("video", ("video", "animation")),
    ("sticker", ("sticker",)),
    ("document", ("document",)),
    ("location", ("location", "venue")),
    ("contact", ("contact",)),
)


async def on_words(update: Update, context: Context) -> None:
    """Answer a reader's words, typed anew or edited; the words under a picture count as well."""
    message = update.effective_message
    if message is None:
        return
    words = message.text or message.caption or ""
    await context.parts.asking.ask(context.occasion, _without_name(words, context.bot.username))


async def on_other(update: Update, context: Context) -> None:
    """Answer a photo, a voice note, a sticker; a place may say where the reader's clock is."""
    message = update.message
    if message is None:
        # An edit without words: a live location, say, moves every few seconds.
        return
    place = message.location
    coaching = context.parts.coaching
    if place is None or not await coaching.locate(context.occasion, place.latitude, place.longitude):
        await context.parts.asking.unreadable(context.occasion, _kind(message))


def _kind(message: Message) -> NotText:
    return next((kind for kind, names in _KINDS if any(getattr(message, name) for name in names)), "other")


def _without_name(words: str, username: str) -> str:
    return words.replace(f"@{username}", " ").strip()
