"""The simulator agrees with python-telegram-bot, which others wrote: methods, parameters, limits, signs."""

import inspect

import pytest
from telegram import Bot, constants
from telegram.error import EndPointNotFound

from bot.simulator import floods, limits
from bot.simulator.api import METHODS
from bot.simulator.methods.answering import ACTIONS, REACTIONS, plain_emoji
from bot.simulator.methods.registry import parameters

LIMITS = [
    (limits.TEXT_LENGTH, constants.MessageLimit.MAX_TEXT_LENGTH),
    (limits.CAPTION_LENGTH, constants.MessageLimit.CAPTION_LENGTH),
    (limits.ENTITIES, constants.MessageLimit.MESSAGE_ENTITIES),
    (limits.START_PAYLOAD_LENGTH, constants.MessageLimit.DEEP_LINK_LENGTH),
    (limits.CALLBACK_DATA_BYTES, constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA),
    (1, constants.InlineKeyboardButtonLimit.MIN_CALLBACK_DATA),
    (limits.CALLBACK_ANSWER_LENGTH, constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH),
    (limits.KEYBOARD_BUTTONS, constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER),
    (limits.KEYBOARD_ROW, constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW),
    (limits.COMMANDS, constants.BotCommandLimit.MAX_COMMAND_NUMBER),
    (limits.COMMAND_LENGTH, constants.BotCommandLimit.MAX_COMMAND),
    (limits.COMMAND_DESCRIPTION_LENGTH, constants.BotCommandLimit.MAX_DESCRIPTION),
    (limits.DESCRIPTION_LENGTH, constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH),
    (limits.SHORT_DESCRIPTION_LENGTH, constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH),
    (limits.NAME_LENGTH, constants.BotNameLimit.MAX_NAME_LENGTH),
    (limits.PHOTO_BYTES, constants.FileSizeLimit.PHOTOSIZE_UPLOAD),
    (limits.DOCUMENT_BYTES, constants.FileSizeLimit.FILESIZE_UPLOAD),
    (limits.DOWNLOAD_BYTES, constants.FileSizeLimit.FILESIZE_DOWNLOAD),
    (limits.POLL_UPDATES, constants.PollingLimit.MAX_LIMIT),
    (limits.SECRET_TOKEN_LENGTH, constants.WebhookLimit.MAX_SECRET_TOKEN_LENGTH),
    (limits.WEBHOOK_CONNECTIONS, constants.WebhookLimit.MAX_CONNECTIONS_LIMIT),
    (limits.MESSAGES_PER_SECOND, constants.FloodLimit.MESSAGES_PER_SECOND),
    (limits.MESSAGES_PER_SECOND_PER_CHAT, constants.FloodLimit.MESSAGES_PER_SECOND_PER_CHAT),
    (limits.MESSAGES_PER_MINUTE_PER_GROUP, constants.FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP),
    (floods.OVERALL.count / floods.OVERALL.seconds, constants.FloodLimit.MESSAGES_PER_SECOND),
]


@pytest.mark.parametrize(("ours", "theirs"), LIMITS)
def test_a_limit_is_the_one_that_ptb_knows(ours: float, theirs: int) -> None:
    assert ours == int(theirs)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_is_one_of_ptbs_with_its_parameters(name: str) -> None:
    assert hasattr(Bot, name), f"python-telegram-bot has no {name}"
    theirs = inspect.signature(getattr(Bot, name)).parameters
    ours = set(parameters(METHODS[name]))
    assert ours <= set(theirs), f"{name} has no {ours - set(theirs)}"
    required = {
        each.name
        for each in theirs.values()
        if each.default is inspect.Parameter.empty and each.kind is not inspect.Parameter.VAR_KEYWORD
    }
    assert required - {"self"} <= ours, f"{name} must take {required - ours}"


def test_chat_actions_and_reactions_are_those_that_ptb_knows() -> None:
    assert {str(action.value) for action in constants.ChatAction} == ACTIONS
    assert {plain_emoji(emoji.value) for emoji in constants.ReactionEmoji} == REACTIONS


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("standOnOneLeg")
