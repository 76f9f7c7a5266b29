"""Finding phrases in a message: what it speaks of, and in which words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
_NO_OTHER = ""
_TRIED = 64  # of a message that says one thing over and over, the first places are enough
Spans = dict[str, dict[int, int]]
"""For each name, where its phrases begin, and where the longest one that begins there ends."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """A row of elements; `needs` and `leans` are the words and names without which it cannot be found."""

    name: str
    elements: tuple[Element, ...]
    needs: tuple[frozenset[str], ...]
    leans: frozenset[str]


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
        search = _Search(reading, spans, self._fillers)
        for rank in self._ranks:
            for name, start in rank.words_alone(reading):
                spans.setdefault(name, {}).setdefault(start, start + 1)
            for pattern, start in rank.candidates(reading, spans):
                end = search.end(pattern, start)
                if end > start:
                    found = spans.setdefault(pattern.name, {})
                    found[start] = max(end, found.get(start, 0))
        return spans


@cache
def _parsed(phrase: str) -> tuple[tuple[Element, ...], ...]:
    return parse(phrase)


class _Rank:
    """Patterns that lean only on names of lower ranks, by what they begin with and one more word."""

    def __init__(self) -> None:
        self.alone: dict[str, list[str]] = defaultdict(list)
        self.by_words: dict[str, dict[str, list[_Pattern]]] = {}
        self.by_name: dict[str, list[_Pattern]] = defaultdict(list)
        self.by_number: list[_Pattern] = []

    def add(self, name: str, elements: tuple[Element, ...]) -> None:
        first = next(e for e in elements if not isinstance(e, ClauseStart))
        needs = tuple(e.words for e in elements if isinstance(e, Literal))
        pattern = _Pattern(name, elements, needs, frozenset(references(elements)))
        match first:
            case Literal(words) if len(elements) == 1:
                for word in words:
                    self.alone[word].append(name)
            case Literal(words):
                for word, other in product(words, needs[-1] if len(needs) > 1 else (_NO_OTHER,)):
                    self.by_words.setdefault(word, {}).setdefault(other, []).append(pattern)
            case Reference(other):
                self.by_name[other].append(pattern)
            case _:
                self.by_number.append(pattern)

    def words_alone(self, reading: Reading) -> Iterable[tuple[str, int]]:
        for place, words in enumerate(reading.known):
            for word in words:
                for name in self.alone.get(word, ()):
                    yield name, place

    def candidates(self, reading: Reading, spans: Spans) -> Iterable[tuple[_Pattern, int]]:
        """Yield patterns and places where they may begin, of each pattern the first `_TRIED`."""
        spoken = frozenset().union(*reading.known)
        for word in spoken & self.by_words.keys():
            by_other = self.by_words[word]
            for other in (spoken | {_NO_OTHER}) & by_other.keys():
                yield from _possible(by_other[other], reading.places[word], spoken, spans)
        for name in spans.keys() & self.by_name.keys():
            yield from _possible(self.by_name[name], [*spans[name]], spoken, spans)
        numbers = [place for place, number in enumerate(reading.numbers) if number is not None]
        yield from _possible(self.by_number, numbers, spoken, spans)


def _possible(
    patterns: Sequence[_Pattern], places: Sequence[int], spoken: frozenset[str], spans: Spans
) -> Iterable[tuple[_Pattern, int]]:
    for pattern in patterns:
        if pattern.leans <= spans.keys() and not any(map(spoken.isdisjoint, pattern.needs)):
            for place in places[:_TRIED]:
                yield pattern, place


class _Search:
    """Follows one pattern through a message."""

    def __init__(self, reading: Reading, spans: Spans, fillers: frozenset[str]) -> None:
        self._reading = reading
        self._spans = spans
        self._fillers = fillers
        self._count = len(reading.words)

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
        skipped = 0
        place = after
        while place < self._count:
            found = self._follow(rest, place, after - 1)
            if found >= 0:
                return found
            skipped += self._reading.words[place] not in self._fillers
            if skipped > (GAP if gap else 0) or place - after >= GAP + _FILLERS_BETWEEN:
                return -1
            place += 1
        return -1

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
