"""How alike an utterance and each phrasing are in their words: stems, pairs of neighbours, concepts."""

from collections.abc import Mapping, Sequence
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from bot.core.matching.reading import Reading
from bot.core.matching.stems import stem
from bot.core.matching.synonyms import CONCEPT

Floats = npt.NDArray[np.float64]

RARITY_POWER = 0.5
"""How much a feature's rarity counts; 1 is plain tf-idf. Less is better where a regression weighs them."""


class WordSpace:
    """Cosine similarity of tf-idf vectors over an inverted index.

    A feature counts 1 + ln(its count), times the square root of its inverse document frequency
    ln((1 + n) / (1 + df)) + 1 (Spärck Jones, 1972, smoothed); vectors have length one. Features of an
    utterance that no phrasing holds count in its length as the rarest ones, so that unknown words lower every
    similarity.

    Args:
        readings: the phrasings.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        documents = [_features(reading) for reading in readings]
        self._count = len(documents)
        self._ids = {name: i for i, name in enumerate(sorted({f for d in documents for f in d}))}
        ids = [np.array([self._ids[f] for f in d], dtype=np.intp) for d in documents]
        flat = np.concatenate([*ids, np.zeros(0, dtype=np.intp)])
        frequency = np.bincount(flat, minlength=len(self._ids))
        self._idf = (np.log((1 + self._count) / (1 + frequency)) + 1) ** RARITY_POWER
        self._unknown = (log(1 + self._count) + 1) ** (2 * RARITY_POWER)
        self._post(documents, ids)

    def similarities(self, reading: Reading) -> Floats:
        """Return the similarity of a reading to each phrasing, 0 to 1."""
        ids, weights = self._vector(_features(reading))
        if not ids:
            return np.zeros(self._count)
        starts, ends = self._starts, self._ends
        where = np.concatenate([self._documents[starts[i] : ends[i]] for i in ids])
        lengths = [ends[i] - starts[i] for i in ids]
        values = np.concatenate([self._values[starts[i] : ends[i]] for i in ids])
        similar = np.bincount(where, values * np.repeat(weights, lengths), minlength=self._count)
        return np.asarray(similar, dtype=np.float64)

    def _vector(self, features: Mapping[str, float]) -> tuple[list[int], Floats]:
        known = [(self._ids[name], weight) for name, weight in features.items() if name in self._ids]
        ids = [i for i, _ in known]
        weights = np.array([weight for _, weight in known]) * self._idf[ids]
        unknown = (len(features) - len(known)) * self._unknown
        return ids, weights / (sqrt(float(weights @ weights) + unknown) or 1.0)

    def _post(self, documents: Sequence[Mapping[str, float]], ids: Sequence[npt.NDArray[np.intp]]) -> None:
        weights = [np.array(list(d.values())) * self._idf[i] for d, i in zip(documents, ids, strict=True)]
        weights = [w / (np.linalg.norm(w) or 1.0) for w in weights]
        flat_ids = np.concatenate([*ids, np.zeros(0, dtype=np.intp)])
        flat_documents = np.repeat(np.arange(self._count), [len(i) for i in ids])
        order = np.argsort(flat_ids, kind="stable")
        self._documents = flat_documents[order]
        self._values = np.concatenate([*weights, np.zeros(0)])[order]
        ends = np.cumsum(np.bincount(flat_ids, minlength=len(self._ids)))
        self._ends: list[int] = ends.tolist()
        self._starts: list[int] = [0, *self._ends[:-1]]


def _features(reading: Reading) -> dict[str, float]:
    """Return weights of stems, of pairs of neighbours, of concepts, and of how many digits numbers have."""
    stems = tuple(map(stem, reading.compared))
    counts: dict[str, int] = {}
    features: dict[str, float] = {}
    for name, weight in _grams(stems, reading.trust):
        counts[name] = counts.get(name, 0) + 1
        features[name] = max(features.get(name, 0.0), weight * (1 + log(counts[name])))
    if reading.canonical != reading.stems:
        grams = _grams(reading.canonical, (1.0,) * len(reading.canonical))
        features.update((name, 1.0) for name, _ in grams if CONCEPT in name)
    features.update((f"#{min(len(word), 3)}", 1.0) for word in stems if word.isdigit())
    return features


def _grams(stems: Sequence[str], trust: Sequence[float]) -> list[tuple[str, float]]:
    pairs = [(f"{stems[i]} {stems[i + 1]}", min(trust[i], trust[i + 1])) for i in range(len(stems) - 1)]
    return [*zip(stems, trust, strict=True), *pairs]
