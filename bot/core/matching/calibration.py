"""Learning from the knowledge base alone how to weigh the evidence and how far to believe the result."""

from dataclasses import dataclass
from math import log1p

import numpy as np
import numpy.typing as npt

from bot.core.matching.evidence import CANDIDATES, FEATURES, PRIOR, Evidence
from bot.core.matching.learning import fit_choice, fit_probability, log_odds, probability
from bot.core.matching.ranking import Zone
from bot.core.matching.rehearsal import Rehearsal, Rehearsals

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

FOREIGN = 0.25
"""The share of utterances that ask for nothing known, where nothing better is known."""

_PULL_OF_PRIOR = 3e-4
_PULL_OF_TRAITS = 10.0
_PULL_OF_LINE = 1e-3
_WEIGHT_OF_PLAIN = 8.0
_SUREST = 0.99
_LEAST = 1e-6
_PLAIN = np.concatenate([PRIOR / PRIOR[1], np.zeros(3)])
"""Twice the ridge score and once the nearest phrasing: what sureness starts from, among the traits."""
_FINDING_WHEN_ANSWERING = 1.75
_FINDING_WHEN_OFFERING = 6.0
"""How many times as much it counts to find what is asked as to say nothing else, squared as in F-beta."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the evidence, and what a best candidate is worth.

    Attributes:
        weights: of the evidence, on the scale of log odds between candidates.
        worth: of the traits of a best candidate, for its log odds of being right.
        intercept: those log odds where all traits are 0.
        left_out: the share of phrasings that still find their label when they themselves are left out.
        answer_from: from this probability on the best candidate is answered.
        offer_from: from this one on it is offered.
    """

    weights: Floats
    worth: Floats
    intercept: float
    left_out: float = 0.0
    answer_from: float = 0.0
    offer_from: float = 0.0

    def zone(self, score: float) -> Zone:
        """Return what the best score allows."""
        if score >= self.answer_from:
            return Zone.ANSWER
        return Zone.OFFER if score >= self.offer_from else Zone.REJECT

    def score(self, evidence: Evidence, words: int) -> tuple[Ids, Floats]:
        """Return the candidates' places, best first, and every candidate's probability of being right.

        The odds between two candidates are those of the conditional logit that weighs the evidence.
        """
        utility = evidence.features @ self.weights
        order = (-utility).argsort(kind="stable")
        best = probability(_traits(evidence, utility, order, words) @ self.worth + self.intercept)
        return order, best * np.exp(utility - utility[order[0]])

    @classmethod
    def of(cls, rehearsals: Rehearsals, foreign: float) -> "Calibration":
        """Calibrate on phrasings asked as if they, or their whole label, were not there.

        What is answered is decided with caution: as if readers' questions found their label no oftener than
        the plain score finds that of phrasings unlike all others. What a score says is what is expected.

        Args:
            rehearsals: the phrasings asked.
            foreign: the share of utterances that are expected to ask for nothing known.
        """
        weights = _weigh(rehearsals.known)
        rows = [*rehearsals.known, *rehearsals.foreign]
        best = [_best(row, weights) for row in rows]
        traits, right = np.array([b[0] for b in best]), np.array([b[1] for b in best])
        unknown = np.arange(len(rows)) >= len(rehearsals.known)
        counts = _counts(right, unknown, foreign, rehearsals.plainly_found)
        worth, intercept = _worth(traits, right, counts)
        cautious = traits @ worth + intercept
        thresholds = [
            _threshold(probability(cautious), right, counts, finding, foreign)
            for finding in (_FINDING_WHEN_ANSWERING, _FINDING_WHEN_OFFERING)
        ]
        expected = _counts(right, unknown, foreign, _expected_right(rehearsals, right[~unknown]))
        slope, more = _fit(_with_ones(cautious), right, expected, _PULL_OF_LINE)
        left_out = float(right[~unknown].mean()) if rehearsals.known else 0.0
        answer, offer = probability(log_odds(np.maximum(thresholds, _LEAST)) * slope + more).tolist()
        return cls(weights, worth * slope, intercept * slope + more, left_out, answer, offer)


