"""Asking a knowledge base its own phrasings as if it did not hold them, to learn what scores are worth."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.core.matching.evidence import ABSENT, Evidence, Witness
from bot.core.matching.index import Index
from bot.core.matching.ridge import LeftOut

Singles = npt.NDArray[np.float32]

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


def rehearse(index: Index, ridge: LeftOut, similarities: Singles, witness: Witness) -> Rehearsals:
    """Ask up to 1,000 phrasings, evenly spread, without themselves and without their label.

    A phrasing that is its label's only one is only asked without its label.
    """
    rehearsals = Rehearsals()
    for i in _sample(len(index.phrasings)):
        own, reading = int(index.label_of[i]), index.readings[i]
        alike = similarities[i].copy()
        alike[i] = ABSENT
        if np.count_nonzero(index.label_of == own) > 1:
            evidence = witness.gather(reading, alike, ridge.itself[i], left_out=i)
            rehearsals.known.append(Rehearsal(evidence, _place(evidence, own), len(reading.words)))
        alike[index.label_of == own] = ABSENT
        evidence = witness.gather(reading, alike, ridge.label[i])
        rehearsals.foreign.append(Rehearsal(evidence, -1, len(reading.words)))
    return rehearsals


def _sample(count: int) -> Iterator[int]:
    step = max(1, -(-count // _MOST_REHEARSED))
    return iter(range(0, count, step))


def _place(evidence: Evidence, label: int) -> int:
    places = np.flatnonzero(evidence.labels == label)
    return int(places[0]) if len(places) else -1
