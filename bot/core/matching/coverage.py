"""How much of an utterance the words of a label, or of one phrasing, cover."""

from collections.abc import Iterable, Sequence
from math import log

import numpy as np
import numpy.typing as npt

from bot.core.matching.index import Index
from bot.core.matching.reading import Reading
from bot.core.matching.stems import stem
from bot.core.matching.word_rows import WordRows

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_REMEMBERED = 4_096
_TELLING_POWER = 2.0
_NO_STEM = -1

COVERAGES = ("label covers", "phrasing covers", "phrasing is covered", "label covers softly")
"""The kinds of coverage, in the order of their columns."""


class Coverage:
    """Weighs each word by how few labels hold it and by how much it tells in English.

    The first counts ln(1 + labels / labels that hold it).

    A word is covered if its stem, or the concept that it stands for, is there. It is softly covered as far as
    its letters are like those of the nearest word that is there, after the soft tf-idf of Cohen, Ravikumar
    and Fienberg, "A comparison of string distance metrics for name-matching tasks", 2003.

    Args:
        index: the phrasings.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        stems = {s for reading in index.readings for s in reading.canonical}
        self._stems = {s: i for i, s in enumerate(sorted(stems))}
        self._holders = np.zeros((len(self._stems) + 1, len(index.labels)), dtype=np.int32)
        for label, reading in zip(index.label_of.tolist(), index.readings, strict=True):
            self._holders[[self._stems[s] for s in set(reading.canonical)], label] += 1
        holding = np.count_nonzero(self._holders[:_NO_STEM], axis=1)
        telling = self._told(index.readings)
        rarity = np.log(1 + len(index.labels) / holding).tolist()
        self._weights = {s: rarity[i] * telling.get(s, 1.0) for s, i in self._stems.items()}
        self._unknown = log(1 + len(index.labels))
        self._distinct = [_distinct(reading.canonical) for reading in index.readings]
        self._words = np.concatenate([numbers for numbers, _ in index.words_of])
        self._first = np.cumsum([0, *(len(numbers) for numbers, _ in index.words_of[:-1])])
        self._nearest = WordRows(len(index.labels), _REMEMBERED * len(index.labels), self._nearest_in_labels)
        self._total = [self._weight(stems) for stems in self._distinct]

    def of(self, reading: Reading, labels: Ids, phrasings: Sequence[int], left_out: int | None) -> Floats:
        """Return for each label, and its nearest phrasing, the kinds of `COVERAGES`, 0 to 1.

        Args:
            reading: the utterance.
            labels: numbers of labels.
            phrasings: the nearest phrasing of each.
            left_out: the phrasing that the utterance is, if it is to be treated as not there.
        """
        weight = self._weighed(reading)
        total = sum(weight.values()) or 1.0
        covered = np.empty((len(labels), len(COVERAGES)))
        covered[:, 0] = np.array(list(weight.values())) @ self._held(list(weight), labels, left_out) / total
        common = np.array([sum([weight[s] for s in self._distinct[i] if s in weight]) for i in phrasings])
        covered[:, 1] = common / total
        covered[:, 2] = common / [self._total[i] for i in phrasings]
        covered[:, 3] = self._softly(reading, labels, left_out)
        return covered

    def _weight(self, stems: Iterable[str]) -> float:
        return sum([self._weights[s] for s in stems]) or 1.0

    def _weighed(self, reading: Reading) -> dict[str, float]:
        """Return the weight of each stem; one that no label holds counts as if one label in all held it."""
        known, stems = self._weights, set(reading.canonical)
        telling = {} if stems <= known.keys() else self._told([reading])
        return {s: known.get(s, self._unknown * telling.get(s, 1.0)) for s in sorted(stems)}

    def _told(self, readings: Iterable[Reading]) -> dict[str, float]:
        """Return how much stems tell: as much as the commonest of their words."""
        telling: dict[str, float] = {}
        for reading in readings:
            for s, word in zip(reading.stems, reading.words, strict=True):
                told = self._index.english.telling(word.read) ** _TELLING_POWER
                telling[s] = min(telling.get(s, 1.0), told)
        return telling

    def _held(self, stems: list[str], labels: Ids, left_out: int | None) -> npt.NDArray[np.bool_]:
        """Tell of each stem and each label whether another of its phrasings holds it."""
        numbers = np.array([self._stems.get(s, _NO_STEM) for s in stems])
        held = self._holders[numbers[:, None], labels]
        if left_out is not None:
            own = labels == self._index.label_of[left_out]
            held[np.ix_([s in self._distinct[left_out] for s in stems], own)] -= 1
        return np.asarray(held > 0, dtype=np.bool_)

    def _softly(self, reading: Reading, labels: Ids, left_out: int | None) -> Floats:
        words = tuple(dict.fromkeys(reading.compared))
        weight = np.array([self._weights.get(stem(word), self._unknown) for word in words])
        nearest = self._nearest.rows(words, labels)
        if left_out is not None:
            own = int(self._index.label_of[left_out])
            nearest[:, labels == own] = self._nearest_without(words, own, left_out)[:, None]
        return np.asarray(weight @ nearest / weight.sum(), dtype=np.float64)

    def _nearest_in_labels(self, word: str) -> Singles:
        """Return how alike in their letters a word and the nearest word of each label are."""
        nearest: Singles = np.maximum.reduceat(self._index.letters.alike(word)[self._words], self._first)
        return nearest

    def _nearest_without(self, words: Sequence[str], label: int, left_out: int) -> Singles:
        """Return how alike the words of a phrasing are to the nearest of its label's other phrasings."""
        letters = self._index.letters
        numbers, counts = self._index.words_of[label]
        own = letters.numbers(self._index.readings[left_out])
        gone = set(own.values())
        rest = [n for n, count in zip(numbers.tolist(), counts.tolist(), strict=True) if count > (n in gone)]
        there, among = set(rest), np.array(rest, dtype=np.intp) if rest else numbers
        nearest = [1.0 if own.get(word) in there else letters.alike(word)[among].max() for word in words]
        return np.array(nearest, dtype=np.float32)


def _distinct(stems: tuple[str, ...]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(stems))
    return stems if len(distinct) == len(stems) else distinct
