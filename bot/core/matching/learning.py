"""Fitting small linear models, each pulled towards a given starting point, by Newton's method."""

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
    weights = start.copy()
    if not len(features):
        return weights
    there = np.isfinite(features[:, :, 0])
    features = np.where(there[:, :, None], features, 0.0)
    right = features[np.arange(len(features)), chosen]
    loss = _loss(features, there, right, weights, start, pull)
    for _ in range(_STEPS):
        chance = _softmax(np.where(there, features @ weights, -np.inf))
        mean = np.einsum("nk,nkf->nf", chance, features)
        gradient = (mean - right).mean(axis=0) + pull * (weights - start)
        spread = np.einsum("nk,nkf,nkg->fg", chance, features, features) / len(features)
        curvature = spread - mean.T @ mean / len(features) + pull * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        before = loss
        while (loss := _loss(features, there, right, weights - step, start, pull)) > before:
            step /= 2
        weights = weights - step
        if float(np.abs(step).max()) < _SMALL_ENOUGH:
            break
    return weights


def _loss(
    features: Floats, there: npt.NDArray[np.bool_], right: Floats, weights: Floats, start: Floats, pull: float
) -> float:
    """Return what `fit_choice` makes smallest; a full step may overshoot it where the data say little."""
    scores = np.where(there, features @ weights, -np.inf)
    highest = scores.max(axis=1)
    total = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    away = weights - start
    return float((total - right @ weights).mean() + pull * (away @ away) / 2)


def fit_probability(features: Floats, outcome: Floats, counts: Floats, start: Floats, pull: Floats) -> Floats:
    """Fit a logistic regression (Cox, 1958) with a quadratic penalty on the distance from `start`.

    Args:
        features: rows by features; a column of ones is the intercept.
        outcome: 1 where the event happened, else 0.
        counts: how much each row counts.
        start: the weights without any evidence.
        pull: the strength of the penalty for each weight.
    """
    weights = start.copy()
    for _ in range(_STEPS):
        chance = probability(features @ weights)
        gradient = features.T @ (counts * (chance - outcome)) + pull * (weights - start)
        spread = (features * (counts * chance * (1 - chance))[:, None]).T @ features
        step = np.linalg.solve(spread + np.diag(pull), gradient)
        weights = weights - step
        if float(np.abs(step).max()) < _SMALL_ENOUGH:
            break
    return weights


def probability(log_odds: Floats) -> Floats:
    """Return the probability of each log odds."""
    return np.asarray(0.5 * (1 + np.tanh(np.asarray(log_odds) / 2)), dtype=np.float64)


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float64)
