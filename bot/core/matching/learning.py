"""Fitting small linear models, each pulled towards a given starting point, by Newton's method."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

_STEPS = 25
_SMALL_ENOUGH = 1e-8


def fit_choice(features: Floats, chosen: Ids, start: Floats, pull: float) -> Floats:
    """Fit a conditional logit: weights that make the chosen candidate of each row the most probable one.

    McFadden, "Conditional logit analysis of qualitative choice behavior", 1974, with a quadratic penalty on
    the distance from `start`.

    Args:
        features: rows by candidates by features; a candidate that is not there has -inf as its first feature.
        chosen: the candidate that is right, for each row.
        start: the weights without any evidence.
        pull: the strength of the penalty, per row.
    """
    if not len(features):
        return start.copy()
    there = np.isfinite(features[:, :, 0])
    features = np.where(there[:, :, None], features, 0.0)
    right = features[np.arange(len(features)), chosen]

    def scores(weights: Floats) -> Floats:
        return np.where(there, features @ weights, -np.inf)

    def loss(weights: Floats) -> float:
        away = weights - start
        return float((_log_of_sums(scores(weights)) - right @ weights).mean() + pull * (away @ away) / 2)

    def slopes(weights: Floats) -> tuple[Floats, Floats]:
        chance = _softmax(scores(weights))
        mean = np.einsum("nk,nkf->nf", chance, features)
        gradient = (mean - right).mean(axis=0) + pull * (weights - start)
        spread = np.einsum("nk,nkf,nkg->fg", chance, features, features) / len(features)
        return gradient, spread - mean.T @ mean / len(features) + pull * np.eye(len(weights))

    return _least(loss, slopes, start)


def fit_probability(features: Floats, outcome: Floats, counts: Floats, start: Floats, pull: Floats) -> Floats:
    """Fit a logistic regression (Cox, 1958) with a quadratic penalty on the distance from `start`.

    Args:
        features: rows by features; a column of ones is the intercept.
        outcome: 1 where the event happened, else 0.
        counts: how much each row counts.
        start: the weights without any evidence.
        pull: the strength of the penalty for each weight.
    """

    def loss(weights: Floats) -> float:
        odds, away = features @ weights, weights - start
        return float(counts @ (np.logaddexp(0.0, odds) - outcome * odds) + pull @ (away * away) / 2)

    def slopes(weights: Floats) -> tuple[Floats, Floats]:
        chance = probability(features @ weights)
        gradient = features.T @ (counts * (chance - outcome)) + pull * (weights - start)
        spread = (features * (counts * chance * (1 - chance))[:, None]).T @ features
        return gradient, spread + np.diag(pull)

    return _least(loss, slopes, start)


def _least(
    loss: Callable[[Floats], float], slopes: Callable[[Floats], tuple[Floats, Floats]], start: Floats
) -> Floats:
    """Return the weights where a convex loss is least, by Newton's method.

    A step that overshoots, where the data say little, is halved until it does not.

    Args:
        loss: what is to be made least.
        slopes: its gradient and curvature.
        start: where to begin.
    """
    weights, now = start.copy(), loss(start)
    for _ in range(_STEPS):
        gradient, curvature = slopes(weights)
        step, before = np.linalg.solve(curvature, gradient), now
        while (now := loss(weights - step)) > before:
            step /= 2
        weights = weights - step
        if float(np.abs(step).max()) < _SMALL_ENOUGH:
            break
    return weights


def probability(odds: Floats) -> Floats:
    """Return the probability of each log odds."""
    return np.asarray(0.5 * (1 + np.tanh(np.asarray(odds) / 2)), dtype=np.float64)


def log_odds(chance: Floats) -> Floats:
    """Return the log odds of each probability between 0 and 1: the inverse of `probability`."""
    return np.asarray(2 * np.arctanh(2 * np.asarray(chance) - 1), dtype=np.float64)


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float64)


def _log_of_sums(scores: Floats) -> Floats:
    """Return for each row the logarithm of the sum of the exponentials of its scores."""
    highest = scores.max(axis=1)
    return np.asarray(highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1)), dtype=np.float64)
