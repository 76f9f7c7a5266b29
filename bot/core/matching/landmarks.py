"""Learning from more phrasings than have room in one matrix, by way of some that stand for all."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from bot.core.matching.index import Index
from bot.core.matching.ridge import Asked, LeftOut, Ridge, kernel_of, penalties

Singles = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.intp]

_AT_ONCE = 1_024
_LARGEST_LEFT_OUT = 1_024
_ROUNDS = 5
_STEADY = 1e-2


def fit_by_landmarks(index: Index, asked: Asked) -> tuple[Ridge, LeftOut]:
    """Learn the same regression as `Ridge.fit`, its weights kept to the landmarks of an index.

    With C the kernel between phrasings and landmarks, L that among landmarks and P the penalties, the weights
    are (C' P^-1 C + L)^-1 C' P^-1 Y (the subset of regressors; Smola and Bartlett, "Sparse greedy Gaussian
    process regression", 2001). If all phrasings are landmarks, it is kernel ridge regression. Memory grows
    with phrasings times landmarks, in half precision, not with the square of the phrasings.

    Args:
        index: the phrasings and their landmarks.
        asked: which phrasings are to be left out.
    """
    rows = _Rows(index)
    return Ridge(rows.learned(), index.landmarks), rows.left_out(asked)


class _Rows:
    """The kernel between all phrasings and the landmarks, the targets, and what follows from them."""

    def __init__(self, index: Index) -> None:
        self._labels = index.label_of
        self._own: Flags = index.label_of[:, None] == np.arange(len(index.labels))
        self._penalty = penalties(index.label_of)[:, None]
        self._kernel: Halves = np.empty((len(index.phrasings), len(index.landmarks)), dtype=np.float16)
        square = _STEADY * np.eye(len(index.landmarks))
        for rows, similarities in index.against_landmarks(_AT_ONCE):
            self._kernel[rows] = kernel_of(similarities)
            block = self._block(rows)
            square += (block / self._penalty[rows]).T @ block
        square += self._kernel[index.landmarks]
        square += square.T
        square /= 2
        self._inverse: Singles = np.linalg.inv(square).astype(np.float32)
        self._targets = self._own.astype(np.float32)
        self._weights: Singles = self._inverse @ self._right()

    def learned(self) -> Singles:
        """Return the weights, landmarks by labels, with targets moved as `Ridge` does."""
        for _ in range(_ROUNDS):
            for rows in _blocks(len(self._labels)):
                fitted = self._block(rows) @ self._weights
                away = np.where(self._own[rows], np.maximum(fitted, 1), np.minimum(fitted, 0))
                self._targets[rows] = away
            self._weights = self._inverse @ self._right()
        return self._weights

    def left_out(self, asked: Asked) -> LeftOut:
        """Return what would have been said of phrasings without them, what is alike, or their labels.

        Without a set E of rows it is Y - P (P - G)^-1 (Y - C w) on E, where G = C (C' P^-1 C + L)^-1 C', the
        same closed form as of the full regression. Of a label with more than 1,024 phrasings only so many,
        evenly spread, are left out.
        """
        shape = (len(asked.numbers), self._targets.shape[1])
        itself, alike, label = (np.empty(shape, dtype=np.float32) for _ in range(3))
        labels = self._labels[asked.numbers]
        for number in np.unique(labels).tolist():
            places = np.flatnonzero(labels == number)
            left = Asked(asked.numbers[places], tuple(asked.alike[place] for place in places))
            itself[places], alike[places], label[places] = self._without(number, left)
        return LeftOut(itself, alike, label)

    def _without(self, label: int, asked: Asked) -> tuple[Singles, Singles, Singles]:
        own = np.flatnonzero(self._labels == label)
        own = np.union1d(own[:: -(-len(own) // _LARGEST_LEFT_OUT)], asked.numbers)
        kernel, penalty, targets = self._block(own), self._penalty[own], self._targets[own]
        missed = targets - kernel @ self._weights
        rest = np.diag(penalty[:, 0]) - kernel @ self._inverse @ kernel.T

        def without(left: Ids, number: int) -> Singles:
            solved = np.linalg.solve(rest[np.ix_(left, left)], missed[left])
            place = np.searchsorted(own[left], number)
            scores: Singles = targets[left[place]] - penalty[left[place]] * solved[place]
            return scores

        numbers = asked.numbers.tolist()
        near = [np.flatnonzero(np.isin(own, alike)) for alike in asked.alike]
        itself = np.array([without(np.flatnonzero(own == number), number) for number in numbers])
        alike = np.array([without(left, number) for left, number in zip(near, numbers, strict=True)])
        whole = targets - penalty * np.linalg.solve(rest, missed)
        return itself, alike, whole[np.searchsorted(own, asked.numbers)]

    def _right(self) -> Singles:
        right = np.zeros((self._kernel.shape[1], self._targets.shape[1]), dtype=np.float32)
        for rows in _blocks(len(self._labels)):
            right += self._block(rows).T @ (self._targets[rows] / self._penalty[rows])
        return right

    def _block(self, rows: Ids | slice) -> Singles:
        block: Singles = self._kernel[rows].astype(np.float32)
        return block


def _blocks(count: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, count, _AT_ONCE))
