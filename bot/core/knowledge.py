"""What the bot knows, as values: curated entries, small talk and the edges of what it covers.

Everything here is frozen and is read from files by `bot.content`; nothing here reads a file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

EntryId = NewType("EntryId", str)
"""The id of an entry: the name of its file, a stable slug such as `release_dose`."""

Prose = NewType("Prose", str)
"""Words for readers, with `**bold**` and `[https links](https://...)` as their only markup."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an answer."""

    text: Prose


@dataclass(frozen=True, slots=True)
class Bullets:
    """A bulleted list inside an answer."""

    items: tuple[Prose, ...]


Block = Paragraph | Bullets


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    key: str
    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Review:
    """Which registered clinician has read an entry, and when."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and its curated answer.

    Attributes:
        id: the name of its file.
        group: the folder it stands in; also its place in the topic menu.
        title: the heading of the answer.
        label: a few words for its button, at most 28 characters.
        ask: phrasings, ways in which readers ask for it.
        follow_up: short phrasings that ask for it only when they lean on the entry itself or on one that
            names it in `next` ("how long?", "harder version?").
        answer: the short answer.
        steps: what to do, in order.
        easier: easier versions.
        harder: harder versions, and when to move on.
        cautions: precautions before ("Take care").
        stop_if: warning signs during ("Stop if").
        next: entries that readers ask for next, most likely first.
        evidence: how sure we are, in words.
        sources: where the facts come from.
        pictures: the names of its pictures, in the order of showing.
        owner_link: the name of a link that the bot's owner supplies, if the answer needs one.
        review: who has reviewed it, if a clinician has.
    """

    id: EntryId
    group: str
    title: str
    label: str
    ask: tuple[str, ...]
    answer: tuple[Block, ...]
    evidence: str
    follow_up: tuple[str, ...] = ()
    steps: tuple[Prose, ...] = ()
    easier: tuple[Prose, ...] = ()
    harder: tuple[Prose, ...] = ()
    cautions: tuple[Prose, ...] = ()
    stop_if: tuple[Prose, ...] = ()
    next: tuple[EntryId, ...] = ()
    sources: tuple[Source, ...] = ()
    pictures: tuple[str, ...] = ()
    owner_link: str | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A shelf of the topic menu: a folder of entries and its name for readers."""

    id: str
    title: str


class CourtesyKind(StrEnum):
    """The kinds of small talk that get a reply of their own."""

    GREETING = "greeting"
    THANKS = "thanks"
    BYE = "bye"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Small talk and the ways of making it."""

    kind: CourtesyKind
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Something outside what the bot covers: its phrasings compete with those of entries.

    Attributes:
        id: a slug.
        say: what the bot tells the reader, honestly.
        ask: ways in which readers ask for it.
        nearest: entries that may help all the same.
    """

    id: str
    say: Prose
    ask: tuple[str, ...]
    nearest: tuple[EntryId, ...] = ()


@dataclass(frozen=True, slots=True)
class SortedQuestion:
    """A question in somebody's own words that a person has sorted: learnt like a phrasing.

    Attributes:
        text: the question.
        sorted_to: the id of the entry that answers it, or of what it shows not to be covered.
    """

    text: str
    sorted_to: str


@dataclass(frozen=True, slots=True)
class SortedFollowUp:
    """A message that came after an answer, whether or not it leans on it, sorted by a person.

    Attributes:
        text: the message.
        previous: the entry that had been shown.
        sorted_to: the id of the entry that answers it, or of what it shows not to be covered.
    """

    text: str
    previous: EntryId
    sorted_to: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that clinicians teach the bot.

    Attributes:
        synonyms: sets of words and phrases that mean the same here, the plainest first.
        same_entry: follow-ups that lean on the last entry whichever it was ("tell me more").
        yes: ways of saying yes to a yes-or-no question.
        no: ways of saying no to it.
        misread: ways of telling that an urgent reply misread the message.
    """

    synonyms: tuple[tuple[str, ...], ...] = ()
    same_entry: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyLines:
    """What to say to somebody who does not write English, by language (ISO 639-1)."""

    lines: Mapping[str, str]
    numbers: Mapping[str, str]

    def line(self, language: str, country: str) -> str:
        """Return the line of a language, with the emergency number of a country ("" if unknown)."""
        return self.lines[language].replace("{number}", self.numbers.get(country) or self.numbers["general"])


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All that was read from the knowledge folder, apart from the red flags."""

    entries: Mapping[EntryId, Entry]
    groups: Sequence[Group]
    courtesies: Sequence[Courtesy] = ()
    not_covered: Sequence[NotCovered] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    sorted_questions: Sequence[SortedQuestion] = ()
    sorted_follow_ups: Sequence[SortedFollowUp] = ()

    def in_group(self, group: str) -> list[Entry]:
        """Return the entries of a group, in the order of their files' names."""
        return [entry for entry in self.entries.values() if entry.group == group]
