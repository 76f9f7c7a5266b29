"""Finding phrases in a message: what it speaks of, and in which words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import product

from bot.core.triage.patterns import (
    GAP,
    Ahead,
    ClauseEnd,
    ClauseStart,
    Element,
    Gap,
    Literal,
    Number,
    Reference,
    parse,
    references,
)
from bot.core.triage.reading import Reading

_FILLERS_BETWEEN = 2
_REACH = GAP + _FILLERS_BETWEEN + 1
"""At how many places the next element of a phrase may begin."""
_NUMBER = "#"
_ANYTHING = ""
_ANYWHERE = frozenset([_ANYTHING])
Spans = dict[str, dict[int, int]]
"""For each name, where its phrases begin, and where the longest one that begins there ends."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """A row of elements, and the name that it is a phrase of."""

    name: str
    elements: tuple[Element, ...]


class Finder:
    """Finds the phrases of many names in a message, references between names included.

    Args:
        phrases: the phrases of each name.
        fillers: words that may stand between the words of a phrase.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]], fillers: frozenset[str]) -> None:
        self._fillers = fillers
        parsed = {name: [row for phrase in phrases[name] for row in _parsed(phrase)] for name in phrases}
        self._ranks = _ranked(parsed)

    def find(self, reading: Reading) -> Spans:
        """Return where each name is spoken of."""
        spans: Spans = {}
        for rank in self._ranks:
            search = _Search(reading, spans, self._fillers)
            for name, start in rank.words_alone(reading):
                spans.setdefault(name, {}).setdefault(start, start + 1)
            for pattern, start in rank.candidates(search):
                end = search.end(pattern, start)
                if end > start:
                    found = spans.setdefault(pattern.name, {})
                    found[start] = max(end, found.get(start, 0))
        return spans


@cache
def _parsed(phrase: str) -> tuple[tuple[Element, ...], ...]:
    return parse(phrase)


_Following = dict[str, dict[str, list[_Pattern]]]
"""Patterns that begin alike, by what their second and their third element may begin with."""


class _Rank:
    """Patterns that lean only on names of lower ranks, by what they begin and go on with."""

    def __init__(self) -> None:
        self.alone: dict[str, list[str]] = defaultdict(list)
        self.by_first: dict[str, dict[bool, _Following]] = {}

    def add(self, name: str, elements: tuple[Element, ...]) -> None:
        """Add a pattern under what its first three elements may begin with, and whether a gap is next."""
        first, *rest = (e for e in elements if not isinstance(e, ClauseStart))
        if isinstance(first, Literal) and len(elements) == 1:
            for word in first.words:
                self.alone[word].append(name)
            return
        gap = any(isinstance(e, Gap) for e in rest[:1])
        second, third, *_ = (*(e for e in rest if not isinstance(e, Gap | Ahead)), None, None)
        if not isinstance(second, Literal):
            third = None  # names may be of any length, and so it may stand anywhere
        pattern = _Pattern(name, elements)
        for keys in product(*map(_beginnings, (first, second, third))):
            following = self.by_first.setdefault(keys[0], {}).setdefault(gap, {})
            following.setdefault(keys[1], {}).setdefault(keys[2], []).append(pattern)

    def words_alone(self, reading: Reading) -> Iterable[tuple[str, int]]:
        for place, words in enumerate(reading.known):
            for word in words & self.alone.keys():
                for name in self.alone[word]:
                    yield name, place

    def candidates(self, search: "_Search") -> Iterable[tuple[_Pattern, int]]:
        """Yield patterns and where they may begin, as what they go on with stands near by."""
        for place, beginnings in enumerate(search.beginnings):
            for first in beginnings & self.by_first.keys():
                end = search.after(first, place)
                for gap, following in self.by_first[first].items():
                    for second in search.soon(end, gap, following.keys()):
                        by_third = following[second]
                        for third in search.near(end) & by_third.keys():
                            for pattern in by_third[third]:
                                yield pattern, place


def _beginnings(element: Element | None) -> Iterable[str]:
    """Return what an element may begin with: a word, the name of a concept, a number, or anything."""
    match element:
        case Literal(words):
            return words
        case Reference(concept):
            return (_named(concept),)
        case Number():
            return (_NUMBER,)
        case _:
            return (_ANYTHING,)


def _named(concept: str) -> str:
    return f"<{concept}>"


