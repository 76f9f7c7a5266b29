"""Commands: /start, /ask, /help, /topics, /remind, /progress, /privacy, /forget, /stop."""

from telegram import Update

from bot.chat.context import Context
from bot.core.knowledge import EntryId

_HELP = EntryId("bot_help")
_REMINDERS = EntryId("reminders")


async def start(_update: Update, context: Context) -> None:
    """Greet a reader, and show the entry that a link under the article names."""
    await context.parts.asking.welcome(context.occasion, context.payload)


async def ask(_update: Update, context: Context) -> None:
    """Answer the question behind /ask: in groups Telegram hands bots little else."""
    await context.parts.asking.ask(context.occasion, context.payload)


async def show_help(_update: Update, context: Context) -> None:
    """Say what the bot can do."""
    await context.parts.asking.show(context.occasion, _HELP)


async def topics(_update: Update, context: Context) -> None:
    """Show the topic menu."""
    await context.parts.asking.topics(context.occasion)


async def privacy(_update: Update, context: Context) -> None:
    """Say what is kept about a reader."""
    await context.parts.asking.privacy(context.occasion)


async def forget(_update: Update, context: Context) -> None:
    """Delete what is kept about a reader, once they confirm it: `/forget yes`."""
    await context.parts.asking.forget(context.occasion, context.payload.casefold().strip(" .!") == "yes")


async def remind(_update: Update, context: Context) -> None:
    """Set up reminders, or show where they stand."""
    await context.parts.coaching.remind(context.occasion)


async def progress(_update: Update, context: Context) -> None:
    """Show how the programme goes."""
    await context.parts.coaching.progress(context.occasion)


async def stop(_update: Update, context: Context) -> None:
    """Stop the reminders; where there are none, say how messages are stopped."""
    if not await context.parts.coaching.stop(context.occasion):
        await context.parts.asking.show(context.occasion, _REMINDERS)
