"""Reading misspelt words as the words of the knowledge base, and leaving real English words alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Mapping
from functools import reduce
from math import log
from operator import or_

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core.matching.ranking import WordReading
from bot.core.matching.slips import is_slip
from bot.core.matching.stems import stem

_SHORT = 3
_SHORTEST = 2
_TWO_EDITS_FROM = 7
_LONGEST = 24
_FREQUENT = 0.01
_WEIGHT_OF_FREQUENCY = 0.05
_WEIGHT_OF_SLIP = 0.4
_WEIGHT_OF_NEIGHBOUR = 0.3
_REMEMBERED = 20_000
_VOWELS = frozenset("aeiouy")

Correction = tuple[float, str, int]
"""What a correction costs, the word that is read, and the edits."""


class Spelling:
    """Reads each word as itself, or as the word of the vocabulary that it most likely misspells.

    A word that the vocabulary lacks, by surface and by stem, and that is no known English word, is taken for
    the vocabulary's word at the smallest optimal string alignment distance (insertions, deletions,
    substitutions and swaps of neighbours; Boytsov, "Indexing methods for approximate dictionary searching",
    2011): one edit for words of up to six letters, two for longer ones. Ties go to slips of the thumb, to the
    higher Jaro-Winkler similarity (Winkler, 1990), which trusts the first letters, to frequent words, and to
    words that phrasings have beside the same neighbour (of "how meny", "many" and not "menu").
    Words of two or three letters are only read as frequent ones ("teh", "hw"), which decide nothing alone,
    and only for a slip or a dropped letter, so that "lol" stays what it is.

    Args:
        vocabulary: the words of the knowledge base and how often each occurs in it.
        known_words: English words that are never corrected.
    """

    def __init__(self, vocabulary: Mapping[str, int], known_words: Container[str]) -> None:
        self._frequency = vocabulary
        self._frequent_from = max(3.0, _FREQUENT * sum(vocabulary.values()) / 7)
        self._stems = {stem(word) for word in vocabulary}
        self._known_words = known_words
        searched = (word for word in vocabulary if len(word) >= _SHORT and not word.isdigit())
        self._words = sorted(searched, key=lambda word: (len(word), word))
        self._lengths = list(map(len, self._words))
        self._letters = np.array(list(map(_letters, self._words)), dtype=np.uint32)
        self._readings: dict[str, WordReading] = {}
        self._corrections: dict[str, list[Correction]] = {}

    def read(self, word: str) -> WordReading:
        """Return how `word`, folded, is read."""
        reading = self._readings.get(word)
        if reading is None:
            if len(self._readings) >= _REMEMBERED:
                self._readings.clear()
                self._corrections.clear()
            reading = self._readings[word] = self._reading(word)
        return reading

    def among(self, reading: WordReading, beside: Callable[[str], int]) -> WordReading:
        """Return how a word is read among others: a correction is likelier if it is known to stand there.

        Args:
            reading: how the word is read alone.
            beside: how many of its neighbours a word is known to stand beside.
        """
        if not reading.corrected:
            return reading
        costs = self._costs(reading.typed)
        most = min(costs)[0] + 2 * _WEIGHT_OF_NEIGHBOUR  # what costs more loses even beside both neighbours
        close = [(cost, read, edits) for cost, read, edits in costs if cost <= most]
        if len(close) == 1:
            return reading
        weighed = [(cost - _WEIGHT_OF_NEIGHBOUR * beside(read), read, edits) for cost, read, edits in close]
        return _cheapest(reading.typed, weighed)

    def is_cheap(self, word: str) -> bool:
        """Whether reading `word`, for the first time, takes no search through the vocabulary."""
        return word in self._frequency or not self._may_correct(word)

    def unread(self, word: str) -> WordReading:
        """Return `word` as a word that nothing is known of, without looking for a correction."""
        return WordReading(word, word, known=self._holds(word))

    def _reading(self, word: str) -> WordReading:
        if self._holds(word) or not self._may_correct(word):
            return self.unread(word)
        costs = self._costs(word)
        return _cheapest(word, costs) if costs else self.unread(word)

    def _holds(self, word: str) -> bool:
        return word in self._frequency or stem(word) in self._stems

    def _may_correct(self, word: str) -> bool:
        if not _SHORTEST <= len(word) <= _LONGEST or word in self._known_words:
            return False
        letters = sum(map(str.isalpha, word))
        return letters == len(word) or (letters > _SHORT and len(word) >= _TWO_EDITS_FROM)

    def _candidates(self, word: str) -> list[tuple[int, str]]:
        edits = 2 if len(word) >= _TWO_EDITS_FROM else 1
        near = self._with_nearly_the_letters(word, edits)
        distances = process.cdist([word], near, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        found = [(int(distances[i]), near[i]) for i in np.flatnonzero(distances <= edits).tolist()]
        if len(word) <= _SHORT:
            found = [(edits, candidate) for edits, candidate in found if self._is_safe(word, candidate)]
        return found

    def _with_nearly_the_letters(self, word: str, edits: int) -> list[str]:
        """Return the words that so many edits may lead to: an edit takes at most one letter and adds one.

        Words with quite other letters need no comparing; of many thousand, all but some hundred are set aside
        by a look at one number each.
        """
        start = bisect_left(self._lengths, max(len(word) - edits, _SHORT))
        end = bisect_right(self._lengths, len(word) + edits)
        other = np.bitwise_count(self._letters[start:end] ^ _letters(word))
        return [self._words[start + i] for i in np.flatnonzero(other <= 2 * edits).tolist()]

    def _is_safe(self, word: str, candidate: str) -> bool:
        if self._frequency[candidate] < self._frequent_from:
            return False
        if len(word) < _SHORT and not _VOWELS.isdisjoint(word):
            return False
        return len(candidate) > len(word) or is_slip(word, candidate)

    def _costs(self, word: str) -> list[Correction]:
        costs = self._corrections.get(word)
        if costs is None:
            costs = [(self._cost(word, edits, read), read, edits) for edits, read in self._candidates(word)]
            self._corrections[word] = costs
        return costs

    def _cost(self, word: str, edits: int, candidate: str) -> float:
        alike = JaroWinkler.similarity(word, candidate)
        slip = _WEIGHT_OF_SLIP * (edits == 1 and is_slip(word, candidate))
        return edits - alike - slip - _WEIGHT_OF_FREQUENCY * log(self._frequency[candidate])


def _cheapest(word: str, costs: list[Correction]) -> WordReading:
    _, read, edits = min(costs)
    return WordReading(word, read, edits)


def _letters(word: str) -> np.uint32:
    """Return the set of a word's letters and digits as the bits of a number."""
    return np.uint32(reduce(or_, (1 << (ord(letter) % 32) for letter in word), 0))
