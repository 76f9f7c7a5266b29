"""What a button does, as short text that survives a restart and fits Telegram's 64 bytes."""

import re
from dataclasses import dataclass

from bot.core.knowledge import EntryId
from bot.core.triage import RedFlagId

_VERSION = "v1"
_FORM = re.compile(r"v1:(entry|topics|yes|no|misread|none):([a-z0-9_]{0,48})")


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Show an entry."""

    entry: EntryId


@dataclass(frozen=True, slots=True)
class Browse:
    """Show the topic menu, or one group of it."""

    group: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """Answer a safety question with yes or no."""

    red_flag: RedFlagId
    yes: bool


@dataclass(frozen=True, slots=True)
class Misread:
    """Say that an urgent reply misread the message."""


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Say that none of the choices was meant."""


Action = ShowEntry | Browse | AnswerCheck | Misread | NoneOfThese


def encode(action: Action) -> str:
    """Return the button data of an action, at most 64 bytes of ASCII."""
    match action:
        case ShowEntry(entry):
            name, value = "entry", str(entry)
        case Browse(group):
            name, value = "topics", group or ""
        case AnswerCheck(red_flag, yes):
            name, value = "yes" if yes else "no", str(red_flag)
        case Misread():
            name, value = "misread", ""
        case NoneOfThese():
            name, value = "none", ""
    return f"{_VERSION}:{name}:{value}"


def decode(data: str) -> Action | None:
    """Return the action of button data, or None if no version of the bot wrote it."""
    read = _FORM.fullmatch(data)
    if read is None:
        return None
    name, value = read.groups()
    if name == "entry":
        return ShowEntry(EntryId(value))
    if name == "topics":
        return Browse(value or None)
    if name in ("yes", "no"):
        return AnswerCheck(RedFlagId(value), name == "yes")
    return Misread() if name == "misread" else NoneOfThese()
