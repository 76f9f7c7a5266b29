"""What Telegram shows about the bot: its description and its commands, set at each start."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.content.profile import Profile

_LOG = logging.getLogger(__name__)


async def set_profile(bot: Bot, profile: Profile) -> None:
    """Tell Telegram the bot's description and commands; a failure is logged and stops nothing."""
    commands = [BotCommand(name, words) for name, words in profile.commands.items()]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(commands)
        await bot.set_my_description(profile.description)
        await bot.set_my_short_description(profile.short_description)
    except TelegramError as error:
        _LOG.warning("the bot's commands and description could not be set: %s", type(error).__name__)
