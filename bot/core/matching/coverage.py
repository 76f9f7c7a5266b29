"""How much of an utterance the words of a label, or of one phrasing, cover."""

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from bot.core.matching.index import Index
from bot.core.matching.reading import Reading
from bot.core.matching.stems import stem

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

COVERAGES = ("label covers", "phrasing covers", "phrasing is covered", "label covers softly")
"""The kinds of coverage, in the order of their columns."""


class Coverage:
    """Weighs each word by how few labels hold it: ln(1 + labels / labels that hold it).

    A word is covered if its stem, or the concept that it stands for, is there. It is softly covered as far as
    its letters are like those of the nearest word that is there, after the soft tf-idf of Cohen, Ravikumar
    and Fienberg, "A comparison of string distance metrics for name-matching tasks", 2003.

    Args:
        index: the phrasings.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._sets = [frozenset(reading.canonical) for reading in index.readings]
        self._stems = {s: i for i, s in enumerate(sorted(frozenset().union(*self._sets)))}
        self._holders = np.zeros((len(self._stems), len(index.labels)), dtype=np.int32)
        for label, stems in zip(index.label_of, self._sets, strict=True):
            self._holders[[self._stems[s] for s in stems], label] += 1
        holding = np.count_nonzero(self._holders, axis=1)
        self._rarity = np.append(np.log(1 + len(index.labels) / holding), log(1 + len(index.labels)))
        self._total = [self._weight(stems) for stems in self._sets]
        self._words_of = _words_of_labels(index)

    def holds(self, phrasing: int, canonical: str) -> bool:
        """Whether a phrasing has a stem or concept."""
        return canonical in self._sets[phrasing]

    def of(self, reading: Reading, labels: Ids, phrasings: Ids, left_out: int | None) -> Floats:
        """Return for each label, and its nearest phrasing, the kinds of `COVERAGES`, 0 to 1.

        Args:
            reading: the utterance.
            labels: numbers of labels.
            phrasings: the nearest phrasing of each.
            left_out: the phrasing that the utterance is, if it is to be treated as not there.
        """
        stems = sorted(set(reading.canonical))
        numbers = [self._stems.get(s, -1) for s in stems]
        weight = self._rarity[numbers]
        total = float(weight.sum()) or 1.0
        covered = np.empty((len(labels), len(COVERAGES)))
        covered[:, 0] = self._held(stems, numbers, labels, left_out) @ weight / total
        covered[:, 1:3] = self._in_phrasings(dict(zip(stems, weight.tolist(), strict=True)), phrasings, total)
        covered[:, 3] = self._softly(reading, labels, left_out)
        return covered

    def _weight(self, stems: frozenset[str]) -> float:
        return float(self._rarity[[self._stems[s] for s in stems]].sum()) or 1.0

    def _held(self, stems: list[str], numbers: list[int], labels: Ids, left_out: int | None) -> Floats:
        held = self._holders[np.array(numbers)[:, None], labels].T
        held[:, [number < 0 for number in numbers]] = 0
        if left_out is not None:
            own = labels == self._index.label_of[left_out]
            held[np.ix_(own, [s in self._sets[left_out] for s in stems])] -= 1
        return np.asarray(held > 0, dtype=np.float64)

    def _in_phrasings(self, weight: dict[str, float], phrasings: Ids, total: float) -> Floats:
        rows = []
        for phrasing in phrasings.tolist():
            common = sum(weight[s] for s in self._sets[phrasing] & weight.keys())
            rows.append((common / total, common / self._total[phrasing]))
        return np.array(rows)

    def _softly(self, reading: Reading, labels: Ids, left_out: int | None) -> Floats:
        words = tuple(dict.fromkeys(reading.compared))
        weight = self._rarity[[self._stems.get(stem(word), -1) for word in words]]
        there = [self._words(label, left_out) for label in labels.tolist()]
        starts = np.cumsum([0, *map(len, there[:-1])])
        among = np.concatenate(there)
        alike = np.array([self._index.letters.alike(word)[among] for word in words])
        nearest = np.maximum.reduceat(alike, starts, axis=1)
        return np.asarray(weight @ nearest / weight.sum(), dtype=np.float64)

    def _words(self, label: int, left_out: int | None) -> Ids:
        words, counts = self._words_of[label]
        if left_out is None or self._index.label_of[left_out] != label:
            return words
        own = self._index.letters.numbers(self._index.readings[left_out])
        rest = words[counts - np.isin(words, own) > 0]
        return rest if len(rest) else words


def _words_of_labels(index: Index) -> Sequence[tuple[Ids, Ids]]:
    """Return for each label the numbers of its words, and how many of its phrasings hold each."""
    numbers = [index.letters.numbers(reading) for reading in index.readings]
    by_label = np.split(np.arange(len(numbers)), index.starts[1:])
    return [np.unique(np.concatenate([numbers[i] for i in own]), return_counts=True) for own in by_label]
