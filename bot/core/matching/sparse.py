"""Sparse vectors: laid out row by row, or by feature so that few of them need a look."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

Row = tuple[Ids, Floats]
"""Features and their weights."""

_NO_IDS: Ids = np.zeros(0, dtype=np.intp)
_NO_WEIGHTS: Floats = np.zeros(0)


def summed(numbers: Ids, weights: Floats) -> tuple[Ids, Floats]:
    """Return the distinct ones of some numbers, ascending, and the sum of the weights of each."""
    order = numbers.argsort()
    numbers = numbers[order]
    is_first = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    starts = is_first.nonzero()[0]
    return numbers[starts], np.add.reduceat(weights[order], starts)


class Rows:
    """Sparse vectors one after the other, none of them empty.

    Args:
        rows: the vectors.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._features = np.concatenate([np.zeros(0, np.int32), *(r[0].astype(np.int32) for r in rows)])
        self._weights = np.concatenate([np.zeros(0, np.float32), *(r[1].astype(np.float32) for r in rows)])
        self._ends = np.cumsum([0, *(len(r[0]) for r in rows)])

    def row(self, number: int) -> tuple[list[int], Floats]:
        """Return the features of one row, and their weights."""
        own = slice(self._ends[number], self._ends[number + 1])
        return self._features[own].tolist(), self._weights[own].astype(np.float64)

    def features(self, numbers: Ids) -> Ids:
        """Return the features of some rows, one after the other."""
        where, _ = self._where(numbers)
        return self._features[where].astype(np.intp)

    def products(self, numbers: Ids, vector: Singles) -> Singles:
        """Return the product of each of some rows with a vector of all features."""
        if not len(numbers):
            return np.zeros(0, dtype=np.float32)
        where, first = self._where(numbers)
        products = self._weights[where] * vector[self._features[where]]
        return np.asarray(np.add.reduceat(products, first), dtype=np.float32)

    def products_with(self, numbers: Ids, features: Ids, weights: Singles) -> Singles:
        """Return the product of each of some rows with a vector of few features, ascending."""
        if not len(numbers) or not len(features):
            return np.zeros(len(numbers), dtype=np.float32)
        where, first = self._where(numbers)
        held = self._features[where]
        places = features.searchsorted(held)
        places[places == len(features)] = 0
        products = self._weights[where] * weights[places]
        products *= features[places] == held
        return np.asarray(np.add.reduceat(products, first), dtype=np.float32)

    def _where(self, numbers: Ids) -> tuple[Ids, Ids]:
        starts = self._ends[numbers]
        lengths = self._ends[numbers + 1] - starts
        first = np.cumsum(lengths) - lengths
        return np.repeat(starts - first, lengths) + np.arange(int(lengths.sum())), first


class Postings:
    """Sparse vectors by feature: which rows hold it, and with what weight.

    Args:
        rows: the vectors.
        features: how many features there are.
    """

    def __init__(self, rows: Sequence[Row], features: int) -> None:
        self._count = len(rows)
        flat = np.concatenate([np.zeros(0, dtype=np.intp), *(row[0] for row in rows)])
        order = np.argsort(flat, kind="stable")
        self._rows = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])[order]
        self._weights = np.concatenate([np.zeros(0), *(row[1] for row in rows)])[order]
        ends = np.cumsum(np.bincount(flat, minlength=features))
        self._ends: list[int] = ends.tolist()
        self._starts: list[int] = [0, *self._ends[:-1]]

    def products(self, features: Sequence[int], weights: Floats) -> Floats:
        """Return the product of every row with a sparse vector."""
        if not len(features):
            return np.zeros(self._count)
        where, values = self._held(features, weights)
        return np.asarray(np.bincount(where, values, minlength=self._count), dtype=np.float64)

    def products_where_shared(self, features: Sequence[int], weights: Floats) -> tuple[Ids, Floats]:
        """Return which rows share a feature with a sparse vector, ascending, and the product of each."""
        return summed(*self._held(features, weights)) if len(features) else (_NO_IDS, _NO_WEIGHTS)

    def _held(self, features: Sequence[int], weights: Floats) -> tuple[Ids, Floats]:
        """Return the rows that hold each feature, feature by feature, and what each adds to its product."""
        starts, ends = self._starts, self._ends
        where = np.concatenate([self._rows[starts[i] : ends[i]] for i in features])
        lengths = [ends[i] - starts[i] for i in features]
        values = np.concatenate([self._weights[starts[i] : ends[i]] for i in features])
        values *= np.repeat(weights, lengths)
        return where, values

    def rarest(self, features: Sequence[int], most: int) -> list[int]:
        """Return the places of those features that the fewest rows hold, as far as `most` looks suffice."""
        held = [self._ends[i] - self._starts[i] for i in features]
        chosen: list[int] = []
        for place in sorted(range(len(held)), key=lambda p: (held[p], p)):
            most -= held[place]
            if most < 0:
                break
            if held[place]:
                chosen.append(place)
        return chosen
