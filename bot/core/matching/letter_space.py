"""How alike an utterance and each phrasing are in their letters: runs of two to five inside their words."""

from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from bot.core.matching.reading import Reading
from bot.core.matching.word_space import RARITY_POWER

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_SHORTEST_RUN = 2
_LONGEST_RUN = 5
_LONGEST_WORD = 32
_REMEMBERED_WORDS = 8_192
_REMEMBERED_NUMBERS = 6_000_000


class LetterSpace:
    """Cosine similarity of tf-idf vectors of letter runs, summed up word by word.

    A text's vector is the sum of its words' vectors, so its product with a phrasing is the sum of products of
    words; those of a word with the vocabulary are computed once and remembered. Weights are those of
    `WordSpace`; runs of letters after Cavnar and Trenkle, "N-gram-based text categorization", 1994.

    Args:
        readings: the phrasings.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        documents = [_word_weights(reading) for reading in readings]
        self._count = len(documents)
        self._vocabulary = sorted({word for document in documents for word in document})
        self._number = {word: i for i, word in enumerate(self._vocabulary)}
        self._lay_out(documents)
        self._learn_runs(documents)
        self._post()
        self._vectors: dict[str, tuple[Ids, Floats, float]] = {}
        self._products: dict[str, Singles] = {}
        lengths = [float(np.linalg.norm(self._vector(word)[1])) for word in self._vocabulary]
        self._lengths = np.array(lengths, dtype=np.float32)
        self._norms = np.array([self._norm(document) or 1.0 for document in documents])

    def numbers(self, reading: Reading) -> Ids:
        """Return the numbers of a phrasing's words, each once, ascending."""
        return np.array(sorted({self._number[word] for word in reading.compared}), dtype=np.intp)

    def alike(self, word: str) -> Singles:
        """Return the similarity of a word to each word of the vocabulary, 0 to 1."""
        _, weights, unknown = self._vector(word)
        length = sqrt(float(weights @ weights) + unknown) or 1.0
        return np.asarray(self._product(word) / (self._lengths * length), dtype=np.float32)

    def similarities(self, reading: Reading) -> Floats:
        """Return the similarity of a reading to each phrasing, 0 to 1."""
        words = _word_weights(reading)
        norm = self._norm(words)
        if not norm or not len(self._flat):
            return np.zeros(self._count)
        weights = np.array(list(words.values()), dtype=np.float32)
        by_word = weights @ np.array([self._product(word) for word in words])
        sums = np.add.reduceat(by_word[self._flat] * self._weight, self._first)
        return np.asarray(sums / (self._norms * norm), dtype=np.float64)

    def _lay_out(self, documents: Sequence[dict[str, float]]) -> None:
        self._flat = np.array([self._number[w] for d in documents for w in d], dtype=np.intp)
        self._weight = np.array([weight for d in documents for weight in d.values()], dtype=np.float32)
        self._first = np.cumsum([0, *(len(document) for document in documents[:-1])])

    def _learn_runs(self, documents: Sequence[dict[str, float]]) -> None:
        runs_of = {word: set(_runs(word)) for word in self._vocabulary}
        frequency: dict[str, int] = {}
        for document in documents:
            for run in set().union(*(runs_of[word] for word in document)):
                frequency[run] = frequency.get(run, 0) + 1
        self._run_ids = {run: i for i, run in enumerate(sorted(frequency))}
        counts = np.array([frequency[run] for run in self._run_ids], dtype=np.float64)
        self._idf = (np.log((1 + self._count) / (1 + counts)) + 1) ** RARITY_POWER
        self._unknown = (log(1 + self._count) + 1) ** (2 * RARITY_POWER)

    def _post(self) -> None:
        vectors = [self._new_vector(word) for word in self._vocabulary]
        runs = np.concatenate([*(v[0] for v in vectors), np.zeros(0, dtype=np.intp)])
        order = np.argsort(runs, kind="stable")
        self._posted_words = np.repeat(np.arange(len(vectors)), [len(v[0]) for v in vectors])[order]
        self._posted_weights = np.concatenate([*(v[1] for v in vectors), np.zeros(0)])[order]
        ends = np.cumsum(np.bincount(runs, minlength=len(self._run_ids)))
        self._ends: list[int] = ends.tolist()
        self._starts: list[int] = [0, *self._ends[:-1]]

    def _vector(self, word: str) -> tuple[Ids, Floats, float]:
        vector = self._vectors.get(word)
        if vector is None:
            if len(self._vectors) >= _REMEMBERED_WORDS:
                del self._vectors[next(iter(self._vectors))]
            vector = self._vectors[word] = self._new_vector(word)
        return vector

    def _new_vector(self, word: str) -> tuple[Ids, Floats, float]:
        """Return a word's runs, their weights, and the squared length of those that are unknown."""
        counts: dict[int, int] = {}
        unknown: set[str] = set()
        for run in _runs(word):
            run_id = self._run_ids.get(run)
            if run_id is None:
                unknown.add(run)
            else:
                counts[run_id] = counts.get(run_id, 0) + 1
        ids = np.array(list(counts), dtype=np.intp)
        weights = np.array(list(counts.values()), dtype=np.float64) * self._idf[ids]
        return ids, weights, len(unknown) * self._unknown

    def _norm(self, words: dict[str, float]) -> float:
        if not words:
            return 0.0
        vectors = [self._vector(word) for word in words]
        ids = np.concatenate([v[0] for v in vectors])
        weights = np.concatenate([v[1] * weight for v, weight in zip(vectors, words.values(), strict=True)])
        summed = np.bincount(ids, weights, minlength=1)
        unknown = sum(v[2] for v in vectors)
        return sqrt(float(summed @ summed) + unknown)

    def _product(self, word: str) -> Singles:
        product = self._products.get(word)
        if product is None:
            if len(self._products) * len(self._vocabulary) >= _REMEMBERED_NUMBERS:
                del self._products[next(iter(self._products))]
            product = self._products[word] = self._new_product(word)
        return product

    def _new_product(self, word: str) -> Singles:
        ids, weights, _ = self._vector(word)
        run_ids = ids.tolist()
        if not run_ids:
            return np.zeros(len(self._vocabulary), dtype=np.float32)
        slices = [slice(self._starts[i], self._ends[i]) for i in run_ids]
        words = np.concatenate([self._posted_words[s] for s in slices])
        lengths = [s.stop - s.start for s in slices]
        values = np.concatenate([self._posted_weights[s] for s in slices]) * np.repeat(weights, lengths)
        return np.bincount(words, values, minlength=len(self._vocabulary)).astype(np.float32)


def _word_weights(reading: Reading) -> dict[str, float]:
    counts: dict[str, int] = {}
    for word in reading.compared:
        counts[word] = counts.get(word, 0) + 1
    return {word: 1 + log(count) for word, count in counts.items()}


def _runs(word: str) -> list[str]:
    padded = f" {word[:_LONGEST_WORD]} "
    runs: list[str] = []
    for length in range(_SHORTEST_RUN, _LONGEST_RUN + 1):
        if length >= len(padded):
            runs.append(padded)
            break
        runs += [padded[i : i + length] for i in range(len(padded) - length + 1)]
    return runs
