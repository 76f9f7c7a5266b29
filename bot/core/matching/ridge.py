"""Learning from all phrasings together which similarities speak for which label."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

_PENALTY = 0.4


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the regression would have said of each phrasing, phrasings by labels, without having seen it.

    Attributes:
        itself: learned without that phrasing.
        label: learned without all phrasings of its label.
    """

    itself: Floats
    label: Floats


class Ridge:
    """Kernel ridge regression on class indicators, 1 for a phrasing's own label and 0 for the others.

    With K the kernel among phrasings and P the penalties, the weights are A = (K + P)^-1 Y (Saunders,
    Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", 1998). The penalty of a
    phrasing grows with the square root of its label's size, so that a label with many does not drown others.

    Args:
        weights: phrasings by labels.
    """

    def __init__(self, weights: Floats) -> None:
        self._weights = weights.astype(np.float32)

    @classmethod
    def fit(cls, similarities: Floats, labels: Ids) -> tuple["Ridge", LeftOut]:
        """Learn from the similarities among phrasings, n by n, symmetric.

        What the regression would have said of a phrasing that it had not seen has a closed form,
        Y - A / diag((K + P)^-1) (Allen, "The relationship between variable selection and data augmentation",
        1974), and so has that of a phrasing whose whole label it had not seen: the same, by blocks.

        Args:
            similarities: of each phrasing to each.
            labels: the number of each phrasing's label, ascending, from 0.
        """
        sizes = np.bincount(labels)
        targets = (labels[:, None] == np.arange(len(sizes))).astype(np.float64)
        kernel = _kernel(similarities)
        kernel[np.diag_indices_from(kernel)] += _PENALTY * np.sqrt(sizes[labels] / sizes.mean())
        inverse: Floats = np.asarray(np.linalg.inv(kernel), dtype=np.float64)
        weights = inverse @ targets
        itself = targets - weights / np.diagonal(inverse)[:, None]
        return cls(weights), LeftOut(itself, _without_label(inverse, weights, targets, labels))

    def scores(self, similarities: Floats) -> Floats:
        """Return a score for each label: near 1 where the utterance is like its phrasings, else near 0."""
        kernel = _kernel(similarities).astype(np.float32)
        return np.asarray(kernel @ self._weights, dtype=np.float64)


def _without_label(inverse: Floats, weights: Floats, targets: Floats, labels: Ids) -> Floats:
    scores = np.empty_like(targets)
    for label in range(targets.shape[1]):
        own = np.flatnonzero(labels == label)
        scores[own] = targets[own] - np.linalg.solve(inverse[np.ix_(own, own)], weights[own])
    return scores


def _kernel(similarities: Floats) -> Floats:
    """Let pairs of features count beside single ones: a polynomial kernel of degree two, halves of each."""
    return (similarities + similarities * similarities) / 2
