"""Learning from all phrasings together which similarities speak for which label."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_PENALTY = 0.4
_ROUNDS = 12
_INVERTED_AT_ONCE = 256
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the regression would have said of some phrasings, phrasings by labels, without having seen them.

    Attributes:
        itself: learned without that phrasing.
        alike: learned without it and those of its label that are nearly the same.
        label: learned without all phrasings of its label.
    """

    itself: Singles
    alike: Singles
    label: Singles


@dataclass(frozen=True, slots=True)
class Asked:
    """Phrasings that are to be left out.

    Attributes:
        numbers: which, ascending.
        alike: for each, the phrasings of its label that are nearly the same, itself among them, ascending.
    """

    numbers: Ids
    alike: tuple[Ids, ...]


class Ridge:
    """Kernel ridge regression on class indicators, 1 for a phrasing's own label and 0 for the others.

    With K the kernel among phrasings and P the penalties, the weights are A = (K + P)^-1 Y (Saunders,
    Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", 1998). The penalty of a
    phrasing grows with the square root of its label's size, so that a label with many does not drown others.
    Who is clearly right is not pulled back: in a few rounds the targets of phrasings above 1, or below 0, are
    moved to where they are, which lessens a squared hinge loss (as of Chang, Hsieh and Lin, 2008) with one
    inverse for all rounds.

    Args:
        weights: landmarks by labels.
        landmarks: the numbers of the phrasings that are compared with; None if they are all.
    """

    def __init__(self, weights: Singles, landmarks: Ids | None = None) -> None:
        self._weights = weights
        self._landmarks = landmarks

    @classmethod
    def fit(cls, similarities: Singles, labels: Ids, asked: Asked) -> tuple["Ridge", LeftOut]:
        """Learn from the similarities among phrasings, n by n, which are overwritten.

        What the regression would have said of a phrasing that it had not seen has a closed form,
        Y - A / diag((K + P)^-1) (Allen, "The relationship between variable selection and data augmentation",
        1974), and so has that of a phrasing of which it had not seen what is alike, or the whole label: the
        same, by blocks. All take the moved targets of the other phrasings as they are.

        Single precision halves memory and time; the matrix is far from singular, as penalties are near 0.4.

        Args:
            similarities: of each phrasing to each.
            labels: the number of each phrasing's label, ascending, from 0.
            asked: which phrasings are to be left out.
        """
        penalty = penalties(labels)
        kernel = _in_place(symmetric(similarities))
        kernel[np.diag_indices_from(kernel)] += penalty
        _invert(kernel)
        inverse = kernel
        targets = _moved(inverse, labels[:, None] == np.arange(labels[-1] + 1), penalty)
        weights = inverse @ targets
        itself = targets - weights / np.diagonal(inverse)[:, None]
        alike = _without_alike(inverse, weights, targets, asked)
        label = _without_label(inverse, weights, targets, labels)
        return cls(weights), LeftOut(itself[asked.numbers], alike, label[asked.numbers])

    def scores(self, similarities: Singles) -> Singles:
        """Return a score for each label: near 1 where the utterance is like its phrasings, else near 0."""
        near = similarities if self._landmarks is None else similarities[self._landmarks]
        scores: Singles = kernel_of(near) @ self._weights
        return scores


def symmetric(square: Singles) -> Singles:
    """Give each pair of phrasings, in place, the mean of asking one and asking the other."""
    for start in range(len(square)):
        square[start, start:] += square[start:, start]
        square[start, start:] /= 2
        square[start:, start] = square[start, start:]
    return square


def penalties(labels: Ids) -> Singles:
    """Return the penalty of each phrasing."""
    sizes = np.bincount(labels)
    penalty: Singles = (_PENALTY * np.sqrt(sizes[labels] / sizes.mean())).astype(np.float32)
    return penalty


def _invert(matrix: Singles) -> None:
    """Invert a symmetric positive matrix in its own place by halves (Schur complements), in single precision.

    numpy inverts in double precision only, which takes four times the memory and twice the time.
    """
    if len(matrix) <= _INVERTED_AT_ONCE:
        matrix[:] = np.linalg.inv(matrix)
        return
    half = len(matrix) // 2
    first, side, last = matrix[:half, :half], matrix[:half, half:], matrix[half:, half:]
    _invert(first)
    across = first @ side
    for rows in _slices(len(last)):
        last[rows] -= side[:, rows].T @ across
    _invert(last)
    np.matmul(across, last, out=side)
    for rows in _slices(half):
        first[rows] += side[rows] @ across.T
    side *= -1
    matrix[half:, :half] = side.T


def _slices(count: int) -> Iterator[slice]:
    return (slice(start, start + _ROWS_AT_ONCE) for start in range(0, count, _ROWS_AT_ONCE))


def _moved(inverse: Singles, own: npt.NDArray[np.bool_], penalty: Singles) -> Singles:
    """Return targets that are 1 or more for a phrasing's own label and 0 or less for the others."""
    targets = own.astype(np.float32)
    for _ in range(_ROUNDS):
        fitted = targets - penalty[:, None] * (inverse @ targets)
        targets = np.where(own, np.maximum(fitted, 1), np.minimum(fitted, 0)).astype(np.float32)
    return targets


def _without_label(inverse: Singles, weights: Singles, targets: Singles, labels: Ids) -> Singles:
    scores = np.empty_like(targets)
    for label in range(targets.shape[1]):
        own = np.flatnonzero(labels == label)
        scores[own] = targets[own] - np.linalg.solve(inverse[np.ix_(own, own)], weights[own])
    return scores


def _without_alike(inverse: Singles, weights: Singles, targets: Singles, asked: Asked) -> Singles:
    scores = np.empty((len(asked.numbers), targets.shape[1]), dtype=np.float32)
    for row, (number, alike) in enumerate(zip(asked.numbers.tolist(), asked.alike, strict=True)):
        without = targets[alike] - np.linalg.solve(inverse[np.ix_(alike, alike)], weights[alike])
        scores[row] = without[np.searchsorted(alike, number)]
    return scores


def kernel_of(similarities: Singles) -> Singles:
    """Let pairs of features count beside single ones: a polynomial kernel of degree two, halves of each."""
    kernel = similarities * similarities
    kernel += similarities
    kernel /= 2
    return kernel


def _in_place(similarities: Singles) -> Singles:
    """Return the kernel in the place of the similarities, row by row: there may be no room for both."""
    for row in range(len(similarities)):
        similarities[row] = kernel_of(similarities[row])
    return similarities
