"""Learning from all phrasings together which similarities speak for which label."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_PENALTY = 0.4
_ROUNDS = 12
_INVERTED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the regression would have said of each phrasing, phrasings by labels, without having seen it.

    Attributes:
        itself: learned without that phrasing.
        label: learned without all phrasings of its label.
    """

    itself: Singles
    label: Singles


class Ridge:
    """Kernel ridge regression on class indicators, 1 for a phrasing's own label and 0 for the others.

    With K the kernel among phrasings and P the penalties, the weights are A = (K + P)^-1 Y (Saunders,
    Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", 1998). The penalty of a
    phrasing grows with the square root of its label's size, so that a label with many does not drown others.
    Who is clearly right is not pulled back: in a few rounds the targets of phrasings above 1, or below 0, are
    moved to where they are, which lessens a squared hinge loss (as of Chang, Hsieh and Lin, 2008) with one
    inverse for all rounds.

    Args:
        weights: phrasings by labels.
    """

    def __init__(self, weights: Singles) -> None:
        self._weights = weights

    @classmethod
    def fit(cls, similarities: Singles, labels: Ids) -> tuple["Ridge", LeftOut]:
        """Learn from the similarities among phrasings, n by n, symmetric.

        What the regression would have said of a phrasing that it had not seen has a closed form,
        Y - A / diag((K + P)^-1) (Allen, "The relationship between variable selection and data augmentation",
        1974), and so has that of a phrasing whose whole label it had not seen: the same, by blocks. Both take
        the moved targets of the other phrasings as they are.

        Single precision halves memory and time; the matrix is far from singular, as penalties are near 0.4.

        Args:
            similarities: of each phrasing to each.
            labels: the number of each phrasing's label, ascending, from 0.
        """
        sizes = np.bincount(labels)
        penalty = (_PENALTY * np.sqrt(sizes[labels] / sizes.mean())).astype(np.float32)
        kernel = _kernel(similarities)
        kernel[np.diag_indices_from(kernel)] += penalty
        inverse = _inverse(kernel)
        del kernel
        targets = _moved(inverse, labels[:, None] == np.arange(len(sizes)), penalty)
        weights = inverse @ targets
        itself = targets - weights / np.diagonal(inverse)[:, None]
        return cls(weights), LeftOut(itself, _without_label(inverse, weights, targets, labels))

    def scores(self, similarities: Singles) -> Singles:
        """Return a score for each label: near 1 where the utterance is like its phrasings, else near 0."""
        scores: Singles = _kernel(similarities) @ self._weights
        return scores


def _inverse(matrix: Singles) -> Singles:
    """Invert a symmetric positive matrix by halves (Schur complements), in single precision.

    numpy inverts in double precision only, which takes three times the memory and twice the time.
    """
    if len(matrix) <= _INVERTED_AT_ONCE:
        small: Singles = np.linalg.inv(matrix)
        return small
    half = len(matrix) // 2
    first = _inverse(matrix[:half, :half])
    across = first @ matrix[:half, half:]
    second = _inverse(matrix[half:, half:] - matrix[half:, :half] @ across)
    corner = across @ second
    inverse = np.empty_like(matrix)
    inverse[:half, :half] = first + corner @ across.T
    inverse[half:, half:] = second
    inverse[:half, half:] = -corner
    inverse[half:, :half] = -corner.T
    return inverse


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


def _kernel(similarities: Singles) -> Singles:
    """Let pairs of features count beside single ones: a polynomial kernel of degree two, halves of each."""
    kernel = similarities * similarities
    kernel += similarities
    kernel /= 2
    return kernel
