"""Commands, descriptions and the menu button."""

import pytest
from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from bot.simulator import Reader, Simulator

COMMANDS = [("start", "Begin"), ("help", "What I can do")]


async def test_commands_belong_to_a_scope_and_a_language(bot: Bot, ann: Reader) -> None:
    await bot.set_my_commands(COMMANDS)
    await bot.set_my_commands(COMMANDS[:1], BotCommandScopeAllPrivateChats(), "de")
    await bot.set_my_commands([("answer", "Answer")], BotCommandScopeChat(ann.id))
    assert [each.command for each in await bot.get_my_commands()] == ["start", "help"]
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats()) == ()
    private = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "de")
    assert [each.command for each in private] == ["start"]
    assert [each.description for each in await bot.get_my_commands(BotCommandScopeChat(ann.id))] == ["Answer"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Help", "a")], "Bot_command_invalid"),
        ([("what-now", "a")], "Bot_command_invalid"),
        ([("x" * 33, "a")], "Bot_command_invalid"),
        ([("help", "")], "Bot_command_description_invalid"),
        ([("help", "x" * 257)], "Bot_command_description_invalid"),
        ([(f"help{number}", "a") for number in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_a_command_has_its_form(bot: Bot, commands: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.set_my_commands(commands)


async def test_descriptions_are_kept_by_language_and_have_their_length(bot: Bot) -> None:
    await bot.set_my_description("x" * 512)
    await bot.set_my_description("y", "de")
    await bot.set_my_short_description("z" * 120)
    assert (await bot.get_my_description()).description == "x" * 512
    assert (await bot.get_my_description("de")).description == "y"
    assert (await bot.get_my_description("fr")).description == "x" * 512
    assert (await bot.get_my_short_description()).short_description == "z" * 120
    with pytest.raises(BadRequest, match="Bot_description_too_long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match="Bot_short_description_too_long"):
        await bot.set_my_short_description("x" * 121)


async def test_the_bot_has_a_name(bot: Bot) -> None:
    assert (await bot.get_my_name()).name == bot.first_name
    await bot.set_my_name("Ball")
    assert (await bot.get_my_name()).name == "Ball"


async def test_the_menu_button_is_set_for_all_or_for_one(bot: Bot, ann: Reader) -> None:
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await bot.set_chat_menu_button(ann.id, MenuButtonDefault())
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)
    assert isinstance(await bot.get_chat_menu_button(ann.id), MenuButtonDefault)


async def test_a_chat_can_be_looked_up(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    chat = await bot.get_chat(ann.id)
    assert (chat.type, chat.first_name) == ("private", "Ann")
    group = simulator.group("Physios", "Ann")
    assert (await bot.get_chat(group.id)).title == "Physios"
    assert (await bot.get_chat_member(group.id, ann.id)).status == "member"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(424242)


async def test_a_scope_must_be_known_and_whole(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="unsupported type specified"):
        await bot.set_my_commands(COMMANDS, BotCommandScope("everybody"))
    with pytest.raises(BadRequest, match='can\'t find field "chat_id"'):
        await bot.set_my_commands(COMMANDS, BotCommandScope("chat"))
