"""Programmes of sessions as clinicians wrote them, and how a reader's own is going."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import mean
from typing import NewType

from bot.core.knowledge import EntryId, Prose
from bot.core.triage import RedFlagId

ProgrammeId = NewType("ProgrammeId", str)
"""The id of a programme: the name of its file, such as `fortnight`."""

CLEAR_CHANGE = 2.0
"""Points on the 0 to 10 scale that count as a change: Farrar et al., Pain 2001;94:149-158."""

_ENDS = 3
"""So many scores at the beginning and at the end are compared."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the screen before a programme.

    Attributes:
        ask: a question to be answered with yes, no or "not sure".
        red_flag: whose advice ends the screen, unless the answer is no.
        topics: entries that come first, unless the answer is no.
    """

    ask: Prose
    red_flag: RedFlagId | None = None
    topics: tuple[EntryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a session: what to do, a picture, and whether a clock runs for each side."""

    title: str
    say: Prose
    picture: str | None = None
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """The sessions from a number on, and their steps."""

    from_session: int
    title: str
    steps: tuple[Step, ...]


class Trend(StrEnum):
    """How pain scores have moved."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of sessions; the fields are explained in `knowledge/programmes/fortnight.yaml`."""

    id: ProgrammeId
    title: str
    label: str
    sessions: int
    days: frozenset[int]
    intro: Prose
    screen: tuple[Question, ...]
    stages: tuple[Stage, ...]
    minutes: tuple[int, ...]
    sides: tuple[str, str]
    breathing: tuple[str, ...]
    kind: tuple[Prose, ...]
    afterwards: tuple[Prose, ...]
    stopping: Mapping[str, Prose]
    milestones: tuple[int, ...]
    progress: Mapping[Trend, Prose]
    rising: Prose
    after: Prose
    next: ProgrammeId | None = None
    offered_under: tuple[EntryId, ...] = ()
    is_reviewed: bool = False

    def stage(self, session: int) -> Stage:
        """Return the stage of a session, counted from 1."""
        return [stage for stage in self.stages if stage.from_session <= max(1, session)][-1]

    def kind_words(self, done: int) -> Prose:
        """Return something kind and true for a reader who has done so many sessions."""
        return self.kind[done % len(self.kind)]

    def afterwards_words(self, done: int) -> Prose:
        """Return something kind and true for a reader whose session, the `done`th, is just over."""
        return self.afterwards[max(0, done - 1) % len(self.afterwards)]


@dataclass(frozen=True, slots=True)
class Programmes:
    """All programmes, by id; the first is the one that "remind me" means."""

    by_id: Mapping[ProgrammeId, Programme] = field(default_factory=dict)

    @property
    def first(self) -> Programme:
        """The programme that readers mean who name none."""
        return self.by_id.get(ProgrammeId("fortnight")) or next(iter(self.by_id.values()))

    def get(self, name: str) -> Programme:
        """Return a programme, or the first where that one is gone from the folder."""
        return self.by_id.get(ProgrammeId(name)) or self.first

    def offered_under(self, entry: EntryId) -> Programme | None:
        """Return the programme whose button stands under an entry."""
        return next((each for each in self.by_id.values() if entry in each.offered_under), None)


@dataclass(frozen=True, slots=True)
class Scores:
    """A reader's pain before and after one session, 0 to 10, each only if they gave it."""

    before: int | None = None
    after: int | None = None

    @property
    def felt(self) -> int | None:
        """The score that stands for this session: before it, else after it."""
        return self.after if self.before is None else self.before


def trend(scores: Sequence[Scores]) -> Trend:
    """Return how pain has moved: the mean of the last three scores against that of the first three.

    With fewer than four scores nothing can be said.
    """
    felt = [each.felt for each in scores if each.felt is not None]
    if len(felt) <= _ENDS:
        return Trend.UNKNOWN
    change = mean(felt[-_ENDS:]) - mean(felt[:_ENDS])
    if abs(change) < CLEAR_CHANGE:
        return Trend.SAME
    return Trend.BETTER if change < 0 else Trend.WORSE


def is_rising(scores: Sequence[Scores]) -> bool:
    """Tell whether pain has risen over the last three sessions, before them or after them."""
    for kind in ("before", "after"):
        last = [getattr(each, kind) for each in scores][-_ENDS:]
        if len(last) == _ENDS and None not in last and last[0] < last[1] < last[2]:
            return True
    return False