class _Search:
    """Follows patterns through a message.

    Attributes:
        beginnings: for each place, the words, names and numbers that begin there.
    """

    def __init__(self, reading: Reading, spans: Spans, fillers: frozenset[str]) -> None:
        self._reading = reading
        self._spans = spans
        self._fillers = fillers
        self._count = len(reading.words)
        self.beginnings = [
            words if number is None else words | {_NUMBER}
            for words, number in zip(reading.known, reading.numbers, strict=True)
        ]
        for name, found in spans.items():
            for start in found:
                self.beginnings[start] |= {_named(name)}
        self._near: dict[int, frozenset[str]] = {}

    def after(self, beginning: str, place: int) -> int:
        """Return where the word, name or number ends that begins at `place`."""
        if beginning == _NUMBER:
            return self._reading.after_number(place)
        return self._spans[beginning[1:-1]][place] if beginning[0] == "<" else place + 1

    def near(self, place: int) -> frozenset[str]:
        """Return what begins where the third element may begin of a phrase whose first ended at `place`."""
        if place not in self._near:
            self._near[place] = _ANYWHERE.union(*self.beginnings[place : place + 2 * _REACH])
        return self._near[place]

    def soon(self, place: int, gap: bool, wanted: Set[str]) -> Set[str]:
        """Return what of `wanted` begins where the element behind one that ended at `place` may begin."""
        found = wanted & _ANYWHERE
        for later in self._places_for(place, gap):
            if not wanted.isdisjoint(self.beginnings[later]):
                found = found | (wanted & self.beginnings[later])
        return found

    def end(self, pattern: _Pattern, place: int) -> int:
        """Return where the pattern ends that begins at `place`, or -1."""
        elements = pattern.elements
        if isinstance(elements[0], ClauseStart):
            if not self._begins_clause(place):
                return -1
            elements = elements[1:]
        return self._follow(elements, place, place)

    def _follow(self, elements: tuple[Element, ...], place: int, last: int) -> int:
        """Match the first of `elements` at `place`, in one sentence with the word at `last`, then others."""
        element = elements[0]
        after = self._step(element, place, last)
        if after < 0:
            return -1
        rest = elements[1:]
        if not rest:
            return after
        match rest[0]:
            case ClauseEnd():
                return after if self._ends_clause(after) else -1
            case Ahead():
                return after if self._continue(rest[1:], after) >= 0 else -1
        return self._continue(rest, after)

    def _continue(self, rest: tuple[Element, ...], after: int) -> int:
        gap = isinstance(rest[0], Gap)
        if gap:
            rest = rest[1:]
        for place in self._places_for(after, gap):
            found = self._follow(rest, place, after - 1)
            if found >= 0:
                return found
        return -1

    def _places_for(self, after: int, gap: bool) -> range:
        """Return where the element behind one that ended at `after` may begin: there, or behind fillers."""
        words, left = self._reading.words, GAP if gap else 0
        end = min(after + _REACH, self._count)
        for place in range(after, end):
            left -= words[place] not in self._fillers
            if left < 0:
                return range(after, place + 1)
        return range(after, end)

    def _step(self, element: Element, place: int, last: int) -> int:
        if place >= self._count or self._reading.sentence[place] != self._reading.sentence[max(last, 0)]:
            return -1
        match element:
            case Literal(words):
                return place + 1 if not words.isdisjoint(self._reading.known[place]) else -1
            case Reference(name):
                return self._spans.get(name, {}).get(place, -1)
            case Number(low, high):
                number = self._reading.numbers[place]
                fits = number is not None and low <= number <= high
                return self._reading.after_number(place) if fits else -1
            case _:
                return -1

    def _begins_clause(self, place: int) -> bool:
        return place == 0 or self._reading.segment[place] != self._reading.segment[place - 1]

    def _ends_clause(self, after: int) -> bool:
        return after == self._count or self._reading.segment[after] != self._reading.segment[after - 1]


def _ranked(parsed: Mapping[str, list[tuple[Element, ...]]]) -> list[_Rank]:
    depth: dict[str, int] = {}
    ranks: list[_Rank] = []
    for name, patterns in parsed.items():
        for elements in patterns:
            level = max((_depth(r, parsed, depth, (name,)) + 1 for r in references(elements)), default=0)
            while len(ranks) <= level:
                ranks.append(_Rank())
            ranks[level].add(name, elements)
    return ranks


def _depth(
    name: str,
    parsed: Mapping[str, list[tuple[Element, ...]]],
    depth: dict[str, int],
    above: tuple[str, ...],
) -> int:
    if name in above:
        raise ValueError(f"{' -> '.join((*above, name))}: concepts lean on each other in a circle")
    if name not in depth:
        below = {r for elements in parsed[name] for r in references(elements)}
        depth[name] = max((_depth(r, parsed, depth, (*above, name)) + 1 for r in below), default=0)
    return depth[name]
