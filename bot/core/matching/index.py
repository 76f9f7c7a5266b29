"""The phrasings of a knowledge base, laid out for comparing an utterance with all that matter at once."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.core.matching.english import English
from bot.core.matching.letter_space import Letters, LetterSpace
from bot.core.matching.ranking import Phrasing
from bot.core.matching.reading import Reading, read, read_phrasing
from bot.core.matching.spelling import Spelling
from bot.core.matching.synonyms import Synonyms
from bot.core.matching.word_space import WordSpace, WordVector
from bot.core.text import tokens

Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_LEAST_LANDMARKS = 3


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a large knowledge base an utterance is compared with, so that the cost stays flat.

    Attributes:
        learned_up_to: so many phrasings have a weight each in the regression; of more, only landmarks have.
        landmarks: how many those are, spread over the labels.
        all_up_to: so many phrasings are all compared with every utterance; of more, the landmarks and some
            others are.
        looks: how many entries of the inverted index are looked at to call up others.
        called: how many others are called up and compared.
        words: how many of a label's words, the most frequent ones, are compared by their letters.
    """

    learned_up_to: int = 5_000
    landmarks: int = 2_500
    all_up_to: int = 16_000
    looks: int = 5_000
    called: int = 64
    words: int = 128


REACH = Reach()
"""What a small machine compares in about a millisecond."""


