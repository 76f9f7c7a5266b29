"""Asking a knowledge base its own phrasings as if it did not hold them, to learn what scores are worth."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.core.matching.evidence import ABSENT, Evidence, Witness
from bot.core.matching.index import Index
from bot.core.matching.ridge import LeftOut

Ids = npt.NDArray[np.intp]

_MOST_REHEARSED = 1_000


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One phrasing asked as if it were not there.

    Attributes:
        evidence: what speaks for each candidate.
        right: the place of its own label among the candidates; -1 if it is not there.
        words: how many words it has.
    """

    evidence: Evidence
    right: int
    words: int


@dataclass(frozen=True, slots=True)
class Rehearsals:
    """Phrasings asked without themselves, and phrasings asked without their whole label."""

    known: list[Rehearsal] = field(default_factory=list)
    foreign: list[Rehearsal] = field(default_factory=list)


def rehearse(index: Index, asked: Ids, ridge: LeftOut, witness: Witness) -> Rehearsals:
    """Ask phrasings without themselves and without their label.

    A phrasing that is its label's only one is only asked without its label.

    Args:
        index: the phrasings.
        asked: the numbers of those that are asked.
        ridge: what the regression says of them.
        witness: gathers what else speaks for each label.
    """
    rehearsals = Rehearsals()
    for row, i in enumerate(asked.tolist()):
        own, reading = int(index.label_of[i]), index.readings[i]
        alike = index.similarities(reading)
        alike[i] = ABSENT
        if index.sizes[own] > 1:
            evidence = witness.gather(reading, alike, ridge.itself[row], left_out=i)
            rehearsals.known.append(Rehearsal(evidence, _place(evidence, own), len(reading.words)))
        alike[index.starts[own] : index.starts[own] + index.sizes[own]] = ABSENT
        evidence = witness.gather(reading, alike, ridge.label[row])
        rehearsals.foreign.append(Rehearsal(evidence, -1, len(reading.words)))
    return rehearsals


def asked_of(count: int) -> Ids:
    """Return the numbers of up to 1,000 phrasings, evenly spread."""
    return np.arange(0, count, max(1, -(-count // _MOST_REHEARSED)))


def _place(evidence: Evidence, label: int) -> int:
    places = np.flatnonzero(evidence.labels == label)
    return int(places[0]) if len(places) else -1
