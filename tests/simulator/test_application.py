"""A whole python-telegram-bot application talks to the simulator unchanged."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)

from bot.simulator import Simulator

Context = ContextTypes.DEFAULT_TYPE


async def on_start(update: Update, context: Context) -> None:
    await update.effective_message.reply_text(f"Welcome from <i>{context.args[0]}</i>")


async def on_text(update: Update, _: Context) -> None:
    sides = [[InlineKeyboardButton(side, callback_data=side)] for side in ("Left", "Right")]
    await update.effective_message.reply_text("Which side?", reply_markup=InlineKeyboardMarkup(sides))


async def on_tap(update: Update, _: Context) -> None:
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(f"The {update.callback_query.data.lower()} side.")


@pytest.fixture
async def application(simulator: Simulator) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    builder = Application.builder().token(simulator.token).defaults(Defaults(parse_mode=ParseMode.HTML))
    built = builder.base_url(simulator.base_url).base_file_url(simulator.base_file_url).build()
    built.add_handler(CommandHandler("start", on_start))
    built.add_handler(MessageHandler(filters.TEXT, on_text))
    built.add_handler(CallbackQueryHandler(on_tap))
    async with built:
        await built.start()
        await built.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield built
        await built.updater.stop()
        await built.stop()


@pytest.mark.usefixtures("application")
async def test_a_conversation(simulator: Simulator) -> None:
    ann = simulator.reader("Ann")
    await ann.starts("article")
    assert [seen.html for seen in await ann.hears()] == ["Welcome from <i>article</i>"]
    await ann.says("my back is stiff")
    assert (await ann.hears())[0].rows == (("Left",), ("Right",))
    tap = await ann.taps("Left")
    assert [seen.text for seen in await ann.hears()] == ["The left side."]
    assert tap
    assert tap.answered
    assert [seen.text for seen in ann.messages if seen.from_bot] == ["Welcome from article", "The left side."]
