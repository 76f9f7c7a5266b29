"""How alike an utterance and each phrasing are in their letters: runs of two to five inside their words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from bot.core.matching.english import English
from bot.core.matching.reading import Reading
from bot.core.matching.sparse import Postings, Rows
from bot.core.matching.word_space import RARITY_POWER

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

Vector = tuple[Ids, Floats, float]
"""A word's runs, their weights, and the squared length of its unknown runs."""

_SHORTEST_RUN = 2
_LONGEST_RUN = 5
_LONGEST_WORD = 32
_TELLING_POWER = 0.35
_REMEMBERED_WORDS = 8_192
_REMEMBERED_NUMBERS = 6_000_000


@dataclass(frozen=True, slots=True)
class Products:
    """What a reading has in common with words.

    Attributes:
        by_word: its product with each word of the vocabulary.
        runs: its runs.
        by_run: its weight for each of them.
        length: its own length, unknown runs counted.
    """

    by_word: Singles
    runs: Ids
    by_run: Floats
    length: float


class LetterSpace:
    """Cosine similarity of tf-idf vectors of letter runs, summed up word by word.

    A text's vector is the sum of its words' vectors, so its product with a phrasing is the sum of products of
    words; those of a word with the vocabulary are computed once and remembered. Weights are those of
    `WordSpace`; runs of letters after Cavnar and Trenkle, "N-gram-based text categorization", 1994.

    Args:
        readings: the phrasings.
        always: the numbers of those that every utterance is compared with.
        others: the numbers of those that are only compared if they are called.
        english: how much a word tells: the words of an utterance count by it, those of phrasings alike.
        words: words of any phrasing that belong to the vocabulary besides those of the first.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        always: Ids,
        others: Ids,
        english: English,
        words: Collection[str] = (),
    ) -> None:
        self._english = english
        documents = [_word_weights(reading) for reading in readings]
        every_word = sorted({word for document in documents for word in document})
        self._learn_runs(documents, every_word)
        self._vectors: dict[str, Vector] = {}
        self._products: dict[str, Singles] = {}
        norms = np.array([self._measured(document)[2] for document in documents])
        marked = [documents[i] for i in always.tolist()]
        self._vocabulary = sorted({word for document in marked for word in document}.union(words))
        self._number = {word: i for i, word in enumerate(self._vocabulary)}
        self._lay_out(marked, norms[always])
        self._lay_out_others([documents[i] for i in others.tolist()], norms[others], every_word)

    def numbers(self, reading: Reading) -> Ids:
        """Return the numbers of a phrasing's words that are in the vocabulary, each once, ascending."""
        numbers = {self._number[word] for word in reading.compared if word in self._number}
        return np.array(sorted(numbers), dtype=np.intp)

    def numbered(self, counts: Mapping[str, int]) -> tuple[Ids, Ids]:
        """Return words as their numbers, ascending, and their counts."""
        numbers = np.array([self._number[word] for word in counts], dtype=np.intp)
        order = np.argsort(numbers)
        return numbers[order], np.array(list(counts.values()), dtype=np.intp)[order]

    def alike(self, word: str) -> Singles:
        """Return the similarity of a word to each word of the vocabulary, 0 to 1."""
        _, weights, unknown = self._vector(word)
        length = sqrt(float(weights @ weights) + unknown) or 1.0
        return np.asarray(self._product(word) / (self._lengths * length), dtype=np.float32)

    def products(self, reading: Reading) -> Products:
        """Return what a reading and each word of the vocabulary have in common, and the reading's length."""
        words = self._told_words(reading)
        by_word = _column(words) @ np.array([self._product(word) for word in words])
        return Products(by_word, *self._measured(words))

    def with_always_by(self, known: dict[str, Singles], reading: Reading) -> Singles:
        """Return the same as `with_always`, for comparing many readings one after the other.

        Args:
            known: what each of up to 8,192 words has in common with those always compared; it is filled here.
            reading: the utterance.
        """
        words = self._told_words(reading)
        *_, length = self._measured(words)
        sums = _column(words) @ np.array([self._of_word(known, word) for word in words])
        return np.asarray(sums / (self._norms * length), dtype=np.float32)

    def _of_word(self, known: dict[str, Singles], word: str) -> Singles:
        common = known.get(word)
        if common is None:
            common = self._of_always(self._new_product(word))
            if len(known) < _REMEMBERED_WORDS:
                known[word] = common
        return common

    def _told_words(self, reading: Reading) -> dict[str, float]:
        return {word: weight * self._told(word) for word, weight in _word_weights(reading).items()}

    def _measured(self, words: dict[str, float]) -> tuple[Ids, Floats, float]:
        """Return the runs in a text, the weight of each, and the text's length, unknown runs counted."""
        vectors = [self._vector(word) for word in words]
        ids = np.concatenate([np.zeros(0, dtype=np.intp), *(v[0] for v in vectors)])
        weights = [v[1] * weight for v, weight in zip(vectors, words.values(), strict=True)]
        runs, places = np.unique(ids, return_inverse=True)
        summed = np.bincount(places, np.concatenate([np.zeros(0), *weights]), minlength=len(runs))
        by_run = np.asarray(summed, dtype=np.float64)
        unknown = sum([v[2] for v in vectors])
        return runs, by_run, sqrt(float(by_run @ by_run) + unknown) or 1.0

    def _told(self, word: str) -> float:
        return float(self._english.telling(word) ** _TELLING_POWER)

    def with_always(self, products: Products) -> Floats:
        """Return the similarity of a reading to each of those always compared, 0 to 1."""
        sums = self._of_always(products.by_word)
        return np.asarray(sums / (self._norms * products.length), dtype=np.float64)

    def _of_always(self, by_word: Singles) -> Singles:
        sums: Singles = np.add.reduceat(np.take(by_word, self._flat) * self._weight, self._first)
        return sums

    def with_others(self, products: Products, called: Ids) -> Singles:
        """Return the similarity of a reading to some of the other phrasings, 0 to 1."""
        by_word = np.zeros(self._every_word, dtype=np.float32)
        by_word[: len(products.by_word)] = products.by_word
        held = self._others.features(called)
        rare = np.unique(held[held >= len(products.by_word)])
        by_run = np.zeros(len(self._run_ids), dtype=np.float32)
        by_run[products.runs] = products.by_run
        by_word[rare] = self._rare_words.products(rare - len(products.by_word), by_run)
        alike = self._others.products(called, by_word) / (self._other_norms[called] * products.length)
        return np.asarray(alike, dtype=np.float32)

    def _lay_out(self, documents: Sequence[dict[str, float]], norms: Floats) -> None:
        self._flat = np.array([self._number[w] for d in documents for w in d], dtype=np.intp)
        self._weight = np.array([weight for d in documents for weight in d.values()], dtype=np.float32)
        self._first = np.cumsum([0, *(len(document) for document in documents[:-1])])
        self._norms = norms
        vectors = [self._new_vector(word) for word in self._vocabulary]
        self._postings = Postings([(v[0], v[1]) for v in vectors], len(self._run_ids))
        self._lengths = np.array([np.linalg.norm(v[1]) for v in vectors], dtype=np.float32)

    def _lay_out_others(
        self, documents: Sequence[dict[str, float]], norms: Floats, every_word: Sequence[str]
    ) -> None:
        rare = [word for word in every_word if word not in self._number]
        number = {word: i for i, word in enumerate([*self._vocabulary, *rare])}
        rows = [
            (np.array([number[word] for word in d], dtype=np.intp), np.array(list(d.values())))
            for d in documents
        ]
        self._every_word = len(number)
        self._others = Rows(rows)
        self._other_norms = norms
        vectors = [self._new_vector(word) for word in rare]
        self._rare_words = Rows([(v[0], v[1]) for v in vectors])

    def _learn_runs(self, documents: Sequence[dict[str, float]], words: Iterable[str]) -> None:
        runs_of = {word: set(_runs(word)) for word in words}
        frequency: dict[str, int] = {}
        for document in documents:
            for run in set().union(*(runs_of[word] for word in document)):
                frequency[run] = frequency.get(run, 0) + 1
        self._run_ids = {run: i for i, run in enumerate(sorted(frequency))}
        counts = np.array([frequency[run] for run in self._run_ids], dtype=np.float64)
        self._idf = (np.log((1 + len(documents)) / (1 + counts)) + 1) ** RARITY_POWER
        self._unknown = (log(1 + len(documents)) + 1) ** (2 * RARITY_POWER)

    def _vector(self, word: str) -> Vector:
        vector = self._vectors.get(word)
        if vector is None:
            if len(self._vectors) >= _REMEMBERED_WORDS:
                del self._vectors[next(iter(self._vectors))]
            vector = self._vectors[word] = self._new_vector(word)
        return vector

    def _new_vector(self, word: str) -> Vector:
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

    def _product(self, word: str) -> Singles:
        product = self._products.get(word)
        if product is None:
            if len(self._products) * len(self._vocabulary) >= _REMEMBERED_NUMBERS:
                del self._products[next(iter(self._products))]
            product = self._products[word] = self._new_product(word)
        return product

    def _new_product(self, word: str) -> Singles:
        ids, weights, _ = self._vector(word)
        return self._postings.products(ids.tolist(), weights).astype(np.float32)


def _word_weights(reading: Reading) -> dict[str, float]:
    counts: dict[str, int] = {}
    for word in reading.compared:
        counts[word] = counts.get(word, 0) + 1
    return {word: 1 + log(count) for word, count in counts.items()}


def _column(words: Mapping[str, float]) -> Singles:
    return np.array(list(words.values()), dtype=np.float32)


def _runs(word: str) -> list[str]:
    padded = f" {word[:_LONGEST_WORD]} "
    runs: list[str] = []
    for length in range(_SHORTEST_RUN, _LONGEST_RUN + 1):
        if length >= len(padded):
            runs.append(padded)
            break
        runs += [padded[i : i + length] for i in range(len(padded) - length + 1)]
    return runs
