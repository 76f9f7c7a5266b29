"""The words of `knowledge/reminder_words.yaml`: reading them, and what of them is to be mended."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml.comments import CommentedMap

from bot.content.findings import ContentError, Finding
from bot.content.programmes import DAYS
from bot.content.yaml_file import in_form, line_of, read_yaml
from bot.content.zones import zone_names

_KINDS = {
    "commands": (
        *("remind", "stop", "pause", "resume", "settings", "time", "days", "zone"),
        *("done", "skip", "start", "progress"),
    ),
    "answers": ("back", "unsure", "no_score", "no_location"),
    "session": ("stop", "pain", "interrupted", "next"),
}
"""What whole messages may stand for, by the section of the file."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class DaysSaid(BaseModel):
    """Words for some days of the week."""

    model_config = ConfigDict(extra="forbid")
    say: list[str]
    days: list[str]


class ReminderWords(BaseModel):
    """The sections of the file, as its comments explain them."""

    model_config = ConfigDict(extra="forbid")
    triggers: list[str]
    unless: list[str]
    questions: list[str]
    politeness: list[str]
    denials: list[str]
    commands: dict[str, list[str]]
    answers: dict[str, list[str]]
    session: dict[str, list[str]]
    tonight: list[str]
    numbers: dict[str, int]
    past: dict[str, int]
    to: dict[str, int]
    am: list[str]
    pm: list[str]
    names: dict[str, str]
    unknowable: list[str]
    days: list[DaysSaid]
    all_but: list[str]
    offer_times: list[str]
    offer_zones: dict[str, str]
    places: dict[str, list[str]]


def read_reminder_words(path: Path) -> ReminderWords:
    """Read the words.

    Raises:
        ContentError: the file does not have its form, or names a zone, a day or a time that does not exist.
    """
    data = read_yaml(path)
    words = in_form(data, ReminderWords, path, "K403")
    mistakes = _mistakes(data, path)
    if mistakes:
        raise ContentError(mistakes)
    return words


def _mistakes(data: CommentedMap, path: Path) -> list[Finding]:
    """Return names of zones, of commands, of days and of times that do not exist."""
    mistakes = [
        Finding(
            path, line_of(data[section], name), "K404", f"There is no time zone {name}.", "Mend its name."
        )
        for section in ("places", "offer_zones")
        for name in data[section]
        if name not in zone_names()
    ]
    mistakes += [
        Finding(path, line_of(data, section), "K404", f"{section} has not its {len(names)} names.", remedy)
        for section, names in _KINDS.items()
        if set(data[section]) != set(names)
        for remedy in [f"Write each of: {', '.join(names)}."]
    ]
    mistakes += [
        Finding(
            path, line_of(each, "days"), "K404", f"{day!r} is no day.", f"Write some of: {', '.join(DAYS)}."
        )
        for each in data["days"]
        for day in each["days"]
        if day not in DAYS
    ]
    return mistakes + [
        Finding(path, line_of(data, section), "K404", f"{at!r} is no time of day.", 'Write it as "20:00".')
        for section in ("tonight", "offer_times")
        for at in data[section]
        if not _TIME.fullmatch(at)
    ]
