"""The second net under the rules: how much a message reads like those that red flags were written in.

It learns from examples, in the words of messages and in the concepts that the first net saw in them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, compress, islice, repeat
from math import sqrt

import numpy as np
import numpy.typing as npt

from bot.core.triage.rules import Mention
from bot.core.triage.values import RedFlagId

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
Row = tuple[Ids, Floats]

_ORDINARY_FOR_EACH = 2.0
_LENGTHS = (8, 15, 25, 40)
"""Messages of up to so many words, and longer ones, are weighed each among their like."""
_LEAST_AND_MOST = (0.5, 4.0)
_PENALTY = 0.5
_STEPS = 60
_STEPS_TO_TELL_FLAGS = 12
_NEGLIGIBLE = 1e-6
_MOST_CONCEPTS = 40
_TOLD = 5
_GRAM = 4
_WIDEST_GAP = 2
_STRETCH = "~"
_SHARES = (1.0, 0.6)
"""How much words and concepts count."""
_RARITY_POWER = 2
_SHARE_OF_UNKNOWN = 0.5
_UNKNOWN = -1
_GAP = re.compile(" _+")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is learned from, each trait once.

    Attributes:
        said: words, pairs of words that stand up to three places apart, and four-letter stretches.
        meant: concepts as they are meant, and pairs of them.
        words: how many words the message has.
    """

    said: tuple[str, ...]
    meant: tuple[str, ...]
    words: int


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

    Args:
        words: the words of the message, spelled rightly as far as triage knows them.
        mentions: the concepts that the first net saw in it.
    """
    line = f" {' '.join(words)} "
    stretches = (f"{_STRETCH}{line[i : i + _GRAM]}" for i in range(len(line) - _GRAM + 1))
    pairs = (
        f"{one} {'_' * gap}{other}"
        for gap in range(_WIDEST_GAP + 1)
        for one, other in zip(words, words[gap + 1 :], strict=False)
    )
    seen = dict.fromkeys(f"{m.concept} ({m.polarity}, {m.person})" for m in mentions)
    concepts = sorted(islice(seen, _MOST_CONCEPTS))
    together = (f"{one} + {other}" for one, other in combinations(concepts, 2))
    said = tuple(dict.fromkeys(chain(words, pairs, stretches)))
    return Traits(said, tuple(f"<{name}>" for name in chain(concepts, together)), len(words))


class SecondNet:
    """A linear score of traits, by ridge regression.

    A trait counts by the square of its rarity, ln((1 + n) / (1 + messages that have it)) + 1 (Spärck Jones,
    1972): "and" tells next to nothing, "dribbling" much. Words and concepts are each of length one; unknown
    traits count in it half as much as the rarest known one, and one unknown trait is always counted, so that
    few words are not believed like many. What is minimised is
    |Xw - y|^2, each message by how much it counts, + penalty |w|^2 (Hoerl and Kennard, 1970), by conjugate
    gradients (Hestenes and Stiefel, 1952), a fixed number of steps, so that the same examples always give the
    same score. Which red flag it is, is learned in the same way among the red-flag examples alone.

    Args:
        examples: the traits of messages, each with the red flags that it should raise; none if ordinary.
    """

    def __init__(self, examples: Iterable[tuple[Traits, Sequence[RedFlagId]]]) -> None:
        numbers: dict[str, int] = {}
        numbered, lengths = [], []
        for traits, flags in examples:
            numbered.append(([_numbered(side, numbers) for side in (traits.said, traits.meant)], flags))
            lengths.append(traits.words)
        counts = np.bincount(np.concatenate([side for sides, _ in numbered for side in sides]))
        again = counts > 1
        renumbered = np.where(again, np.cumsum(again) - 1, _UNKNOWN).astype(np.int32)
        self._places = {trait: int(renumbered[n]) for trait, n in numbers.items() if again[n]}
        rarity = np.log((1 + len(numbered)) / (1 + counts[again])) + 1
        self._rarity: Floats = (rarity**_RARITY_POWER).astype(np.float32)
        self._unknown = float((_SHARE_OF_UNKNOWN * self._rarity.max(initial=0.0)) ** 2)
        rows = [self._row([renumbered[side] for side in sides]) for sides, _ in numbered]
        wanted = np.array([1.0 if flags else -1.0 for _, flags in numbered], dtype=np.float32)
        self._danger = _ridge(_Rows(rows, len(self._places) + 1), wanted, _counts(wanted, lengths), _STEPS)
        alarming = [(row, flags) for row, (_, flags) in zip(rows, numbered, strict=True) if flags]
        self._flags = tuple(sorted({flag for _, flags in numbered for flag in flags}))
        self._telling = self._learn_flags(
            _Rows([row for row, _ in alarming], len(self._places) + 1), alarming
        )

    def _learn_flags(self, rows: "_Rows", alarming: Sequence[tuple[Row, Sequence[RedFlagId]]]) -> Floats:
        """Return what traits say for flags, trait by trait: what one message needs lies together."""
        wanted = (
            np.array([flag in flags for _, flags in alarming], dtype=np.float32) for flag in self._flags
        )
        alike = np.ones(len(alarming), dtype=np.float32)
        learned = [_ridge(rows, of_flag, alike, _STEPS_TO_TELL_FLAGS) for of_flag in wanted]
        return np.ascontiguousarray(np.array(learned).T)

    def suspicion(self, traits: Traits) -> Suspicion:
        """Return the score of a message, the red flag that it is most like, and why."""
        sides = [self._places_of(side) for side in (traits.said, traits.meant)]
        columns, values = self._row(sides)
        parts = self._danger[columns] * values
        flag = self._flags[int(np.argmax(values @ self._telling[columns]))]
        known = compress(chain(traits.said, traits.meant), np.concatenate(sides) != _UNKNOWN)
        return Suspicion(float(parts.sum()), flag, _strongest(known, parts[:-1]))

    def _places_of(self, side: Sequence[str]) -> Ids:
        return np.fromiter(map(self._places.get, side, repeat(_UNKNOWN)), np.int32, len(side))

    def _row(self, sides: Sequence[Ids]) -> Row:
        """Return the places and values of known traits, and a last place that stands for every message."""
        known = [side[side != _UNKNOWN] for side in sides]
        values = [
            share * self._of_length_one(places, len(side) - len(places))
            for places, side, share in zip(known, sides, _SHARES, strict=True)
        ]
        columns = np.concatenate([*known, [len(self._places)]]).astype(np.int32)
        return columns, np.concatenate([*values, [1.0]]).astype(np.float32)

    def _of_length_one(self, places: Ids, unknown: int) -> Floats:
        weights = self._rarity[places]
        squared = float(weights @ weights) + (unknown + 1) * self._unknown
        return weights / np.float32(sqrt(squared) or 1.0)


def _strongest(traits: Iterable[str], parts: Floats) -> tuple[str, ...]:
    """Return the words and concepts that speak most for a red flag, the strongest first."""
    spoken = [
        (part, trait)
        for part, trait in zip(parts.tolist(), traits, strict=True)
        if part > 0 and trait[0] != _STRETCH
    ]
    return tuple(_in_words(trait) for _, trait in sorted(spoken, reverse=True)[:_TOLD])


def _in_words(trait: str) -> str:
    """Return a trait as a clinician reads it: a gap in a pair of words as dots."""
    return _GAP.sub(" ... ", trait)


def _numbered(side: Iterable[str], numbers: dict[str, int]) -> Ids:
    return np.array([numbers.setdefault(trait, len(numbers)) for trait in side], dtype=np.int32)


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


def _counts(wanted: Floats, lengths: Sequence[int]) -> Floats:
    """Return how much each message counts: of one length, the ordinary ones twice as much as all others.

    There are ever more ordinary ones, but most are short. Weighed all alike, a long message would be
    suspicious for its length alone.
    """
    counts = np.ones_like(wanted)
    bucket = np.searchsorted(_LENGTHS, lengths)
    for number in range(len(_LENGTHS) + 1):
        alike, ordinary = bucket == number, wanted < 0
        alarming = int(np.count_nonzero(alike & ~ordinary))
        each = _ORDINARY_FOR_EACH * alarming / max(int(np.count_nonzero(alike & ordinary)), 1)
        counts[alike & ordinary] = np.clip(each, *_LEAST_AND_MOST)
    return counts


def _ridge(rows: _Rows, wanted: Floats, counts: Floats, steps: int) -> Floats:
    weights = np.zeros(rows.width, dtype=np.float32)
    residual = rows.transposed_times(counts * wanted)
    direction = residual.copy()
    size = float(residual @ residual)
    for _ in range(steps):
        if size < _NEGLIGIBLE:
            break
        image = rows.transposed_times(counts * rows.times(direction)) + _PENALTY * direction
        step = size / float(direction @ image)
        weights += step * direction
        residual -= step * image
        before, size = size, float(residual @ residual)
        direction = residual + size / before * direction
    return weights
