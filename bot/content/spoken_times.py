"""How readers speak of reminders: commands, times, days and places, by `knowledge/reminder_words.yaml`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import dateparser
import tzfpy
from rapidfuzz import fuzz, process

from bot.content.programmes import DAYS
from bot.content.reminder_words import ReminderWords, read_reminder_words
from bot.content.zones import country_names, zone_names, zones_of_countries

_SURE = 90
_SURE_OF_PLACE = 90
_LONGEST_COMMAND = 60
_LONGEST_WISH = 160
_NOON = 12
_CLOCK = re.compile(
    r"(?P<at>\b(?:at|around|about|by|from|to)\s+)?"
    r"(?<![\d:.])\b(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?\s*"
    r"(?P<clock>o'?clock\b)?\s*(?P<half>[ap]\.?\s?m\b\.?)?(?![\d/])"
)
_UNIT = r"min(?:ute)?s?"
_COUNTED = rf"(?:{_UNIT}|seconds?|secs?|times|hours?|days?|weeks?|sessions?|sets|reps|breaths)\b"
_NOT_LETTERS = re.compile(r"[^\w:.'/+-]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader said about when to be reminded.

    Attributes:
        times: none, one, or the two halves of the day that an hour may mean.
        days: days of the week as digits, Monday is 0; empty if none was said.
        zone: the zone of a place that was named, or empty.
    """

    times: tuple[time, ...] = ()
    days: str = ""
    zone: str = ""


