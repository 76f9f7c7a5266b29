"""The second net under the rules: how much a message reads like those that red flags were written in.

It learns from examples, in the words of messages and in the concepts that the first net saw in them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from math import sqrt

import numpy as np
import numpy.typing as npt

from bot.core.triage.rules import Mention
from bot.core.triage.values import RedFlagId

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
Row = tuple[Ids, Floats]
Traits = Mapping[str, float]
"""What is learned from: the words and concepts of a message, each with its share of the message."""

_PENALTY = 1.0
_STEPS = 40
_STEPS_TO_TELL_FLAGS = 12
_NEGLIGIBLE = 1e-6
_MOST_CONCEPTS = 40
_TOLD = 5
_GRAM = 4
_STRETCH = "~"
_CONCEPTS_SHARE = 0.6


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


def traits_of(words: Sequence[str], mentions: Iterable[Mention]) -> Traits:
    """Return the traits of a message.

    These are its words, pairs of words and four-letter stretches on one side; concepts as they are meant and
    pairs of them on the other. Each side weighs the same however long the message is.

    Args:
        words: the words of the message, spelled rightly as far as triage knows them.
        mentions: the concepts that the first net saw in it.
    """
    line = f" {' '.join(words)} "
    stretches = (f"{_STRETCH}{line[i : i + _GRAM]}" for i in range(len(line) - _GRAM + 1))
    said = {*words, *(f"{one} {other}" for one, other in pairwise(words)), *stretches}
    seen = dict.fromkeys(f"{m.concept} ({m.polarity}, {m.person})" for m in mentions)
    concepts = sorted(islice(seen, _MOST_CONCEPTS))
    meant = [*concepts, *(f"{one} + {other}" for one, other in combinations(concepts, 2))]
    return {
        **dict.fromkeys(sorted(said), 1 / sqrt(len(said) + 1)),
        **{f"<{name}>": _CONCEPTS_SHARE / sqrt(len(meant) + 2) for name in meant},
    }


class SecondNet:
    """A linear score of traits, by ridge regression.

    Minimises |Xw - y|^2 + penalty |w|^2 (Hoerl and Kennard, 1970) by conjugate gradients (Hestenes and
    Stiefel, 1952), a fixed number of steps, so that the same examples always give the same score. Which red
    flag it is, is learned in the same way among the red-flag examples alone.

    Args:
        examples: the traits of messages, each with the red flags that it should raise; none if ordinary.
    """

    def __init__(self, examples: Iterable[tuple[Traits, Sequence[RedFlagId]]]) -> None:
        numbers: dict[str, int] = {}
        seen, raised = [], []
        for traits, flags in examples:
            numbered = [numbers.setdefault(trait, len(numbers)) for trait in traits]
            seen.append((np.array(numbered, dtype=np.int32), np.array([*traits.values()], dtype=np.float32)))
            raised.append(flags)
        again = np.bincount(np.concatenate([columns for columns, _ in seen])) > 1
        renumbered = np.cumsum(again, dtype=np.int32) - 1
        self._places = {trait: int(renumbered[n]) for trait, n in numbers.items() if again[n]}
        known = [(renumbered[columns[again[columns]]], values[again[columns]]) for columns, values in seen]
        rows = [_with_constant(columns, values, len(self._places)) for columns, values in known]
        wanted = np.array([1.0 if flags else -1.0 for flags in raised], dtype=np.float32)
        self._danger = _ridge(_Rows(rows, len(self._places) + 1), wanted, _STEPS)
        alarming = [(row, flags) for row, flags in zip(rows, raised, strict=True) if flags]
        self._flags = tuple(sorted({flag for flags in raised for flag in flags}))
        self._telling = self._learn_flags(
            _Rows([row for row, _ in alarming], len(self._places) + 1), alarming
        )

    def _learn_flags(self, rows: "_Rows", alarming: Sequence[tuple[Row, Sequence[RedFlagId]]]) -> Floats:
        wanted = (
            np.array([flag in flags for _, flags in alarming], dtype=np.float32) for flag in self._flags
        )
        return np.array([_ridge(rows, of_flag, _STEPS_TO_TELL_FLAGS) for of_flag in wanted])

    def suspicion(self, traits: Traits) -> Suspicion:
        """Return the score of a message, the red flag that it is most like, and why."""
        columns, values = self._row(traits)
        parts = self._danger[columns] * values
        flag = self._flags[int(np.argmax(self._telling[:, columns] @ values))]
        return Suspicion(float(parts.sum()), flag, self._strongest(traits, parts))

    def _strongest(self, traits: Traits, parts: Floats) -> tuple[str, ...]:
        known = [trait for trait in traits if trait in self._places]
        spoken = [
            (part, trait) for part, trait in zip(parts.tolist(), known, strict=False) if trait[0] != _STRETCH
        ]
        return tuple(trait for part, trait in sorted(spoken, reverse=True)[:_TOLD] if part > 0)

    def _row(self, traits: Traits) -> Row:
        """Return the places and values of known traits."""
        found = [(self._places[trait], value) for trait, value in traits.items() if trait in self._places]
        columns = np.array([place for place, _ in found], dtype=np.int32)
        return _with_constant(
            columns, np.array([value for _, value in found], dtype=np.float32), len(self._places)
        )


def _with_constant(columns: Ids, values: Floats, last: int) -> Row:
    """Return a row with a last place that stands for every message."""
    return np.append(columns, np.int32(last)), np.append(values, np.float32(1))


class _Rows:
    """A sparse matrix: each row is a message."""

    def __init__(self, rows: Sequence[Row], width: int) -> None:
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
