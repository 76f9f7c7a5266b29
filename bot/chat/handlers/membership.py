"""Readers who block the bot or come back."""

from telegram import ChatMember, Update

from bot.chat.context import Context
from bot.services import leaving


async def on_membership(update: Update, context: Context) -> None:
    """Note that a reader blocked the bot, or came back."""
    change = update.my_chat_member
    if change is None:
        return
    here = context.occasion
    if change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        await leaving.leave(here.session, here.chat_id, here.at)
    else:
        await leaving.come_back(here.session, here.chat_id, here.at)