class SpokenTimes:
    """Reads times, days and places from readers' words.

    Args:
        words: the file's content.
    """

    def __init__(self, words: ReminderWords) -> None:
        self._words = words
        self._commands = {_form(said): name for name, several in words.commands.items() for said in several}
        self._days = {_form(said): _digits(each.days) for each in words.days for said in each.say}
        self._places = dict(_places(words.places))
        self.offer_times = tuple(time.fromisoformat(at) for at in words.offer_times)
        self.tonight = tuple(time.fromisoformat(at) for at in words.tonight)
        self.offer_zones = tuple(words.offer_zones.items())
        spoken = "|".join(re.escape(each) for each in sorted(words.numbers, key=len, reverse=True))
        relative = "|".join(sorted((*words.past, *words.to), key=len, reverse=True))
        self._relative = re.compile(
            rf"(?<!from )(?<!between )(?<![\d:.])"
            rf"\b(?:(?P<words>{relative})|(?P<figures>\d{{1,2}})(?P<unit> ?{_UNIT})? (?P<way>past|to)) "
            rf"(?P<hour>\d{{1,2}}|{spoken})(?::00(?P<half> [ap]m))?\b(?![:.]\d| ?{_COUNTED})"
        )
        days = "|".join(map(re.escape, self._days))
        self._all_but = re.compile(
            rf"\b(?:{'|'.join(map(re.escape, words.all_but))})(?: [\w']+){{0,2}} (?:{days})\b"
        )

    def answer(self, utterance: str, *wanted: str) -> str | None:
        """Return which of the wanted answers a whole message is, such as "back"; None if it is none."""
        form = _form(utterance)
        return next((name for name in wanted if form in self._words.answers[name]), None)

    def in_session(self, utterance: str) -> str | None:
        """Return what a whole message means in the middle of a session, or None."""
        form = _form(utterance)
        return next((name for name, said in self._words.session.items() if form in said), None)

    def half_of_day(self, utterance: str) -> tuple[time, ...]:
        """Return the offered times of the half of the day that is all a message says, such as "evening"."""
        form = re.sub(r"^(every|in the|the|each|some ?time)\s+", "", _form(utterance))
        if form not in (*self._words.am, *self._words.pm):
            return ()
        is_morning = form in self._words.am
        return tuple(at for at in self.offer_times if (at.hour < _NOON) == is_morning)

    def command(self, utterance: str) -> str | None:
        """Return the command that a whole message is, politely put or not, or None."""
        form = self._plainly(_form(utterance).partition(" until ")[0])
        if len(form) > _LONGEST_COMMAND:
            return None
        denied = _names(form, self._words.denials)
        # "Don't stop the reminders" is near to "stop the reminders".
        alike = [said for said in self._commands if _names(said, self._words.denials) == denied]
        found = process.extractOne(form, alike, scorer=fuzz.ratio, score_cutoff=_SURE)
        return self._commands[found[0]] if found else None

    def wish(self, utterance: str) -> Wish | None:
        """Return when a reader asks to be reminded, if that is what the message asks."""
        form = _form(utterance)
        if (
            len(form) > _LONGEST_WISH
            or not _names(form, self._words.triggers)
            or _names(form, self._words.unless)
        ):
            return None
        wish = Wish(self.times(form), self.days(form), self._zone_within(form))
        return wish if wish.times or wish.days else None

    def times(self, utterance: str, *, bare: bool = False) -> tuple[time, ...]:
        """Return the time that is meant; both halves of the day, where only the hour is said.

        Args:
            utterance: the reader's words.
            bare: whether a number alone is an hour: the reader was asked for a time.
        """
        form = self._as_figures(_form(utterance))
        found = next(self._clocks(form, bare), None)
        if found is None:
            return ()
        half = (found["half"] or "")[:1] or self._half(form)
        read = _parsed(found["hour"], found["minute"] or "00", half)
        if read is None:
            return ()
        hour = int(found["hour"])
        sure = half or hour == 0 or hour > _NOON or found["hour"].startswith("0")
        return (read,) if sure else (read.replace(hour=hour % _NOON), read.replace(hour=hour % _NOON + _NOON))

    def days(self, utterance: str) -> str:
        """Return the days of the week that are said, as digits; empty if none is, or if some are left out."""
        form = _form(utterance)
        if self._all_but.search(form):
            return ""
        found: set[str] = set()
        for said in sorted(self._days, key=len, reverse=True):
            if re.search(rf"\b{re.escape(said)}\b", form):
                found |= set(self._days[said])
                form = form.replace(said, " ")
        return "".join(sorted(found))

    def zones(self, utterance: str) -> tuple[str, ...]:
        """Return the zone of a place, or those of a country that has several; none if it is not known."""
        form = _form(re.sub(r"\b(i am|i'm|i live|in|near|time|zone)\b", " ", _form(utterance)))
        if form in self._places:
            return self._places[form]
        if utterance.strip() in zone_names():
            return (utterance.strip(),)
        found = process.extractOne(form, self._places.keys(), scorer=fuzz.ratio, score_cutoff=_SURE_OF_PLACE)
        return self._places[found[0]] if found and len(form) > 4 else ()

    def zone_at(self, latitude: float, longitude: float) -> str:
        """Return the time zone of a place on the map, or empty if no country's."""
        name = tzfpy.get_tz(longitude, latitude)
        return name if name in zone_names() else ""

    def is_question(self, utterance: str) -> bool:
        """Tell whether the reader asks something, so that a number in it is no time of day."""
        return "?" in utterance or _names(_form(utterance), self._words.questions)

    def is_unknowable(self, utterance: str) -> bool:
        """Tell whether the reader names a time that only they know, such as that of their alarm."""
        return _names(_form(utterance), self._words.unknowable)

    def until(self, utterance: str, today: date) -> date | None:
        """Return the date that is said after "until", if it lies within the next three months."""
        form = _form(utterance)
        if " until " not in form:
            return None
        base = datetime.combine(today, time())
        settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base}
        read = dateparser.parse(form.split(" until ", 1)[1], languages=["en"], settings=settings)
        return read.date() if read and 0 < (read.date() - today).days <= 92 else None

    def _clocks(self, form: str, bare: bool) -> Iterator[re.Match[str]]:
        """Yield what looks like a time: with minutes, "am" or "at", or alone where that is enough."""
        part = self._half(form)
        for found in _CLOCK.finditer(form):
            told = (
                found["minute"]
                or found["half"]
                or found["clock"]
                or part
                or (found["at"] or "").strip() == "at"
            )
            if told or bare:
                yield found

    def _plainly(self, form: str) -> str:
        """Return a message without the words of politeness around it."""
        polite = "|".join(re.escape(each) for each in self._words.politeness)
        return re.sub(rf"^(?:(?:{polite})\s+)+|(?:\s+(?:{polite}))+$", "", form)

    def _as_figures(self, form: str) -> str:
        """Write "half past seven" as 7:30, so that a clock can be seen in it."""
        for name, at in self._words.names.items():
            form = re.sub(rf"\b{name}\b", at, form)
        form = re.sub(rf"(?<=[a-z]) {_UNIT}(?= (?:past|to)\b)", "", form)
        form = self._relative.sub(self._clock, form)
        return re.sub(rf"\b({'|'.join(self._words.numbers)})\b", lambda m: str(self._number(m[1])), form)

    def _clock(self, found: re.Match[str]) -> str:
        """Write "20 to eight" as 7:40; what is no time of day, such as the range "7 to 8", stays as it is."""
        hour, half = self._number(found["hour"]), found["half"] or ""
        words, way = found["words"], found["way"]
        is_to = words in self._words.to or way == "to"
        minutes = int(found["figures"] or (self._words.to if is_to else self._words.past)[words])
        is_range = way == "to" and not found["unit"] and (minutes % 5 or hour > _NOON)
        if is_range or not 0 < minutes < 60:
            return found[0]
        return _before(hour, minutes, half) if is_to else f"{hour}:{minutes:02}{half}"

    def _number(self, said: str) -> int:
        return int(said) if said.isdecimal() else self._words.numbers[said]

    def _half(self, form: str) -> str:
        if _names(form, self._words.pm):
            return "p"
        return "a" if _names(form, self._words.am) else ""

    def _zone_within(self, form: str) -> str:
        """Return the zone of a place named at the end of a wish: "... in Auckland"."""
        found = self._places.get(form.rpartition(" in ")[2].strip(), ())
        return found[0] if len(found) == 1 else ""


