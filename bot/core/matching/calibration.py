"""Learning from the knowledge base alone how to weigh the evidence and how far to believe the result."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p

import numpy as np
import numpy.typing as npt

from bot.core.matching.evidence import CANDIDATES, FEATURES, PRIOR, Evidence, Witness
from bot.core.matching.index import Index
from bot.core.matching.learning import fit_choice, fit_probability, probability
from bot.core.matching.reading import Reading
from bot.core.matching.ridge import Ridge

Floats = npt.NDArray[np.float64]

_PULL_OF_PRIOR = 2e-3
_ANSWER_QUANTILE = 0.6
_OFFER_QUANTILE = 0.25
_MOST_REHEARSED = 1_200


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One phrasing asked as if it were not in the knowledge base.

    Attributes:
        reading: the phrasing.
        evidence: what speaks for each candidate without it.
        right: the place of its own label among the candidates, -1 if it is not there.
    """

    reading: Reading
    evidence: Evidence
    right: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the evidence, and what a score is worth.

    Attributes:
        weights: of the evidence, for ranking.
        worth: of the traits of a best candidate, for its log odds of being right.
        centre: the mean of each trait.
        scale: the standard deviation of each trait.
        answer_from: the lowest confidence that is answered.
        offer_from: the lowest confidence that is offered.
    """

    weights: Floats
    worth: Floats
    centre: Floats
    scale: Floats
    answer_from: float
    offer_from: float

    def order(self, evidence: Evidence) -> tuple[npt.NDArray[np.intp], Floats]:
        """Return the candidates' places, best first, and every candidate's score."""
        scores = evidence.features @ self.weights
        return np.argsort(-scores, kind="stable"), scores

    def confidence(self, reading: Reading, evidence: Evidence) -> float:
        """Return how sure the best candidate is, on no particular scale."""
        traits = _traits(reading, evidence, self.weights)
        best = int((evidence.features @ self.weights).argmax())
        standard = np.append((traits - self.centre) / self.scale, 1.0)
        plain = float(evidence.features[best, :2] @ np.array([8.0, 4.0]))
        return plain + 0.5 * float(standard @ self.worth)

    def score(self, confidence: float) -> float:
        """Return the probability that belongs to a confidence."""
        return float(probability(np.array([confidence - self.answer_from]))[0])


def calibrate(index: Index, ridge: Ridge, similarities: Floats, witness: Witness) -> Calibration:
    """Calibrate on phrasings left out one at a time, and on phrasings whose whole label is left out."""
    known, foreign = _rehearse(index, ridge, similarities, witness)
    weights = _ranking_weights(known)
    traits = np.array([_traits(r.reading, r.evidence, weights) for r in known + foreign])
    traits = traits.reshape(-1, len(FEATURES) + 3)
    right = np.array([float(_is_right(r, weights)) for r in known] + [0.0] * len(foreign))
    centre, scale = traits.mean(axis=0), traits.std(axis=0) + 1e-9
    standard = np.column_stack([(traits - centre) / scale, np.ones(len(traits))])
    pull = np.append(np.full(traits.shape[1], 10.0), 1e-3)
    worth = fit_probability(standard, right, np.ones(len(right)), np.zeros(len(pull)), pull)
    draft = Calibration(weights, worth, centre, scale, 0.0, 0.0)
    foreign_confidence = [draft.confidence(r.reading, r.evidence) for r in foreign]
    answer, offer = np.quantile(foreign_confidence, [_ANSWER_QUANTILE, _OFFER_QUANTILE]).tolist()
    return Calibration(weights, worth, centre, scale, answer, offer)


def _rehearse(
    index: Index, ridge: Ridge, similarities: Floats, witness: Witness
) -> tuple[list[Rehearsal], list[Rehearsal]]:
    without_itself, without_label = ridge.without_itself(), ridge.without_its_label()
    known: list[Rehearsal] = []
    foreign: list[Rehearsal] = []
    for i in _sample(len(index.phrasings)):
        own, reading = int(index.label_of[i]), index.readings[i]
        masked = similarities[i].copy()
        masked[i] = -1.0
        if index.members[own, 1:2].size and index.members[own, 1] < len(index.phrasings):
            evidence = witness.gather(reading, masked, without_itself[i], left_out=i)
            known.append(Rehearsal(reading, evidence, _place(evidence, own)))
        masked[index.label_of == own] = -1.0
        evidence = witness.gather(reading, masked, np.where(np.arange(len(index.labels)) == own, -9.0, without_label[i]))
        if len(evidence.labels):
            foreign.append(Rehearsal(reading, evidence, -1))
    return known, foreign


def _sample(count: int) -> Iterator[int]:
    step = max(1, -(-count // _MOST_REHEARSED))
    return iter(range(0, count, step))


def _place(evidence: Evidence, label: int) -> int:
    places = np.flatnonzero(evidence.labels == label)
    return int(places[0]) if len(places) else -1


def _ranking_weights(known: list[Rehearsal]) -> Floats:
    useful = [r for r in known if r.right >= 0]
    features = np.full((len(useful), CANDIDATES, len(FEATURES)), -np.inf)
    for row, rehearsal in enumerate(useful):
        features[row, : len(rehearsal.evidence.labels)] = rehearsal.evidence.features
    chosen = np.array([r.right for r in useful], dtype=np.intp)
    return fit_choice(features, chosen, PRIOR, _PULL_OF_PRIOR) / PRIOR.sum()


def _is_right(rehearsal: Rehearsal, weights: Floats) -> bool:
    return int((rehearsal.evidence.features @ weights).argmax()) == rehearsal.right


def _traits(reading: Reading, evidence: Evidence, weights: Floats) -> Floats:
    scores = evidence.features @ weights
    order = np.argsort(-scores, kind="stable")
    best = order[0]
    margin = scores[best] - scores[order[1]] if len(order) > 1 else scores[best]
    return np.array([scores[best], margin, *evidence.features[best], log1p(len(reading.words))])
