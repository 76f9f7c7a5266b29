"""Buttons: what their data mean, of whichever version and however old."""

from telegram import Update

from bot.chat.context import Context
from bot.core.action import decode


async def on_tap(update: Update, context: Context) -> None:
    """Do what a button says; the topic menu, for a button that nothing knows any more."""
    query = update.callback_query
    action = decode(query.data or "") if query else None
    if action is None:
        await context.parts.asking.topics(context.occasion)
    else:
        await context.parts.asking.tap(context.occasion, action)
