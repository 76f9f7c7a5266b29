"""Finding the words and phrases that clinicians say mean the same."""

from collections.abc import Iterable, Sequence

from bot.core.matching.stems import stem
from bot.core.text import tokens

CONCEPT = "≈"
"""What the name of a concept begins with; no word holds it."""


class Synonyms:
    """Knows which stems, in which order, stand for which concept.

    Args:
        sets: sets of words and phrases that mean the same; a phrase in two sets stands for the first.

    Attributes:
        words: every word of the sets.
        phrases: those of several words.
    """

    def __init__(self, sets: Sequence[Sequence[str]]) -> None:
        self._concepts: dict[tuple[str, ...], str] = {}
        self._plainest: dict[str, tuple[str, ...]] = {}
        self.words: set[str] = set()
        self.phrases = tuple(phrase for same in sets for phrase in same if " " in phrase)
        for number, same in enumerate(sets):
            for phrase in same:
                self._learn(phrase, f"{CONCEPT}{number}")
        self._longest = max(map(len, self._concepts), default=0)
        self._starts = {phrase[0] for phrase in self._concepts}

    def _learn(self, phrase: str, concept: str) -> None:
        words = tokens(phrase)
        self.words.update(words)
        if words:
            self._concepts.setdefault(tuple(map(stem, words)), concept)
            self._plainest.setdefault(concept, tuple(words))

    def canonical(self, stems: Sequence[str]) -> list[str]:
        """Return `stems` with the longest phrase of a synonym set, read from the left, as its concept."""
        if self._starts.isdisjoint(stems):
            return list(stems)
        return [concept for concept, _ in self.spans(stems)]

    def plainest(self, canonical: str) -> tuple[str, ...] | None:
        """Return the plainest words for a concept, or nothing for a stem."""
        return self._plainest.get(canonical)

    def spans(self, stems: Sequence[str]) -> Iterable[tuple[str, int]]:
        """Yield each canonical stem and how many of `stems` it stands for, from left to right."""
        at = 0
        while at < len(stems):
            concept, length = self._at(stems, at)
            yield concept, length
            at += length

    def _at(self, stems: Sequence[str], at: int) -> tuple[str, int]:
        if stems[at] in self._starts:
            for length in range(min(self._longest, len(stems) - at), 0, -1):
                concept = self._concepts.get(tuple(stems[at : at + length]))
                if concept is not None:
                    return concept, length
        return stems[at], 1
