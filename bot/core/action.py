"""What a button does, as short text that survives a restart and fits Telegram's 64 bytes."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge import EntryId
from bot.core.triage import RedFlagId

_VERSION = "v1"
_FORM = re.compile(r"v1:(entry|topics|menu|yes|no|misread|none):([a-z0-9_]{0,48})")
_DO_FORM = re.compile(r"v1:do:([a-z]{1,12}):([A-Za-z0-9_/+.-]{0,44})")


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Show an entry."""

    entry: EntryId


@dataclass(frozen=True, slots=True)
class Browse:
    """Show the topic menu, or one group of it.

    Attributes:
        group: which one; None for all topics.
        in_place: whether it takes the place of the message that the button stands under: of a menu it may,
            of an answer never.
    """

    group: str | None = None
    in_place: bool = False


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


class Deed(StrEnum):
    """What a button of the programme does; the comment says what its value holds."""

    REMIND = "remind"  # a programme's id, or nothing: the state
    SCREEN = "screen"  # the question's number and the answer: 3.no
    ASKED = "asked"  # the question's number: a professional has said that it is fine
    TIME = "time"  # 08.00
    DAYS = "days"  # 0123456, Monday is 0
    ZONE = "zone"  # a zone's name
    PLACE = "place"  # show the button that shares a location
    CONFIRM = "confirm"  # no, or yes and the zone: yes.Europe/London
    CHANGE = "change"  # time, days or zone
    DONE = "done"  # the reminder's local date
    LATER = "later"  # the date, and minutes or "tonight": 2026-11-22.30
    SKIP = "skip"  # the date
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    BEGIN = "begin"  # a session; the local date of the reminder that it answers, or nothing
    BEFORE = "before"  # the session's date, and 0 to 10 or "no": 2026-11-22.4
    AFTER = "after"
    STEP = "step"  # the token and the step's number
    RUN = "run"  # the token, the side, the seconds, and those left where not all are: a2f.0.60.42
    HALT = "halt"  # the token, and the step where no clock runs
    WHY = "why"  # the token, the reason, and where to go on: a2f.pain.0.60.42 or a2f.pain.2
    FINISH = "finish"  # the token: it counts as done
    PROGRESS = "progress"
    END = "end"  # as needed


@dataclass(frozen=True, slots=True)
class Do:
    """Do something about reminders or a session."""

    deed: Deed
    value: str = ""


Action = Do | ShowEntry | Browse | AnswerCheck | Misread | NoneOfThese


def encode(action: Action) -> str:
    """Return the button data of an action, at most 64 bytes of ASCII."""
    match action:
        case ShowEntry(entry):
            name, value = "entry", str(entry)
        case Browse(group, in_place):
            name, value = "menu" if in_place else "topics", group or ""
        case AnswerCheck(red_flag, yes):
            name, value = "yes" if yes else "no", str(red_flag)
        case Misread():
            name, value = "misread", ""
        case NoneOfThese():
            name, value = "none", ""
        case Do(deed, value):
            name = f"do:{deed}"
    return f"{_VERSION}:{name}:{value}"


def decode(data: str) -> Action | None:
    """Return the action of button data, or None if no version of the bot wrote it."""
    done = _DO_FORM.fullmatch(data)
    if done is not None:
        return Do(Deed(done[1]), done[2]) if done[1] in set(Deed) else None
    read = _FORM.fullmatch(data)
    if read is None:
        return None
    name, value = read.groups()
    if name == "entry":
        return ShowEntry(EntryId(value))
    if name == "topics":
        return Browse(value or None)
    if name == "menu":
        return Browse(value or None, in_place=True)
    if name in ("yes", "no"):
        return AnswerCheck(RedFlagId(value), name == "yes")
    return Misread() if name == "misread" else NoneOfThese()
