"""How the bot presents itself: commands, descriptions, the menu button."""

from typing import Any

from bot.simulator import limits
from bot.simulator.methods.registry import Call, method
from bot.simulator.profile import checked_commands, scope_key
from bot.simulator.refusal import Refusal
from bot.simulator.rich_text import utf16_length

Json = dict[str, Any]

_LENGTHS = {
    "name": limits.NAME_LENGTH,
    "description": limits.DESCRIPTION_LENGTH,
    "short_description": limits.SHORT_DESCRIPTION_LENGTH,
}
_MENU_BUTTONS = ("commands", "default", "web_app")


@method
def set_my_commands(call: Call, commands: Any = None, scope: Any = None, language_code: str = "") -> bool:
    """Set the menu of commands for a scope and a language."""
    call.cloud.profile.commands[scope_key(scope), language_code] = checked_commands(commands)
    return True


@method
def get_my_commands(call: Call, scope: Any = None, language_code: str = "") -> list[dict[str, str]]:
    """Return the commands of exactly this scope and language."""
    return call.cloud.profile.commands.get((scope_key(scope), language_code), [])


@method
def delete_my_commands(call: Call, scope: Any = None, language_code: str = "") -> bool:
    """Forget the commands of a scope and language."""
    call.cloud.profile.commands.pop((scope_key(scope), language_code), None)
    return True


@method
def set_my_name(call: Call, name: str = "", language_code: str = "") -> bool:
    """Set the bot's name."""
    return _set_text(call, "name", name, language_code)


@method
def get_my_name(call: Call, language_code: str = "") -> Json:
    """Return the bot's name."""
    return {"name": call.cloud.profile.text("name", language_code) or call.cloud.bot.first_name}


@method
def set_my_description(call: Call, description: str = "", language_code: str = "") -> bool:
    """Set what an empty chat shows."""
    return _set_text(call, "description", description, language_code)


@method
def get_my_description(call: Call, language_code: str = "") -> Json:
    """Return what an empty chat shows."""
    return {"description": call.cloud.profile.text("description", language_code)}


@method
def set_my_short_description(call: Call, short_description: str = "", language_code: str = "") -> bool:
    """Set what the bot's profile shows."""
    return _set_text(call, "short_description", short_description, language_code)


@method
def get_my_short_description(call: Call, language_code: str = "") -> Json:
    """Return what the bot's profile shows."""
    return {"short_description": call.cloud.profile.text("short_description", language_code)}


@method
def set_chat_menu_button(call: Call, chat_id: str = "", menu_button: Any = None) -> bool:
    """Set the button beside the text field, in one private chat or in all."""
    button = menu_button or {"type": "default"}
    if button.get("type") not in _MENU_BUTTONS:
        raise Refusal.bad_request("can't parse MenuButton: Unsupported type specified")
    if chat_id:
        call.cloud.find_chat(chat_id).menu_button = button
    else:
        call.cloud.profile.menu_button = button
    return True


@method
def get_chat_menu_button(call: Call, chat_id: str = "") -> Json:
    """Return the button beside the text field."""
    own = call.cloud.find_chat(chat_id).menu_button if chat_id else None
    return own or call.cloud.profile.menu_button


def _set_text(call: Call, what: str, text: str, language: str) -> bool:
    if utf16_length(text) > _LENGTHS[what]:
        raise Refusal.bad_request(f"BOT_{what.upper()}_TOO_LONG")
    call.cloud.profile.texts[what, language] = text
    return True
