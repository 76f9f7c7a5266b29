"""The second net under the rules: how much a message's words sound like those of red-flag messages.

It learns from examples and never raises an alarm; it only makes the bot ask its yes-or-no question.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.core.text import tokens
from bot.core.triage.values import Example, RedFlagId

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_PENALTY = 1.0
_STEPS = 60
_NEGLIGIBLE = 1e-6
_GRAM = 4
_NEAREST = 7
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What the second net thinks of a message.

    Attributes:
        score: near 1 for words of red-flag messages, near -1 for ordinary ones.
        flag: the red flag whose examples it is most like.
        like: the example that it is most like.
    """

    score: float
    flag: RedFlagId
    like: str


class SecondNet:
    """A linear score over words, pairs of words and four-letter stretches, by ridge regression.

    Minimises |Xw - y|^2 + penalty |w|^2 (Hoerl and Kennard, 1970) by conjugate gradients (Hestenes and
    Stiefel, 1952), a fixed number of steps, so that the same examples always give the same score.

    Args:
        examples: messages of which each names the red flags that it should raise; none for ordinary ones.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        self._examples = tuple(examples)
        seen = [_features(example.text) for example in self._examples]
        counts = Counter(feature for features in seen for feature in features)
        kept = (feature for feature, count in counts.items() if count > 1)
        self._places = {feature: place for place, feature in enumerate(kept)}
        self._rows = _Rows([self._row(features) for features in seen], len(self._places) + 1)
        wanted = np.array([1.0 if example.flags else -1.0 for example in self._examples], dtype=np.float32)
        self._weights = _ridge(self._rows, wanted)

    def score(self, text: str) -> float:
        """Return how much a message sounds like a red flag: near 1, or near -1 for an ordinary one."""
        row = self._row(_features(text))
        return float(self._weights[row].sum() / np.sqrt(len(row)))

    def suspicion(self, text: str) -> Suspicion:
        """Return the score with the red flag that the message is most like."""
        row = self._row(_features(text))
        likeness = self._rows.times(_ones(row, self._rows.width))
        nearest = [int(i) for i in np.argsort(-likeness, kind="stable") if self._examples[i].flags][:_NEAREST]
        votes: Counter[RedFlagId] = Counter()
        for place in nearest:
            for flag in self._examples[place].flags:
                votes[flag] += float(likeness[place]) ** 2  # type: ignore[assignment]
        return Suspicion(self.score(text), max(votes, key=votes.__getitem__), self._examples[nearest[0]].text)

    def _row(self, features: Iterable[str]) -> Ids:
        """Return the places of a message's known features; the last place stands for every message."""
        found = [self._places[feature] for feature in features if feature in self._places]
        return np.array([*found, len(self._places)], dtype=np.intp)


class _Rows:
    """A sparse matrix: each row is a message, of length one over its features."""

    def __init__(self, rows: Sequence[Ids], width: int) -> None:
        lengths = np.array([len(row) for row in rows])
        self.width = width
        self._columns = np.concatenate(rows)
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self._numbers = np.repeat(np.arange(len(rows)), lengths)
        self._values = (1 / np.sqrt(lengths)).astype(np.float32)[self._numbers]

    def times(self, vector: Floats) -> Floats:
        """Return the product with a vector of features."""
        return np.add.reduceat(vector[self._columns] * self._values, self._starts).astype(np.float32)

    def transposed_times(self, vector: Floats) -> Floats:
        """Return the product of the transposed matrix with a vector of messages."""
        weights = self._values * vector[self._numbers]
        return np.bincount(self._columns, weights=weights, minlength=self.width).astype(np.float32)


def _ridge(rows: _Rows, wanted: Floats) -> Floats:
    weights = np.zeros(rows.width, dtype=np.float32)
    residual = rows.transposed_times(wanted)
    direction = residual.copy()
    size = float(residual @ residual)
    for _ in range(_STEPS):
        if size < _NEGLIGIBLE:
            break
        image = rows.transposed_times(rows.times(direction)) + _PENALTY * direction
        step = size / float(direction @ image)
        weights += step * direction
        residual -= step * image
        before, size = size, float(residual @ residual)
        direction = residual + size / before * direction
    return weights


def _ones(row: Ids, width: int) -> Floats:
    vector = np.zeros(width, dtype=np.float32)
    vector[row] = 1 / np.sqrt(len(row))
    return vector


def _features(text: str) -> list[str]:
    words = tokens(text[:_LONGEST])
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    line = f" {' '.join(words)} "
    grams = (f"~{line[i : i + _GRAM]}" for i in range(len(line) - _GRAM + 1))
    return sorted({*words, *pairs, *grams})
