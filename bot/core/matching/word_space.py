"""How alike an utterance and each phrasing are in their words: stems, pairs near each other, concepts."""

from collections.abc import Mapping, Sequence
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from bot.core.matching.english import English
from bot.core.matching.reading import Reading
from bot.core.matching.sparse import Postings, Row, Rows
from bot.core.matching.stems import stem
from bot.core.matching.synonyms import CONCEPT

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

WordVector = tuple[list[int], Floats]
"""Features and their weights, of length one if no unknown feature were counted in."""

RARITY_POWER = 0.5
"""How much a feature's rarity counts; 1 is plain tf-idf. Less is better where a regression weighs them."""
_WEIGHT_OF_PAIR = {1: 1.0, 2: 0.5}
"""How much a pair of stems counts, by how far apart they stand."""
_TELLING_POWER = 0.5
"""How much it counts what a word tells in English."""


class WordSpace:
    """Cosine similarity of tf-idf vectors over an inverted index.

    A feature counts 1 + ln(its count), times the square root of its inverse document frequency
    ln((1 + n) / (1 + df)) + 1 (Spärck Jones, 1972, smoothed) and of how much it tells in English; vectors
    have length one. Features of an utterance that no phrasing holds count in its length as the rarest ones,
    so that unknown words lower every similarity.

    Args:
        readings: the phrasings.
        always: the numbers of those that every utterance is compared with.
        others: the numbers of those that are only compared if they are called.
        english: how much a word tells.
    """

    def __init__(self, readings: Sequence[Reading], always: Ids, others: Ids, english: English) -> None:
        self._english = english
        documents = [_features(reading, english) for reading in readings]
        count = len(documents)
        self._ids = {name: i for i, name in enumerate(sorted({f for d in documents for f in d}))}
        ids = [np.array([self._ids[f] for f in d], dtype=np.intp) for d in documents]
        frequency = np.bincount(np.concatenate([*ids, np.zeros(0, dtype=np.intp)]), minlength=len(self._ids))
        self._idf = (np.log((1 + count) / (1 + frequency)) + 1) ** RARITY_POWER
        self._unknown = (log(1 + count) + 1) ** (2 * RARITY_POWER)
        rows = [self._row(d, i) for d, i in zip(documents, ids, strict=True)]
        self._rows = Rows(rows)
        self._always = Postings([rows[i] for i in always.tolist()], len(self._ids))
        self._places_of_others = others
        self._others = Postings([rows[i] for i in others.tolist()], len(self._ids) if len(others) else 0)

    def vector(self, reading: Reading) -> WordVector:
        """Return the features of a reading that phrasings hold, and their weights."""
        features = _features(reading, self._english)
        numbered = list(zip(map(self._ids.get, features), features.values(), strict=True))
        ids = [number for number, _ in numbered if number is not None]
        known = [weight for number, weight in numbered if number is not None]
        unknown = sum([weight * weight for number, weight in numbered if number is None])
        weights = np.array(known) * self._idf[ids]
        return ids, weights / (sqrt(float(weights @ weights) + unknown * self._unknown) or 1.0)

    def vector_of(self, number: int) -> WordVector:
        """Return the features of a phrasing, and their weights."""
        return self._rows.row(number)

    def are_neighbours(self, stem: str, following: str) -> bool:
        """Tell whether a phrasing has two stems in this order, at most one word between them."""
        return f"{stem} {following}" in self._ids

    def with_always(self, vector: WordVector) -> Singles:
        """Return the similarity to each of those always compared, 0 to 1."""
        return self._always.products(*vector).astype(np.float32)

    def with_others(self, vector: WordVector, called: Ids) -> Singles:
        """Return the similarity to some of the other phrasings, 0 to 1."""
        ids, weights = np.array(vector[0], dtype=np.intp), vector[1].astype(np.float32)
        order = ids.argsort()
        return self._rows.products_with(self._places_of_others[called], ids[order], weights[order])

    def called(self, vector: WordVector, looks: int, most: int) -> Ids:
        """Return the places of other phrasings that are likest in the rarest features.

        Args:
            vector: of the utterance.
            looks: how many entries of the inverted index to look at, at most.
            most: how many to return, at most.
        """
        ids, weights = vector
        rarest = self._others.rarest(ids, looks)
        found, alike = self._others.products_where_shared([ids[place] for place in rarest], weights[rarest])
        return found[np.argpartition(-alike, most)[:most]] if len(found) > most else found

    def _row(self, features: Mapping[str, float], ids: Ids) -> Row:
        weights = np.array(list(features.values())) * self._idf[ids]
        return ids, weights / (np.linalg.norm(weights) or 1.0)


def _features(reading: Reading, english: English) -> dict[str, float]:
    """Return weights of stems, of pairs near each other, of concepts, and of how many digits numbers have."""
    stems = [stem(word) for word in reading.compared]
    telling = [english.telling(word) ** _TELLING_POWER for word in reading.compared]
    features = _grams(stems, reading.trust, telling)
    if reading.canonical != reading.stems:
        ones = (1.0,) * len(reading.canonical)
        grams = _grams(reading.canonical, ones, ones)
        features.update([(name, 1.0) for name in grams if CONCEPT in name])
    features.update([(f"#{min(len(word), 3)}", 1.0) for word in stems if word.isdigit()])
    return features


def _grams(stems: Sequence[str], trust: Sequence[float], telling: Sequence[float]) -> dict[str, float]:
    """Return stems and pairs of them; a pair is trusted as its worse word, and tells as its better.

    Pairs are neighbours and, by less, those with one word between them ("top up" in "top it up"; Guthrie and
    others, "A closer look at skip-gram modelling", 2006). One that is there again counts by how often.
    """
    names = list(stems)
    weights = [trusted * tells for trusted, tells in zip(trust, telling, strict=True)]
    words = list(zip(stems, trust, telling, strict=True))
    for gap, weight in _WEIGHT_OF_PAIR.items():
        pairs = list(zip(words, words[gap:], strict=False))
        names += [f"{one[0]} {other[0]}" for one, other in pairs]
        weights += [weight * min(one[1], other[1]) * max(one[2], other[2]) for one, other in pairs]
    grams = dict(zip(names, weights, strict=True))
    return grams if len(grams) == len(names) else _counted(names, weights)


def _counted(names: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
    counts: dict[str, int] = {}
    counted: dict[str, float] = {}
    for name, weight in zip(names, weights, strict=True):
        counts[name] = counts.get(name, 0) + 1
        counted[name] = max(counted.get(name, 0.0), weight * (1 + log(counts[name])))
    return counted
