"""Asking a knowledge base its own phrasings as if it did not hold them, to learn what scores are worth."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.core.matching.evidence import ABSENT, Evidence, Witness
from bot.core.matching.index import Index
from bot.core.matching.ridge import Asked, LeftOut

Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

Similar = Callable[[int], Singles]
"""Returns how alike a phrasing, by its number and asked as an utterance, and each phrasing are."""

_MOST_REHEARSED = 1_000
_NEARLY_THE_SAME = 0.65


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One phrasing asked as if it were not there.

    Attributes:
        evidence: what speaks for each candidate.
        right: the place of its own label among the candidates; -1 if it is not there.
        as_good: the places of all labels of its family.
        words: how many words it has.
    """

    evidence: Evidence
    right: int
    as_good: frozenset[int]
    words: int


@dataclass(frozen=True, slots=True)
class Rehearsals:
    """Phrasings asked without themselves, and phrasings asked without their whole label.

    Attributes:
        known: asked without themselves.
        foreign: asked without their label.
        found: for each that its label still has others for, whether a label of its family comes first without
            it and those that are nearly the same: readers rarely say what a curator said.
    """

    known: list[Rehearsal] = field(default_factory=list)
    foreign: list[Rehearsal] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    @property
    def plainly_found(self) -> float:
        """The share of readers' questions that the plain score may be expected to find the label of."""
        return (sum(self.found) + 1) / (len(self.found) + 2)


def rehearse(
    index: Index,
    asked: Asked,
    similar: Similar,
    ridge: LeftOut,
    witness: Witness,
    family: Callable[[str], str],
) -> Rehearsals:
    """Ask phrasings without themselves and without their label.

    A phrasing that is its label's only one is only asked without its label.

    Args:
        index: the phrasings.
        asked: those that are asked.
        similar: tells how alike a phrasing and each phrasing are.
        ridge: what the regression says of them.
        witness: gathers what else speaks for each label.
        family: names the family of a label, any of which is as good an answer as another.
    """
    rehearsals = Rehearsals()
    families = np.unique([family(label) for label in index.labels], return_inverse=True)[1]
    for row, i in enumerate(asked.numbers.tolist()):
        own, reading = int(index.label_of[i]), index.readings[i]
        alike = similar(i).copy()
        alike[i] = ABSENT
        if index.sizes[own] > 1:
            evidence = witness.gather(reading, alike, ridge.itself[row], left_out=i)
            as_good = frozenset(np.flatnonzero(families[evidence.labels] == families[own]).tolist())
            place = _place(evidence, own)
            rehearsals.known.append(Rehearsal(evidence, place, as_good, len(reading.words)))
        alike[asked.alike[row]] = ABSENT
        if index.sizes[own] > len(asked.alike[row]):
            plain = 2 * ridge.alike[row] + index.nearest(alike)
            rehearsals.found.append(bool(families[plain.argmax()] == families[own]))
        alike[index.starts[own] : index.starts[own] + index.sizes[own]] = ABSENT
        evidence = witness.gather(reading, alike, ridge.label[row])
        rehearsals.foreign.append(Rehearsal(evidence, -1, frozenset(), len(reading.words)))
    return rehearsals


def rehearsed_of(index: Index) -> Ids:
    """Return the numbers of up to 1,000 phrasings, evenly spread."""
    count = len(index.phrasings)
    return np.arange(0, count, max(1, -(-count // _MOST_REHEARSED)))


def asked_of(index: Index, numbers: Ids, similar: Similar) -> Asked:
    """Return phrasings that are to be left out, and what is nearly the same as each."""
    return Asked(numbers, tuple(_alike(index, number, similar(number)) for number in numbers.tolist()))


def _alike(index: Index, number: int, similarities: Singles) -> Ids:
    label = int(index.label_of[number])
    start = int(index.starts[label])
    own = similarities[start : start + int(index.sizes[label])]
    near = own > _NEARLY_THE_SAME
    near[number - start] = True
    return start + np.flatnonzero(near)


def _place(evidence: Evidence, label: int) -> int:
    places = np.flatnonzero(evidence.labels == label)
    return int(places[0]) if len(places) else -1