class Index:
    """Phrasings in a fixed order, by label and then by their words, whatever order they came in.

    Attributes:
        reach: how much of it an utterance is compared with.
        english: how much a word tells.
        phrasings: the phrasings; those without a word, and repeated ones, are left out.
        readings: the words of each phrasing.
        labels: the labels, in order.
        label_of: the number of each phrasing's label.
        starts: the first phrasing of each label.
        sizes: the number of each label's phrasings.
        landmarks: the phrasings that have a weight in the regression, ascending; if there are few, all.
        compares_all: whether every utterance is compared with all phrasings, not only with some of them.
        letters: the similarity of letters, by words and by phrasings.
        words_of: for each label, the numbers of its words and how many of its phrasings hold each.
    """

    def __init__(
        self,
        phrasings: Iterable[Phrasing],
        synonyms: Sequence[Sequence[str]],
        english: English,
        reach: Reach = REACH,
    ) -> None:
        self.synonyms = Synonyms(synonyms)
        self.english = english
        words_of = _in_order(phrasings)
        self.phrasings = tuple(words_of.values())
        self.readings = tuple(read_phrasing(words, self.synonyms) for _, words in words_of)
        self.labels = tuple(sorted({phrasing.label for phrasing in self.phrasings}))
        number = {label: i for i, label in enumerate(self.labels)}
        self.label_of: Ids = np.array([number[p.label] for p in self.phrasings], dtype=np.intp)
        self.starts: Ids = np.searchsorted(self.label_of, np.arange(len(self.labels)))
        self.sizes: Ids = np.bincount(self.label_of, minlength=len(self.labels))
        self.spelling = Spelling(_frequency(self.readings, self.synonyms.words), english)
        self._held = {stem for reading in self.readings for stem in reading.stems}
        self.reach = reach
        self._lay_out()

    def _lay_out(self) -> None:
        count = len(self.phrasings)
        everything = np.arange(count)
        some = count > self.reach.learned_up_to
        self.landmarks = _spread(self.starts, self.sizes, self.reach) if some else everything
        self._always = everything if count <= self.reach.all_up_to else self.landmarks
        self._others: Ids = np.delete(everything, self._always)
        self.compares_all = not len(self._others)
        self._words = WordSpace(self.readings, self._always, self._others, self.english)
        frequent = self._frequent_words()
        words = {word for counts in frequent for word in counts}
        self.letters = LetterSpace(self.readings, self._always, self._others, self.english, words)
        self.words_of = tuple(self.letters.numbered(counts) for counts in frequent)

    def _frequent_words(self) -> list[dict[str, int]]:
        most = None if self.compares_all else self.reach.words
        frequent = []
        for start, size in zip(self.starts.tolist(), self.sizes.tolist(), strict=True):
            own = (frozenset(reading.compared) for reading in self.readings[start : start + size])
            counts = Counter(word for words in own for word in sorted(words))
            frequent.append(dict(counts.most_common(most)))
        return frequent

    def comparing_all(self) -> Self:
        """Return this index, but with every phrasing called up for every utterance: slow, to measure by."""
        whole = copy(self)
        whole.reach = replace(self.reach, looks=sys.maxsize, called=sys.maxsize)
        return whole

    def read(self, utterance: str) -> Reading:
        """Read an utterance with this knowledge base's spelling and synonyms."""
        return read(utterance, self.spelling, self.synonyms, self._held, self._words.are_neighbours)

    def similarities(self, reading: Reading) -> Singles:
        """Return how alike a reading and each phrasing are, 0 to 1; 0 for those that are not compared."""
        vector, letters = self._words.vector(reading), self.letters.read(reading)
        near = self._with_those_always_compared(vector, letters)
        if self.compares_all:
            return near
        alike = np.zeros(len(self.phrasings), dtype=np.float32)
        alike[self._always] = near
        called = self._words.called(vector, self.reach.looks, self.reach.called)
        by_words = self._words.with_others(vector, called)
        alike[self._others[called]] = _joined(by_words, self.letters.with_others(letters, called))
        return alike

    def similarities_of(self, number: int) -> Singles:
        """Return how alike a phrasing, by its number and asked as an utterance, and each phrasing are."""
        return self.similarities(self.readings[number])

    def _with_those_always_compared(self, vector: WordVector, letters: Letters) -> Singles:
        return _joined(self._words.with_always(vector), self.letters.with_always(letters))

    def against_landmarks(self, at_once: int) -> Iterator[tuple[slice, Singles]]:
        """Yield, for so many phrasings at a time, how alike each of them and each landmark are."""
        columns = self.landmarks if self.compares_all else slice(None)
        for start in range(0, len(self.readings), at_once):
            own = self.readings[start : start + at_once]
            rows = np.empty((len(own), len(self.landmarks)), dtype=np.float32)
            for row, reading in enumerate(own):
                by_words = self._words.with_always(self._words.vector_of(start + row))
                by_letters = self.letters.with_always(self.letters.read(reading))
                rows[row] = _joined(by_words, by_letters)[columns]
            yield slice(start, start + len(own)), rows

    def among_phrasings(self) -> Singles:
        """Return how alike each phrasing, asked as an utterance, is to each, where all are compared."""
        [(_, square)] = self.against_landmarks(len(self.phrasings))
        return square

    def nearest(self, similarities: Singles) -> Singles:
        """Return for each label the similarity of its nearest phrasing."""
        return np.asarray(np.maximum.reduceat(similarities, self.starts), dtype=np.float32)


def _joined(by_words: Singles, by_letters: Singles) -> Singles:
    """Return how alike texts are by their words and by their letters, half and half."""
    joined = by_words + by_letters
    joined /= 2
    return joined


def _in_order(phrasings: Iterable[Phrasing]) -> dict[tuple[str, tuple[str, ...]], Phrasing]:
    keyed = (((p.label, tuple(tokens(p.text))), p) for p in phrasings)
    ordered = sorted(keyed, key=lambda item: (item[0], item[1].text), reverse=True)
    return dict(reversed([(key, p) for key, p in ordered if key[1]]))


def _spread(starts: Ids, sizes: Ids, reach: Reach) -> Ids:
    """Return phrasings spread evenly over each label, as many as its share, and three of each at least."""
    share = reach.landmarks / int(sizes.sum())
    chosen = [
        start
        + np.unique(
            np.linspace(0, size - 1, min(size, max(_LEAST_LANDMARKS, round(size * share))), dtype=np.intp)
        )
        for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)
    ]
    return np.concatenate(chosen)


def _frequency(readings: Iterable[Reading], more: Iterable[str]) -> dict[str, int]:
    frequency = dict.fromkeys(more, 1)
    for reading in readings:
        for word in reading.words:
            frequency[word.read] = frequency.get(word.read, 0) + 1
    return frequency
