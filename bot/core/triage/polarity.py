"""How a sign is meant: present, denied, over, asked in general, or someone else's story."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise

from bot.core.triage.mentions import Spans
from bot.core.triage.reading import Reading
from bot.core.triage.values import CueKind

_REACH = 7
_OR = {"or", "nor"}
_NO = {"no", "nope", "nah", "not"}


class Polarity(StrEnum):
    """How a mention is meant."""

    PRESENT = "present"
    SOMEONE_ONCE = "someone else, once"
    GENERAL = "asked in general"
    DENIED = "denied"
    ASKED = "asked whether it can be"
    PAST = "past"
    PAST_EVENT = "long ago"


@dataclass(frozen=True, slots=True)
class _Scope:
    polarity: Polarity
    cue: range
    words: range


class Polarities:
    """The scopes of a message's small words.

    Args:
        reading: the message.
        cues: where its cues are.
        covers: where the signs that rules look for are; a "no" inside one ("no feeling") denies nothing else.
    """

    def __init__(self, reading: Reading, cues: Spans, covers: Mapping[str, Mapping[int, int]]) -> None:
        self._reading = reading
        self._cues = {CueKind(name): spans for name, spans in cues.items()}
        self._clause = _clauses(reading, self._spans(CueKind.CLAUSE))
        self._consumed = _consumed(covers)
        self._bounds = _bounds(self._clause)
        self._scopes: list[list[_Scope]] = [[] for _ in reading.words]
        everything = (self._denials(), self._clause_wide(), self._general(), self._asked())
        for scope in chain.from_iterable(everything):
            for place in scope.words:
                self._scopes[place].append(scope)

    def of(self, start: int, end: int) -> Polarity:
        """Return how the words from `start` up to `end` are meant."""
        found = {
            scope.polarity
            for scope in self._scopes[start]
            if not (start <= scope.cue.start and scope.cue.stop <= end)
        }
        return next((p for p in Polarity if p in found), Polarity.PRESENT)

    def _spans(self, kind: CueKind) -> dict[int, int]:
        return self._cues.get(kind, {})

    def _denials(self) -> Iterator[_Scope]:
        harmless = {place for s, e in self._spans(CueKind.NOT_DENIED).items() for place in range(s, e)}
        for start, end in self._spans(CueKind.DENIED).items():
            if start not in self._consumed and start not in harmless:
                words = range(end, self._denial_end(end))
                yield _Scope(self._denied_or_over(words), range(start, end), words)
        for start, end in self._spans(CueKind.DENIED_BEFORE).items():
            if start not in harmless and not self._closes_question(end):
                yield _Scope(Polarity.DENIED, range(start, end), range(self._clause_start(start), start))
        yield from self._answered_questions()

    def _closes_question(self, end: int) -> bool:
        """Whether the words before `end` are the last ones of a question ("... is that normal?")."""
        segment = self._reading.segment
        return segment[end - 1] in self._reading.asked and (
            end == len(segment) or segment[end] != segment[end - 1]
        )

    def _answered_questions(self) -> Iterator[_Scope]:
        """Yield "pregnant? no": the question before a "no" is denied."""
        segment, words = self._reading.segment, self._reading.words
        for place in range(1, len(segment)):
            before = segment[place - 1]
            if words[place] in _NO and segment[place] != before and before in self._reading.asked:
                yield _Scope(
                    Polarity.DENIED, range(place, place + 1), range(self._clause_start(place - 1), place)
                )

    def _denied_or_over(self, words: range) -> Polarity:
        over = any(
            words.start <= start <= words.stop and self._same_segment(start, words.start)
            for start in self._spans(CueKind.NOT_NOW)
        )
        return Polarity.PAST if over else Polarity.DENIED

    def _same_segment(self, one: int, other: int) -> bool:
        segment = self._reading.segment
        return max(one, other) < len(segment) and segment[one] == segment[other]

    def _denial_end(self, start: int) -> int:
        ends = self._spans(CueKind.DENIAL_ENDS)
        place = start
        while place < min(start + _REACH, len(self._reading.words)):
            if place > start and place in ends:
                break
            if place > 0 and self._new_segment(place) and not self._list_goes_on(place):
                break
            place += 1
        return place

    def _new_segment(self, place: int) -> bool:
        return self._reading.segment[place] != self._reading.segment[place - 1]

    def _list_goes_on(self, place: int) -> bool:
        """Whether a comma stands inside a list that an "or" closes ("no fever, numbness or weakness")."""
        ends = self._spans(CueKind.DENIAL_ENDS)
        for later in range(place, min(place + _REACH, len(self._reading.words))):
            if self._reading.sentence[later] != self._reading.sentence[place - 1] or later in ends:
                return False
            if self._reading.words[later] in _OR:
                return True
        return False

    def _clause_wide(self) -> Iterator[_Scope]:
        kinds = {
            CueKind.PAST: Polarity.PAST,
            CueKind.PAST_EVENT: Polarity.PAST_EVENT,
            CueKind.SOMEONE_ONCE: Polarity.SOMEONE_ONCE,
        }
        for kind, polarity in kinds.items():
            for start, end in self._spans(kind).items():
                words = range(self._clause_start(start), self._clause_end(start))
                yield _Scope(polarity, range(start, end), words)

    def _clause_start(self, place: int) -> int:
        return self._bounds[self._clause[place]].start

    def _clause_end(self, place: int) -> int:
        return self._bounds[self._clause[place]].stop

    def _general(self) -> Iterator[_Scope]:
        for start, end in self._spans(CueKind.GENERAL).items():
            words = range(start, self._general_end(end))
            yield _Scope(Polarity.GENERAL, range(start, start), words)

    def _asked(self) -> Iterator[_Scope]:
        """Yield "can a ball make a leg numb?", unless it tells of somebody: "... my leg numb since May?"."""
        specific = self._spans(CueKind.SPECIFIC).keys()
        for start, end in self._spans(CueKind.ASKED).items():
            words = range(start, self._general_end(end))
            if specific.isdisjoint(words):
                yield _Scope(Polarity.ASKED, range(start, start), words)

    def _general_end(self, place: int) -> int:
        subjects = self._spans(CueKind.ME).keys() | self._spans(CueKind.OTHER).keys()
        breaks = self._spans(CueKind.CLAUSE)
        sentence = self._reading.sentence
        while place < len(sentence) and sentence[place] == sentence[place - 1] and place not in breaks:
            if self._new_segment(place) and subjects & set(range(place, place + 4)):
                break
            place += 1
        return place


def _clauses(reading: Reading, breaks: Mapping[int, int]) -> list[int]:
    clauses: list[int] = []
    number = 0
    for place, segment in enumerate(reading.segment):
        if place > 0 and (segment != reading.segment[place - 1] or place in breaks):
            number += 1
        clauses.append(number)
    return clauses


def _bounds(clauses: list[int]) -> list[range]:
    """Return from where to where each clause goes."""
    starts = [place for place, number in enumerate(clauses) if place == 0 or number != clauses[place - 1]]
    return [range(start, stop) for start, stop in pairwise([*starts, len(clauses)])]


def _consumed(covers: Mapping[str, Mapping[int, int]]) -> set[int]:
    return {
        place
        for spans in covers.values()
        for start, end in spans.items()
        if end - start > 1
        for place in range(start, end)
    }
