"""How alike an utterance and each phrasing are in their letters: runs of two to five inside their words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from bot.core.matching.english import English
from bot.core.matching.reading import Reading
from bot.core.matching.sparse import Postings, Rows, summed
from bot.core.matching.word_rows import WordRows
from bot.core.matching.word_space import RARITY_POWER

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

Vector = tuple[Ids, Floats, float, float]
"""A word's runs, their weights, the squared length of its unknown runs, and how much it tells."""

_SHORTEST_RUN = 2
_LONGEST_RUN = 5
_LONGEST_WORD = 32
_TELLING_POWER = 0.35
_REMEMBERED_WORDS = 8_192
_REMEMBERED_PRODUCTS = 64
_REMEMBERED_NUMBERS = 4_000_000
_REMEMBERED_OF_MANY = 10_000_000
"""Where not all phrasings are compared, which are many and take more room than this."""
_ENOUGH_ROWS = 1_000
_WORDS_A_PHRASING = 2


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a reading.

    Attributes:
        words: its words, each once.
        weights: how much each counts.
        runs: its runs that phrasings have, ascending.
        by_run: its weight for each of them.
        length: its own length, unknown runs counted.
    """

    words: tuple[str, ...]
    weights: Singles
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
        documents = [_counts(reading) for reading in readings]
        every_word = sorted({word for document in documents for word in document})
        self._learn_runs(documents, every_word)
        self._vectors: dict[str, Vector] = {}
        self._products: dict[str, Singles] = {}
        norms = np.array([self._measured(list(map(self._vector, d)), list(d.values()))[2] for d in documents])
        marked = [documents[i] for i in always.tolist()]
        self._vocabulary = sorted({word for document in marked for word in document}.union(words))
        self._number = {word: i for i, word in enumerate(self._vocabulary)}
        self._remembered = _REMEMBERED_OF_MANY if len(others) else _REMEMBERED_NUMBERS
        self._lay_out(marked, norms[always])
        self._lay_out_others([documents[i] for i in others.tolist()], norms[others], every_word)

    def numbers(self, reading: Reading) -> dict[str, int]:
        """Return the numbers of a phrasing's words that are in the vocabulary."""
        return {word: self._number[word] for word in reading.compared if word in self._number}

    def numbered(self, counts: Mapping[str, int]) -> tuple[Ids, Ids]:
        """Return words as their numbers, ascending, and their counts."""
        numbers = np.array([self._number[word] for word in counts], dtype=np.intp)
        order = np.argsort(numbers)
        return numbers[order], np.array(list(counts.values()), dtype=np.intp)[order]

    def alike(self, word: str) -> Singles:
        """Return the similarity of a word to each word of the vocabulary, 0 to 1."""
        _, weights, unknown, _ = self._vector(word)
        length = sqrt(float(weights @ weights) + unknown) or 1.0
        return np.asarray(self._product(word) / (self._lengths * length), dtype=np.float32)

    def read(self, reading: Reading) -> Letters:
        """Return the letters of a reading."""
        counts = _counts(reading)
        vectors = list(map(self._vector, counts))
        weights = [vector[3] * count for vector, count in zip(vectors, counts.values(), strict=True)]
        return Letters(tuple(counts), np.array(weights, dtype=np.float32), *self._measured(vectors, weights))

    def with_always(self, letters: Letters) -> Singles:
        """Return the similarity of a reading to each of those always compared, 0 to 1."""
        of_words = self._rows.rows(letters.words)
        common = np.asarray((letters.weights / np.float32(letters.length)) @ of_words, dtype=np.float32)
        return common if self._by_phrasing else self._of_always(common)

    def _row(self, word: str) -> Singles:
        """Return what a word has in common with each phrasing or, if that is remembered, with each word."""
        product = self._product(word)
        return self._of_always(product) if self._by_phrasing else product

    def _of_always(self, by_word: Singles) -> Singles:
        """Return what a text has in common with each of those always compared, from that with each word."""
        by_place = by_word.take(self._flat)
        by_place *= self._weight
        sums: Singles = np.add.reduceat(by_place, self._first)
        sums /= self._norms
        return sums

    def with_others(self, letters: Letters, called: Ids) -> Singles:
        """Return the similarity of a reading to some of the other phrasings, 0 to 1."""
        by_word = np.zeros(self._every_word, dtype=np.float32)
        held = np.unique(self._others.features(called))
        by_run = np.zeros(len(self._run_ids), dtype=np.float32)
        by_run[letters.runs] = letters.by_run
        by_word[held] = self._runs_of_words.products(held, by_run)
        alike = self._others.products(called, by_word) / (self._other_norms[called] * letters.length)
        return np.asarray(alike, dtype=np.float32)

    def _measured(self, vectors: Sequence[Vector], weights: Sequence[float]) -> tuple[Ids, Floats, float]:
        """Return the runs in a text, the weight of each, and the text's length, unknown runs counted."""
        by_place = np.concatenate([vector[1] for vector in vectors])
        by_place *= np.repeat(weights, [len(vector[0]) for vector in vectors])
        runs, by_run = summed(np.concatenate([vector[0] for vector in vectors]), by_place)
        unknown = sum([vector[2] for vector in vectors])
        return runs, by_run, sqrt(float(by_run @ by_run) + unknown) or 1.0

    def _lay_out(self, documents: Sequence[dict[str, float]], norms: Floats) -> None:
        self._flat = np.array([self._number[w] for d in documents for w in d], dtype=np.intp)
        self._weight = np.array([weight for d in documents for weight in d.values()], dtype=np.float32)
        self._first = np.cumsum([0, *(len(document) for document in documents[:-1])])
        self._norms = norms.astype(np.float32)
        words, count = len(self._vocabulary), len(norms)
        # A row by phrasing saves a question work, but where few are remembered more of the others are better.
        self._by_phrasing = count <= max(self._remembered // _ENOUGH_ROWS, words // _WORDS_A_PHRASING)
        width = count if self._by_phrasing else words
        self._rows = WordRows(width, self._remembered, self._row)
        vectors = list(map(self._vector, self._vocabulary))
        self._postings = Postings([(v[0], v[1]) for v in vectors], len(self._run_ids))
        self._lengths = np.array([np.linalg.norm(v[1]) for v in vectors], dtype=np.float32)

    def _lay_out_others(
        self, documents: Sequence[dict[str, float]], norms: Floats, every_word: Sequence[str]
    ) -> None:
        number = {word: i for i, word in enumerate(every_word)}
        rows = [
            (np.array([number[word] for word in d], dtype=np.intp), np.array(list(d.values())))
            for d in documents
        ]
        self._every_word = len(number)
        self._others = Rows(rows)
        self._other_norms = norms
        vectors = list(map(self._new_vector, every_word if documents else ()))
        self._runs_of_words = Rows([(v[0], v[1]) for v in vectors])

    def _learn_runs(self, documents: Sequence[dict[str, float]], words: Iterable[str]) -> None:
        runs_of = {word: _runs(word) for word in words}
        frequency: dict[str, int] = {}
        for document in documents:
            for run in set().union(*(runs_of[word] for word in document)):
                frequency[run] = frequency.get(run, 0) + 1
        by_frequency = sorted(frequency, key=lambda run: (-frequency[run], run))
        self._run_ids = {run: i for i, run in enumerate(by_frequency)}  # what is looked at lies together
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
        runs = _runs(word)
        distinct = dict.fromkeys(runs)
        numbers = [self._run_ids.get(run) for run in distinct]
        ids = np.array([number for number in numbers if number is not None], dtype=np.intp)
        weights = self._idf[ids]
        if len(distinct) < len(runs):
            weights *= [runs.count(run) for run in distinct if run in self._run_ids]
        tells = self._english.telling(word) ** _TELLING_POWER
        return ids, weights, numbers.count(None) * self._unknown, tells

    def _product(self, word: str) -> Singles:
        """Return what a word and each word of the vocabulary have in common: twice asked for."""
        product = self._products.get(word)
        if product is None:
            if len(self._products) >= _REMEMBERED_PRODUCTS:
                self._products.clear()
            product = self._products[word] = self._new_product(word)
        return product

    def _new_product(self, word: str) -> Singles:
        ids, weights, *_ = self._vector(word)
        return self._postings.products(ids.tolist(), weights).astype(np.float32)


def _counts(reading: Reading) -> dict[str, float]:
    """Return each word of a reading, and how much it counts for how often it is there."""
    words = reading.compared
    weights = dict.fromkeys(words, 1.0)
    if len(weights) < len(words):
        weights = {word: 1 + log(words.count(word)) for word in weights}
    return weights


def _runs(word: str) -> list[str]:
    padded = f" {word[:_LONGEST_WORD]} "
    size = len(padded)
    runs = [
        padded[i : i + length]
        for length in range(_SHORTEST_RUN, min(_LONGEST_RUN + 1, size))
        for i in range(size - length + 1)
    ]
    return runs if size > _LONGEST_RUN else [*runs, padded]
