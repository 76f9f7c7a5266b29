"""What the bot says about itself: its commands, descriptions and menu button."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.simulator import limits
from bot.simulator.refusal import Refusal
from bot.simulator.rich_text import utf16_length

_COMMAND = re.compile(r"[a-z0-9_]+")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
"""The scopes of commands, and what each must name."""


@dataclass
class Profile:
    """The bot's own settings.

    Attributes:
        commands: by scope (as JSON text) and language.
        texts: by what it is ("description", "short_description", "name") and language.
        menu_button: of all chats that have none of their own.
    """

    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: dict[str, Any] = field(default_factory=lambda: {"type": "commands"})

    def text(self, what: str, language: str) -> str:
        """Return a text in a language, or in none where that language has none."""
        return self.texts.get((what, language)) or self.texts.get((what, ""), "")


def scope_key(scope: Any) -> str:
    """Return one key for each scope of commands.

    Raises:
        Refusal: 400, there is no such scope.
    """
    scope = scope or {"type": "default"}
    needed = _SCOPES.get(scope.get("type"))
    if needed is None:
        raise Refusal.bad_request("can't parse BotCommandScope: Unsupported type specified")
    if any(name not in scope for name in needed):
        raise Refusal.bad_request(f"can't parse BotCommandScope: Can't find field \"{needed[0]}\"")
    return json.dumps({name: str(scope[name]) for name in ("type", *needed)})


def checked_commands(commands: Any) -> list[dict[str, str]]:
    """Return a list of commands.

    Raises:
        Refusal: 400, a name or description that Telegram refuses, or too many.
    """
    if not isinstance(commands, list):
        raise Refusal.bad_request("can't parse list of bot commands JSON object")
    if len(commands) > limits.COMMANDS:
        raise Refusal.bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_checked_command(command) for command in commands]


def _checked_command(command: dict[str, str]) -> dict[str, str]:
    name = command["command"].removeprefix("/")
    description = command["description"].strip()
    if not _COMMAND.fullmatch(name) or len(name) > limits.COMMAND_LENGTH:
        raise Refusal.bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description) <= limits.COMMAND_DESCRIPTION_LENGTH:
        raise Refusal.bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