def _expected_right(rehearsals: Rehearsals, right: Floats) -> float:
    """Return the share of readers' questions about something known that may be expected to find it.

    The weighed evidence is expected to find as many times more than the plain score of phrasings that are
    unlike all others as it finds of those left out by themselves.

    Args:
        rehearsals: the phrasings asked.
        right: for each of those known, 1 where the weighed evidence finds its label.
    """
    plainly = [float(int((r.evidence.features @ PRIOR).argmax()) in r.as_good) for r in rehearsals.known]
    gain = float(right.sum()) / sum(plainly) if sum(plainly) else 1.0
    return min(rehearsals.plainly_found * gain, _SUREST)


def _worth(traits: Floats, right: Floats, counts: Floats) -> tuple[Floats, float]:
    """Return what each trait counts for the log odds of being right, and those odds where all are 0.

    Sureness is learned first, on standardised traits, then the line from it to log odds.
    """
    centre, scale = traits.mean(axis=0), traits.std(axis=0) + 1e-9
    slopes = _fit(_with_ones((traits - centre) / scale), right, counts, _PULL_OF_TRAITS)
    worth = slopes[:-1] / scale
    intercept = slopes[-1] - centre @ worth
    worth += _WEIGHT_OF_PLAIN * _PLAIN
    slope, more = _fit(_with_ones(traits @ worth + intercept), right, counts, _PULL_OF_LINE)
    return worth * slope, float(intercept * slope + more)


def _with_ones(columns: Floats) -> Floats:
    return np.column_stack([columns, np.ones(len(columns))])


def _threshold(scores: Floats, right: Floats, counts: Floats, finding: float, foreign: float) -> float:
    """Return from which probability on answers make F-beta (van Rijsbergen, 1979) greatest.

    With F the greatest value there is, that is F / (1 + beta^2) where scores are probabilities (Lipton, Elkan
    and Naryanaswamy, "Optimal thresholding of classifiers to maximize F1 measure", 2014). This wobbles less
    than the score at which rehearsals happen to reach F.

    Args:
        scores: the probability of each rehearsal's best candidate.
        right: 1 where it is the right one.
        counts: how much each rehearsal counts.
        finding: beta squared.
        foreign: the share of the foreign ones.
    """
    order = np.argsort(-scores, kind="stable")
    found, answered = np.cumsum((right * counts)[order]), np.cumsum(counts[order])
    known = (1 - foreign) * counts.sum()
    return float(((1 + finding) * found / (finding * known + answered)).max() / (1 + finding))


def _counts(right: Floats, unknown: npt.NDArray[np.bool_], foreign: float, share_right: float) -> Floats:
    """Weigh rows so that right ones, wrong ones and foreign ones make up the shares that are expected."""
    counts = np.zeros(len(right))
    known = 1 - foreign
    kinds = ((right == 1, known * share_right), ((right == 0) & ~unknown, known * (1 - share_right)))
    for rows, share in (*kinds, (unknown, foreign)):
        counts[rows] = share * len(right) / max(int(rows.sum()), 1)
    return counts


def _fit(features: Floats, outcome: Floats, counts: Floats, pull: float) -> Floats:
    pulls = np.full(features.shape[1], pull)
    pulls[-1] = _PULL_OF_LINE
    return fit_probability(features, outcome, counts, np.zeros(len(pulls)), pulls)


def _weigh(known: list[Rehearsal]) -> Floats:
    useful = [r for r in known if r.right >= 0]
    features = np.full((len(useful), CANDIDATES, len(FEATURES)), -np.inf)
    for row, rehearsal in enumerate(useful):
        features[row, : len(rehearsal.evidence.labels)] = rehearsal.evidence.features
    chosen = np.array([r.right for r in useful], dtype=np.intp)
    return fit_choice(features, chosen, PRIOR, _PULL_OF_PRIOR)


def _best(rehearsal: Rehearsal, weights: Floats) -> tuple[Floats, float]:
    utility = rehearsal.evidence.features @ weights
    order = np.argsort(-utility, kind="stable")
    traits = _traits(rehearsal.evidence, utility, order, rehearsal.words)
    return traits, float(int(order[0]) in rehearsal.as_good)


def _traits(evidence: Evidence, utility: Floats, order: Ids, words: int) -> Floats:
    """Return what tells how far to believe a best candidate: its evidence, utility, margin, and the words."""
    best = order[0]
    traits = np.empty(len(FEATURES) + 3)
    traits[:-3] = evidence.features[best]
    traits[-3] = utility[best]
    traits[-2] = utility[best] - utility[order[1]] if len(order) > 1 else utility[best]
    traits[-1] = log1p(words)
    return traits
