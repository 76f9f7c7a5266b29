"""Learning from all phrasings together which similarities speak for which label."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

_PENALTY = 0.4


class Ridge:
    """Kernel ridge regression on class indicators, 1 for a phrasing's own label and 0 for the others.

    With K the similarities among phrasings, the weights are (K + penalty * I)^-1 Y (Saunders, Gammerman and
    Vovk, "Ridge regression learning algorithm in dual variables", 1998). What the regression would have said
    of a phrasing that it had not seen has a closed form, Y - A / diag((K + penalty * I)^-1) (Allen's PRESS,
    1974), and so has that of a phrasing whose whole label it had not seen (the same, by blocks).

    Args:
        similarities: K, n by n, symmetric.
        labels: the number of each phrasing's label, ascending.
    """

    def __init__(self, similarities: Floats, labels: Ids) -> None:
        count = len(labels)
        self._labels = labels
        self._targets = np.zeros((count, int(labels.max()) + 1))
        self._targets[np.arange(count), labels] = 1.0
        self._inverse = np.linalg.inv(_kernel(similarities) + _PENALTY * np.eye(count))
        self._weights = self._inverse @ self._targets

    def scores(self, similarities: Floats) -> Floats:
        """Return a score for each label: near 1 where the utterance is like its phrasings, else near 0."""
        return np.asarray(_kernel(similarities) @ self._weights, dtype=np.float64)

    def without_itself(self) -> Floats:
        """Return for each phrasing the scores of every label, learned without that phrasing."""
        return np.asarray(self._targets - self._weights / np.diag(self._inverse)[:, None], dtype=np.float64)

    def without_its_label(self) -> Floats:
        """Return for each phrasing the scores of every label, learned without all phrasings of its label."""
        scores = np.empty_like(self._targets)
        for label in range(self._targets.shape[1]):
            own = np.flatnonzero(self._labels == label)
            block = self._inverse[np.ix_(own, own)]
            scores[own] = self._targets[own] - np.linalg.solve(block, self._weights[own])
        return scores


def _kernel(similarities: Floats) -> Floats:
    """Let pairs of features count beside single ones: a polynomial kernel of degree two, halves of each."""
    return np.asarray((similarities + similarities * similarities) / 2, dtype=np.float64)
