"""How good a ranking of intents is, in numbers, with the spread that chance alone would give them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

NO_LABEL = -1
"""The number that stands for "no label": out of scope, or rejected."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a method made of the questions of a test set.

    Attributes:
        truth: the number of each question's label, or `NO_LABEL` if it is out of scope.
        guess: the number of the label ranked first, or `NO_LABEL` if nothing was found.
        in_three: whether the right label is among the first three.
        score: how sure the method was of its guess.
        accepted: whether it would have answered.
        seconds: how long it took.
        decides: whether the method has a threshold of its own, and scores that are probabilities; if not,
            measures that need one are NaN.
    """

    truth: Ids
    guess: Ids
    in_three: npt.NDArray[np.bool_]
    score: Floats
    accepted: npt.NDArray[np.bool_]
    seconds: Floats
    decides: bool = True

    def drawn(self, rows: Ids) -> "Outcomes":
        """Return the outcomes of some of the questions, as often as each is named."""
        return Outcomes(
            self.truth[rows],
            self.guess[rows],
            self.in_three[rows],
            self.score[rows],
            self.accepted[rows],
            self.seconds[rows],
            self.decides,
        )


def top1(outcomes: Outcomes) -> float:
    """Return the share of questions in scope whose first label is right, whatever its score."""
    known = outcomes.truth != NO_LABEL
    return _mean(outcomes.guess[known] == outcomes.truth[known])


def top3(outcomes: Outcomes) -> float:
    """Return the share of questions in scope whose right label is among the first three."""
    return _mean(outcomes.in_three[outcomes.truth != NO_LABEL])


def auroc(outcomes: Outcomes) -> float:
    """Return how often a question in scope scores above one out of scope (area under the ROC curve)."""
    known = outcomes.truth != NO_LABEL
    inside, outside = outcomes.score[known], np.sort(outcomes.score[~known])
    if not len(inside) or not len(outside):
        return float("nan")
    below = np.searchsorted(outside, inside, side="left") + np.searchsorted(outside, inside, side="right")
    return _mean(below / (2 * len(outside)))


def mcc_at_own_threshold(outcomes: Outcomes) -> float:
    """Return the correlation of guess and truth, rejection being one more label (Gorodkin, 2004)."""
    guess = np.where(outcomes.accepted, outcomes.guess, NO_LABEL)
    return _own(outcomes, _mcc(outcomes.truth, guess))


def mcc_best(outcomes: Outcomes) -> float:
    """Return the highest such correlation that any threshold on the score reaches.

    Questions are accepted one after the other, surest first; each step changes the sums of Gorodkin's formula
    by amounts known from counts so far, so all thresholds cost one sort.
    """
    truth, guess = outcomes.truth, np.where(outcomes.guess == NO_LABEL, -2, outcomes.guess)
    order = np.argsort(-outcomes.score, kind="stable")
    truth, guess, score = truth[order], guess[order], outcomes.score[order]
    count, outside = len(truth), int((truth == NO_LABEL).sum())
    in_truth = _count_of_each(guess, truth)
    before = _seen_before(guess)
    accepted = np.arange(count)
    right = outside + np.cumsum((guess == truth) * 1.0 - (truth == NO_LABEL))
    overlap = count * outside + np.cumsum(in_truth - outside)
    squares = count**2 + np.cumsum(2.0 * before + 1 - 2 * (count - accepted) + 1)
    truth_squares = float(sum((truth == label).sum() ** 2 for label in np.unique(truth)))
    spread = np.sqrt(np.maximum((count**2 - squares) * (count**2 - truth_squares), 0))
    last_of_its_score = np.append(score[1:] != score[:-1], True)
    values = np.divide(right * count - overlap, spread, out=np.zeros(count), where=spread > 0)
    return float(values[last_of_its_score].max(initial=0.0))


def out_of_scope_recall(outcomes: Outcomes) -> float:
    """Return the share of questions out of scope that were not answered."""
    outside = outcomes.truth == NO_LABEL
    return _own(outcomes, _mean(~outcomes.accepted[outside]))


def accepted_right(outcomes: Outcomes) -> float:
    """Return the share of questions in scope that were answered, and rightly."""
    known = outcomes.truth != NO_LABEL
    return _own(outcomes, _mean((outcomes.accepted & (outcomes.guess == outcomes.truth))[known]))


def right_while_rejecting(outcomes: Outcomes, share: float = 0.8) -> float:
    """Return the share of questions in scope answered rightly while a share of the others is rejected.

    The threshold is the lowest that leaves at least `share` of the questions out of scope unanswered.
    """
    known = outcomes.truth != NO_LABEL
    outside = np.sort(np.where(outcomes.guess == NO_LABEL, -np.inf, outcomes.score)[~known])
    if not len(outside):
        return float("nan")
    # Answered is what scores above it; a hair is taken off, as 0.8 of 10 is not quite 8 in binary.
    last = outside[max(int(np.ceil(share * len(outside) - 1e-9)) - 1, 0)]
    return _mean(((outcomes.score > last) & (outcomes.guess == outcomes.truth))[known])


def calibration_error(outcomes: Outcomes, bins: int = 10) -> float:
    """Return the expected calibration error: score against share right, over bins of equal width.

    Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", 2015. A
    question out of scope is never right.
    """
    if not outcomes.decides:
        return float("nan")
    right = (outcomes.guess == outcomes.truth) & (outcomes.truth != NO_LABEL)
    place = np.minimum((outcomes.score * bins).astype(np.intp), bins - 1)
    gaps = [
        abs(float(outcomes.score[place == b].sum()) - float(right[place == b].sum())) for b in range(bins)
    ]
    return sum(gaps) / max(len(right), 1)


def milliseconds(outcomes: Outcomes, quantile: float) -> float:
    """Return a quantile of the time that a question took."""
    return float(np.quantile(outcomes.seconds, quantile)) * 1_000


def interval(
    outcomes: Outcomes, measure: Callable[[Outcomes], float], draws: int = 200
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a measure (percentiles; Efron, 1979; always the same draws)."""
    chance = np.random.default_rng(7)
    count = len(outcomes.truth)
    values = [measure(outcomes.drawn(chance.integers(0, count, count))) for _ in range(draws)]
    # Of a very small set a draw may hold no question that counts.
    low, high = np.nanquantile(values, [0.025, 0.975]).tolist()
    return low, high


def _mcc(truth: Ids, guess: Ids) -> float:
    labels = np.unique(np.concatenate([truth, guess]))
    in_truth = np.array([(truth == label).sum() for label in labels], dtype=np.float64)
    in_guess = np.array([(guess == label).sum() for label in labels], dtype=np.float64)
    count = float(len(truth))
    spread = (count**2 - in_guess @ in_guess) * (count**2 - in_truth @ in_truth)
    agreement = float((truth == guess).sum()) * count - float(in_truth @ in_guess)
    return agreement / float(np.sqrt(spread)) if spread > 0 else 0.0


def _count_of_each(wanted: Ids, values: Ids) -> Ids:
    """Return how often each wanted value is among the values."""
    found, counts = np.unique(values, return_counts=True)
    place = np.minimum(np.searchsorted(found, wanted), len(found) - 1)
    return np.where(found[place] == wanted, counts[place], 0).astype(np.intp)


def _own(outcomes: Outcomes, value: float) -> float:
    return value if outcomes.decides else float("nan")


def _seen_before(values: Ids) -> Ids:
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.searchsorted(ordered, ordered, side="left")
    seen = np.empty(len(values), dtype=np.intp)
    seen[order] = np.arange(len(values)) - first
    return seen


def _mean(values: Floats | npt.NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
