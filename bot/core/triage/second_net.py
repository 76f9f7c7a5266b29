"""The second net under the rules: how much a message reads like those that red flags were written in.

It learns from examples, in the words of messages and in the concepts that the first net saw in them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise

import numpy as np
import numpy.typing as npt

from bot.core.text import tokens
from bot.core.triage.rules import Mention
from bot.core.triage.values import RedFlagId

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]
Traits = Mapping[str, float]
"""What is learned from: the words and concepts of a message, each with its share of the message."""

_PENALTY = 1.0
_STEPS = 60
_STEPS_TO_TELL_FLAGS = 20
_NEGLIGIBLE = 1e-6
_LONGEST = 4096
_MOST_CONCEPTS = 40
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What the second net thinks of a message.

    Attributes:
        score: near 1 for messages that read like red flags, near -1 for ordinary ones.
        flag: the red flag whose examples it is most like.
        because: the words and concepts that spoke most for it, the strongest first.
    """

    score: float
    flag: RedFlagId
    because: tuple[str, ...]


def traits_of(utterance: str, mentions: Iterable[Mention]) -> Traits:
    """Return the traits of a message: words, pairs of words, concepts as they are meant, pairs of these.

    Words and concepts weigh alike, however many a message has of either.
    """
    words = tokens(utterance[:_LONGEST])
    said = {*words, *(f"{one} {other}" for one, other in pairwise(words))}
    seen = dict.fromkeys(f"{m.concept} ({m.polarity})" for m in mentions)
    concepts = sorted(islice(seen, _MOST_CONCEPTS))
    meant = [*concepts, *(f"{one} + {other}" for one, other in combinations(concepts, 2))]
    return {
        **dict.fromkeys(sorted(said), 1 / np.sqrt(len(said) + 1)),
        **{f"<{name}>": 1 / np.sqrt(len(meant) + 2) for name in meant},
    }


class SecondNet:
    """A linear score of traits, by ridge regression.

    Minimises |Xw - y|^2 + penalty |w|^2 (Hoerl and Kennard, 1970) by conjugate gradients (Hestenes and
    Stiefel, 1952), a fixed number of steps, so that the same examples always give the same score. Which red
    flag it is, is learned in the same way among the red-flag examples alone.

    Args:
        examples: the traits of messages, each with the red flags that it should raise; none if ordinary.
    """

    def __init__(self, examples: Sequence[tuple[Traits, Sequence[RedFlagId]]]) -> None:
        counts = Counter(trait for traits, _ in examples for trait in traits)
        kept = sorted(trait for trait, count in counts.items() if count > 1)
        self._places = {trait: place for place, trait in enumerate(kept)}
        wanted = np.array([1.0 if flags else -1.0 for _, flags in examples], dtype=np.float32)
        self._danger = _ridge(self._rows(traits for traits, _ in examples), wanted, _STEPS)
        alarming = [(traits, flags) for traits, flags in examples if flags]
        self._flags = tuple(sorted({flag for _, flags in alarming for flag in flags}))
        rows = self._rows(traits for traits, _ in alarming)
        self._telling = np.array(
            [
                _ridge(rows, np.float32([flag in flags for _, flags in alarming]), _STEPS_TO_TELL_FLAGS)
                for flag in self._flags
            ]
        )

    def suspicion(self, traits: Traits) -> Suspicion:
        """Return the score of a message, the red flag that it is most like, and why."""
        columns, values = self._row(traits)
        parts = self._danger[columns] * values
        flag = self._flags[int(np.argmax(self._telling[:, columns] @ values))]
        return Suspicion(float(parts.sum()), flag, self._strongest(traits, parts))

    def _strongest(self, traits: Traits, parts: Floats) -> tuple[str, ...]:
        known = [trait for trait in traits if trait in self._places]
        order = np.argsort(-parts[:-1], kind="stable")[:_TOLD].tolist()
        return tuple(known[place] for place in order if parts[place] > 0)

    def _row(self, traits: Traits) -> tuple[Ids, Floats]:
        """Return the places and values of known traits; the last place stands for every message."""
        found = [(self._places[trait], value) for trait, value in traits.items() if trait in self._places]
        columns = np.array([*(place for place, _ in found), len(self._places)], dtype=np.intp)
        return columns, np.array([*(value for _, value in found), 1.0], dtype=np.float32)

    def _rows(self, several: Iterable[Traits]) -> "_Rows":
        return _Rows([self._row(traits) for traits in several], len(self._places) + 1)


class _Rows:
    """A sparse matrix: each row is a message."""

    def __init__(self, rows: Sequence[tuple[Ids, Floats]], width: int) -> None:
        lengths = np.array([len(columns) for columns, _ in rows])
        self.width = width
        self._columns = np.concatenate([columns for columns, _ in rows])
        self._values = np.concatenate([values for _, values in rows])
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self._numbers = np.repeat(np.arange(len(rows)), lengths)

    def times(self, vector: Floats) -> Floats:
        """Return the product with a vector of traits."""
        return np.add.reduceat(vector[self._columns] * self._values, self._starts).astype(np.float32)

    def transposed_times(self, vector: Floats) -> Floats:
        """Return the product of the transposed matrix with a vector of messages."""
        weights = self._values * vector[self._numbers]
        return np.bincount(self._columns, weights=weights, minlength=self.width).astype(np.float32)


def _ridge(rows: _Rows, wanted: Floats, steps: int) -> Floats:
    weights = np.zeros(rows.width, dtype=np.float32)
    residual = rows.transposed_times(wanted)
    direction = residual.copy()
    size = float(residual @ residual)
    for _ in range(steps):
        if size < _NEGLIGIBLE:
            break
        image = rows.transposed_times(rows.times(direction)) + _PENALTY * direction
        step = size / float(direction @ image)
        weights += step * direction
        residual -= step * image
        before, size = size, float(residual @ residual)
        direction = residual + size / before * direction
    return weights