def read_spoken_times(path: Path) -> SpokenTimes:
    """Read the words.

    Raises:
        ContentError: the file does not have its form, or names a zone or a day that does not exist.
    """
    return SpokenTimes(read_reminder_words(path))


def _before(hour: int, minutes: int, half: str) -> str:
    """Write so many minutes to an hour; to noon it is morning still, to midnight evening."""
    if hour == _NOON:
        half = half.translate(str.maketrans("ap", "pa"))
    return f"{hour - 1 if hour > _NOON else (hour - 2) % _NOON + 1}:{60 - minutes:02}{half}"


def _parsed(hour: str, minute: str, half: str) -> time | None:
    """Let the library judge what the figures mean, with a half of the day if one is known."""
    said = f"{hour}:{minute} {half}m" if half and int(hour) <= _NOON and int(hour) else f"{hour}:{minute}"
    read = dateparser.parse(said, languages=["en"], settings={"PARSERS": ["absolute-time"]})
    return read.time().replace(second=0, microsecond=0) if read else None


def _places(extra: Mapping[str, list[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield places: the cities in names of zones, the countries, and ours, which win."""
    for name in sorted(zone_names()):
        if "/" in name and not name.startswith("Etc/"):
            yield name.rsplit("/", 1)[1].replace("_", " ").casefold(), (name,)
    names = country_names()
    for country, zones in zones_of_countries().items():
        yield names[country].casefold(), zones
    for name, said in extra.items():
        for each in said:
            yield each, (name,)


def _form(utterance: str) -> str:
    plain = utterance.replace("\u2019", "'").casefold()
    return " ".join(_NOT_LETTERS.sub(" ", plain).strip(" .").split())


def _names(form: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", form) for word in words)


def _digits(days: list[str]) -> str:
    return "".join(str(DAYS.index(day)) for day in days)
