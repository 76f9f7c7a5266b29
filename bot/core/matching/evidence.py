"""What speaks for each of the labels that an utterance may be asking for."""

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from bot.core.matching.index import Index
from bot.core.matching.reading import Reading

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

CANDIDATES = 8
_COMPARED = 5
_ABSENT = -1.0

FEATURES = (
    "ridge",
    "nearest",
    "three nearest",
    "same words",
    "words in order",
    "covered by label",
    "covered by phrasing",
    "phrasing covered",
)
"""The kinds of evidence, in the order of their columns."""

PRIOR = np.array([4.0, 2.0, 0, 0, 0, 0, 0, 0])
"""How much each kind counts before anything is learned: twice the ridge score, once the nearest phrasing."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidates for an utterance and what speaks for them.

    Attributes:
        labels: the number of each candidate's label.
        phrasings: the phrasing of each candidate that is nearest to the utterance.
        features: candidates by kinds of evidence.
    """

    labels: Ids
    phrasings: Ids
    features: Floats


class Witness:
    """Gathers the evidence for an utterance.

    Beside the scores of ridge regression and nearest neighbour it compares the words as sets and as sorted
    strings (token_set_ratio and token_sort_ratio of rapidfuzz), and asks what share of the utterance's words
    the label, or its nearest phrasing, covers, weighing each word by how few labels hold it.

    Args:
        index: the phrasings.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._texts = [" ".join(reading.canonical) for reading in index.readings]
        self._sets = [frozenset(reading.canonical) for reading in index.readings]
        self._stems = {stem: i for i, stem in enumerate(sorted(frozenset().union(*self._sets)))}
        self._holders = np.zeros((len(self._stems), len(index.labels)), dtype=np.int32)
        for label, stems in zip(index.label_of, self._sets, strict=True):
            self._holders[[self._stems[stem] for stem in stems], label] += 1
        holding = np.count_nonzero(self._holders, axis=1)
        rarity = np.log(1 + len(index.labels) / np.maximum(holding, 1))
        self._rarity = dict(zip(self._stems, rarity.tolist(), strict=True))
        self._unknown = log(1 + len(index.labels))
        self._total = [sum(self._rarity[stem] for stem in stems) for stems in self._sets]

    def shared(self, reading: Reading, phrasing: int) -> tuple[str, ...]:
        """Return the words of a reading whose stem or concept a phrasing holds too."""
        stems = self._sets[phrasing]
        words: list[str] = []
        at = 0
        for canonical, length in self._index.synonyms.spans(reading.stems):
            if canonical in stems:
                words += [word.read for word in reading.words[at : at + length]]
            at += length
        return tuple(dict.fromkeys(words))

    def gather(
        self, reading: Reading, similarities: Floats, ridge: Floats, left_out: int | None = None
    ) -> Evidence:
        """Return the best candidates and their evidence.

        Args:
            reading: the utterance.
            similarities: of the utterance to each phrasing; below 0 for one to be treated as not there.
            ridge: the score of each label.
            left_out: the phrasing that the utterance is, if it is one and is to be treated as not there.
        """
        nearest = self._index.nearest(similarities)
        labels = np.argsort(-(2 * ridge + nearest), kind="stable")[:CANDIDATES]
        labels = labels[nearest[labels] > _ABSENT]
        if not len(labels):
            return Evidence(labels, labels, np.zeros((0, len(FEATURES))))
        close, alike = self._close(similarities, labels)
        features = np.empty((len(labels), len(FEATURES)))
        features[:, 0] = ridge[labels]
        features[:, 1] = alike[:, 0]
        features[:, 2] = np.maximum(alike[:, :3], 0.0).mean(axis=1)
        features[:, 3:5] = self._compared(reading, close, alike)
        features[:, 5:] = self._covered(reading, labels, close[:, 0], left_out)
        return Evidence(labels, close[:, 0], features)

    def _close(self, similarities: Floats, labels: Ids) -> tuple[Ids, Floats]:
        members = self._index.members[labels]
        alike = np.append(similarities, _ABSENT)[members]
        order = np.argsort(-alike, axis=1, kind="stable")[:, :_COMPARED]
        return np.take_along_axis(members, order, axis=1), np.take_along_axis(alike, order, axis=1)

    def _compared(self, reading: Reading, close: Ids, alike: Floats) -> Floats:
        there = alike > _ABSENT
        texts = [self._texts[i] for i in close[there].tolist()]
        query = [" ".join(reading.canonical)]
        compared = np.zeros((*close.shape, 2))
        compared[there, 0] = process.cdist(query, texts, scorer=fuzz.token_set_ratio)[0]
        compared[there, 1] = process.cdist(query, texts, scorer=fuzz.token_sort_ratio)[0]
        return np.asarray(compared.max(axis=1) / 100, dtype=np.float64)

    def _covered(self, reading: Reading, labels: Ids, phrasings: Ids, left_out: int | None) -> Floats:
        stems = sorted(set(reading.canonical))
        weight = {stem: self._rarity.get(stem, self._unknown) for stem in stems}
        total = sum(weight.values()) or 1.0
        by_label = self._by_label(stems, labels, left_out) @ np.array(list(weight.values())) / total
        rows = []
        for covered, phrasing in zip(by_label.tolist(), phrasings.tolist(), strict=True):
            common = sum(weight[stem] for stem in stems if stem in self._sets[phrasing])
            rows.append((covered, common / total, common / (self._total[phrasing] or 1.0)))
        return np.array(rows)

    def _by_label(self, stems: list[str], labels: Ids, left_out: int | None) -> Floats:
        """Return for each label which stems its phrasings hold: 1 or 0."""
        held = np.zeros((len(labels), len(stems)))
        known = [(column, self._stems[stem]) for column, stem in enumerate(stems) if stem in self._stems]
        columns, rows = [c for c, _ in known], [r for _, r in known]
        held[:, columns] = self._holders[np.ix_(rows, labels)].T
        if left_out is not None:
            own = labels == self._index.label_of[left_out]
            held[np.ix_(own, [c for c, s in enumerate(stems) if s in self._sets[left_out]])] -= 1
        return np.asarray(held > 0, dtype=np.float64)
