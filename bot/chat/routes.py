"""Which handler an update goes to, as a table; in groups the bot is quiet unless addressed."""

from typing import Any

from telegram import Message, MessageEntity
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.chat.context import Context
from bot.chat.handlers import buttons, commands, membership, messages


class _Addressed(filters.MessageFilter):
    """A message that names the bot, or replies to it."""

    def __init__(self, username: str, bot_id: int) -> None:
        super().__init__()
        self._mention = f"@{username}".casefold()
        self._bot_id = bot_id

    def filter(self, message: Message) -> bool:
        """Tell whether the message is meant for the bot."""
        answered = message.reply_to_message
        if answered is not None and answered.from_user is not None and answered.from_user.id == self._bot_id:
            return True
        named = {
            **message.parse_entities([MessageEntity.MENTION]),
            **message.parse_caption_entities([MessageEntity.MENTION]),
        }
        return any(name.casefold() == self._mention for name in named.values())


def routes(username: str, bot_id: int) -> list[BaseHandler[Any, Context, Any]]:
    """Return the handlers, the most particular first."""
    ours = filters.ChatType.PRIVATE | (filters.ChatType.GROUPS & _Addressed(username, bot_id))
    said = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    words = filters.TEXT | filters.CAPTION
    return [
        CommandHandler("start", commands.start),
        CommandHandler("ask", commands.ask),
        CommandHandler("help", commands.show_help),
        CommandHandler("topics", commands.topics),
        CommandHandler("remind", commands.remind),
        CommandHandler("progress", commands.progress),
        CommandHandler("privacy", commands.privacy),
        CommandHandler("forget", commands.forget),
        CommandHandler("stop", commands.stop),
        CallbackQueryHandler(buttons.on_tap),
        ChatMemberHandler(membership.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(said & words & ours, messages.on_words),
        MessageHandler(said & ours & ~filters.StatusUpdate.ALL, messages.on_other),
    ]
