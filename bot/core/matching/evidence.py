"""What speaks for each of the labels that an utterance may be asking for."""

from collections.abc import Sequence
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
ABSENT = -1_000.0
"""The similarity of a phrasing that is to be treated as not there: no score makes up for it."""

_COMPARED = 2

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
    phrasings: Sequence[int]
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
        self._bounds = list(zip(index.starts.tolist(), (index.starts + index.sizes).tolist(), strict=True))
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
        labels = (-(2 * ridge + nearest)).argsort(kind="stable")[:CANDIDATES]
        labels = labels[nearest[labels] > ABSENT]
        close, alike = self._close(similarities, labels)
        features = np.empty((len(labels), len(FEATURES)))
        features[:, 0] = ridge[labels]
        features[:, 1] = alike[:, 0]
        features[:, 2] = (alike[:, 0] + np.maximum(alike[:, 1], 0)) / _COMPARED
        features[:, 3:6] = self._compared(reading, close)
        features[:, 6:-1] = self._coverage.of(reading, labels, close[::_COMPARED], left_out)
        features[:, -1] = ridge.sum()
        return Evidence(labels, close[::_COMPARED], features)

    def _close(self, similarities: Singles, labels: Ids) -> tuple[list[int], Singles]:
        """Return the two nearest phrasings of each label, and how alike they are.

        Where there is no second one the first is named again, and `ABSENT`.
        """
        close: list[int] = []
        alike: list[float] = []
        for label in labels.tolist():
            start, end = self._bounds[label]
            own = similarities[start:end]
            first = int(own.argmax())
            nearest, own[first] = own[first], ABSENT
            second = int(own.argmax())
            second_nearest, own[first] = own[second], nearest
            close += (start + first, start + (second if second_nearest > ABSENT else first))
            alike += (nearest, second_nearest)
        return close, np.array(alike, dtype=np.float32).reshape(-1, _COMPARED)

    def _compared(self, reading: Reading, close: list[int]) -> Floats:
        """Return three comparisons, 0 to 1, of the words of a reading and the nearest phrasing by each."""
        text, in_order = " ".join(reading.canonical), " ".join(sorted(reading.canonical))
        texts, sorted_texts = [self._texts[i] for i in close], [self._sorted_texts[i] for i in close]
        compared = np.empty((3, len(close)))
        compared[0] = process.cdist([text], texts, scorer=fuzz.token_set_ratio)[0]
        compared[1] = process.cdist([in_order], sorted_texts, scorer=fuzz.ratio)[0]
        compared[:2] /= 100
        compared[2] = process.cdist([text], texts, scorer=LCSseq.similarity)[0]
        compared[2] /= [min(len(text), len(near)) for near in texts]
        nearest: Floats = compared.reshape(3, -1, _COMPARED).max(axis=2).T
        return nearest
