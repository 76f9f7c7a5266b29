"""What speaks for each of the labels that an utterance may be asking for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from bot.core.matching.coverage import COVERAGES, Coverage
from bot.core.matching.index import Index
from bot.core.matching.reading import Reading

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

CANDIDATES = 8
"""The labels of a ranking that are weighed against each other; whoever asks for parts needs them all."""
ABSENT = -1.0
"""The similarity of a phrasing that is to be treated as not there."""

_COMPARED = 2
_TAKEN = -2.0

FEATURES = (
    "ridge",
    "nearest",
    "two nearest",
    "same words",
    "words in order",
    "common letters",
    *COVERAGES,
    "all labels",
)
"""The kinds of evidence, in the order of their columns."""

PRIOR = np.array([4.0, 2.0] + [0.0] * (len(FEATURES) - 2))
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

    Beside the scores of ridge regression and nearest neighbour it compares the words as sets, as sorted
    strings and by the letters that they have in common in one order (token_set_ratio and token_sort_ratio of
    rapidfuzz, and the longest common subsequence as a share of the shorter), and asks how much is covered.
    The scores of all labels together, the same for each candidate, tell whether anything known is asked.

    Args:
        index: the phrasings.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._coverage = Coverage(index)
        self._texts = [" ".join(reading.canonical) for reading in index.readings]
        self._sorted_texts = [" ".join(sorted(reading.canonical)) for reading in index.readings]

    def gather(
        self, reading: Reading, similarities: Singles, ridge: Singles, left_out: int | None = None
    ) -> Evidence:
        """Return the best candidates and their evidence.

        Args:
            reading: the utterance; it has at least one word.
            similarities: of the utterance to each phrasing; `ABSENT` for one to be treated as not there.
            ridge: the score of each label.
            left_out: the phrasing that the utterance is, if it is one and is to be treated as not there.
        """
        nearest = self._index.nearest(similarities)
        plain = np.where(nearest > ABSENT, 2 * ridge + nearest, -np.inf)
        labels = np.argsort(-plain, kind="stable")[:CANDIDATES]
        labels = labels[nearest[labels] > ABSENT]
        close, alike = self._close(similarities, labels)
        features = np.empty((len(labels), len(FEATURES)))
        features[:, 0] = ridge[labels]
        features[:, 1] = alike[:, 0]
        features[:, 2] = np.maximum(alike, 0.0).mean(axis=1)
        features[:, 3:6] = self._compared(reading, close, alike)
        features[:, 6:-1] = self._coverage.of(reading, labels, close[:, 0], left_out)
        features[:, -1] = ridge.sum()
        return Evidence(labels, close[:, 0], features)

    def _close(self, similarities: Singles, labels: Ids) -> tuple[Ids, Singles]:
        close = np.full((len(labels), _COMPARED), len(similarities), dtype=np.intp)
        alike = np.full(close.shape, ABSENT, dtype=np.float32)
        for row, label in enumerate(labels.tolist()):
            start = int(self._index.starts[label])
            own = similarities[start : start + int(self._index.sizes[label])].copy()
            for column in range(min(_COMPARED, len(own))):
                best = int(own.argmax())
                close[row, column], alike[row, column] = start + best, own[best]
                own[best] = _TAKEN
        return close, alike

    def _compared(self, reading: Reading, close: Ids, alike: Singles) -> Floats:
        """Return three comparisons, 0 to 1, of the words of a reading and the nearest phrasing by each."""
        there = alike > ABSENT
        numbers = close[there].tolist()
        text, texts = " ".join(reading.canonical), [self._texts[i] for i in numbers]
        in_order = " ".join(sorted(reading.canonical))
        shorter = np.minimum(list(map(len, texts)), len(text))
        compared = np.zeros((3, *close.shape))
        compared[0, there] = process.cdist([text], texts, scorer=fuzz.token_set_ratio)[0] / 100
        sorted_texts = [self._sorted_texts[i] for i in numbers]
        compared[1, there] = process.cdist([in_order], sorted_texts, scorer=fuzz.ratio)[0] / 100
        compared[2, there] = process.cdist([text], texts, scorer=LCSseq.similarity)[0] / shorter
        return np.asarray(compared.max(axis=2).T, dtype=np.float64)
