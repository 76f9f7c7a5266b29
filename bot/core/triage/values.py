"""What triage knows, as values: red flags, concepts, rules, numbers to ring. Clinicians own all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from bot.core.knowledge import Prose, Source

RedFlagId = NewType("RedFlagId", str)
"""The id of a red flag, a stable slug such as `rf_trauma`."""

_NO_WORDS = Prose("")
NEARBY = 30
"""How many words may lie between the concepts of a rule that does not say: about two sentences."""


class Level(StrEnum):
    """How soon a red flag has to be seen."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SEE_FIRST = "see_first"

    @property
    def rank(self) -> int:
        """0 for an emergency, and more for what can wait longer."""
        return tuple(Level).index(self)


class CueKind(StrEnum):
    """The small words that say how a sign is meant, and of whom."""

    DENIED = "denied"
    DENIED_BEFORE = "denied_before"
    NOT_DENIED = "not_denied"
    DENIAL_ENDS = "denial_ends"
    NOT_NOW = "not_now"
    PAST = "past"
    PAST_EVENT = "past_event"
    GENERAL = "general"
    ASKED = "asked"
    SPECIFIC = "specific"
    SOMEONE_ONCE = "someone_once"
    CLAUSE = "clause"
    ME = "me"
    ASIDE = "aside"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a message may speak of, and the many ways of saying it.

    Attributes:
        name: a slug that rules and other phrases use.
        phrases: words and patterns, in the small language of `bot.core.triage.patterns`.
        past_counts: whether it matters although it is over ("had cancer in 2019").
        event: whether it is a thing that happened once (a fall), so that "last year" makes it old.
    """

    name: str
    phrases: tuple[str, ...]
    past_counts: bool = False
    event: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A combination of concepts that means a red flag.

    Attributes:
        flag: the red flag that it raises.
        because: what it looks for, in a clinician's words.
        level: the level that it reaches; None when it only calls for the flag's check question.
        all: every one of these must be spoken of; each is a set of concepts of which one is enough.
        within: how many words may lie between the first of them and each other one.
        unless: concepts that speak against it.
    """

    flag: RedFlagId
    because: str
    level: Level | None
    all: tuple[frozenset[str], ...]
    within: int = NEARBY
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign of serious illness.

    Attributes:
        id: a stable slug.
        title: its name for clinicians.
        level: the level that it usually has.
        say: what the reader is told at each level that it may reach.
        check: the yes-or-no question to ask when unsure, with the reason for asking; empty at "see first".
        sources: where its rules come from.
    """

    id: RedFlagId
    title: str
    level: Level
    say: Mapping[Level, Prose]
    check: Prose = _NO_WORDS
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """A red flag and the level that it actually reached."""

    flag: RedFlagId
    level: Level


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to ring in one country, as words that fit into a sentence."""

    emergency: str
    urgent_line: str


@dataclass(frozen=True, slots=True)
class Example:
    """A message from which the second net learns.

    Attributes:
        text: the message.
        flags: the red flags that it should raise; none if it is ordinary.
    """

    text: str
    flags: tuple[RedFlagId, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores of the second net, about 1 for messages that read like red flags and -1 for ordinary ones.

    Attributes:
        alarm_above: above it the second net raises an alarm without a rule.
        believe_above: above it a rule's alarm is told; below it is asked about.
        ask_above: above it a check question is asked without a rule.
        ignore_below: below it a rule's alarm is not asked about, nor what a rule only asks.
    """

    alarm_above: float = 2.0
    believe_above: float = -2.0
    ask_above: float = 2.0
    ignore_below: float = -2.0


_RULES_ALONE = Thresholds()


@dataclass(frozen=True, slots=True)
class RedFlagBook:
    """All that clinicians have written about red flags.

    Attributes:
        flags: by id, in the order in which two alarms of one level are told.
        concepts: what a message may speak of.
        rules: the combinations that matter.
        numbers: whom to ring, by country code; "" is for a reader whose country is not known.
        cues: phrases for polarity and person.
        idioms: phrases whose words do not mean what they seem to.
        fillers: words that may stand between the words of a phrase.
        signs: pictures (emoji, one character each) that stand for words.
        ordinary_words: real words that are never taken for a misspelling.
        examples: what the second net learns from; with no ordinary ones among them it stays switched off.
        thresholds: how the rules and the second net settle what is told, and what is asked.
        ending: the line that closes every red-flag reply.
        first: the flags that come before all others.
    """

    flags: Mapping[RedFlagId, RedFlag]
    concepts: tuple[Concept, ...]
    rules: tuple[Rule, ...]
    numbers: Mapping[str, Numbers]
    cues: Mapping[CueKind, tuple[str, ...]] = field(default_factory=dict)
    idioms: tuple[str, ...] = ()
    fillers: frozenset[str] = frozenset()
    signs: Mapping[str, str] = field(default_factory=dict)
    ordinary_words: frozenset[str] = frozenset()
    examples: tuple[Example, ...] = ()
    thresholds: Thresholds = _RULES_ALONE
    ending: Prose = _NO_WORDS
    first: tuple[RedFlagId, ...] = ()

    def words_for(self, alarm: Alarm, country: str = "") -> Prose:
        """Return what to tell the reader, with the numbers of a country (ISO code, or "EU"; "" if unknown).

        An unknown country gets the general line that lists them all.
        """
        say = self.flags[alarm.flag].say
        wording = say.get(alarm.level) or next(iter(say.values()))
        numbers = self.numbers.get(country.upper()) or self.numbers[""]
        filled = wording.replace("{emergency}", numbers.emergency)
        return Prose(filled.replace("{urgent_line}", numbers.urgent_line))
