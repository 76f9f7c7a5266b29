"""The numbers behind a ranking, against slow and plain ways of computing them."""

import numpy as np
import pytest

from bot.core.matching.index import Index
from bot.core.matching.learning import fit_choice, fit_probability, probability
from bot.core.matching.ridge import Asked, LeftOut, Ridge, _invert, _moved, symmetric
from tests.core.matching.library_desk import ENGLISH, SYNONYMS, phrasings


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(phrasings(), SYNONYMS, ENGLISH)


@pytest.fixture(scope="module")
def left_out(index: Index) -> LeftOut:
    numbers = np.arange(len(index.phrasings))
    return Ridge.fit(
        index.among_phrasings(), index.label_of, Asked(numbers, tuple(_alike(index, n) for n in numbers))
    )[1]


def _alike(index: Index, number: int) -> np.ndarray:
    """Return a phrasing and two others of its label, as if they were nearly the same."""
    own = np.flatnonzero(index.label_of == index.label_of[number])
    return np.union1d(own[:2], number)


def _learned_without(index: Index, gone: np.ndarray, asked: int) -> np.ndarray:
    """Learn the regression anew without some phrasings, penalties and targets as they were, and ask one."""
    similar = symmetric(index.among_phrasings())
    sizes = np.bincount(index.label_of)
    penalty = 0.4 * np.sqrt(sizes[index.label_of] / sizes.mean())
    kernel = (similar + similar**2) / 2 + np.diag(penalty)
    own = index.label_of[:, None] == np.arange(len(sizes))
    targets = _moved(np.linalg.inv(kernel), own, penalty.astype(np.float32))
    stay = np.setdiff1d(np.arange(len(similar)), gone)
    return kernel[asked, stay] @ np.linalg.solve(kernel[np.ix_(stay, stay)], targets[stay])


@pytest.mark.parametrize("asked", [0, 7, 20, 40])
def test_leaving_a_phrasing_out_is_learning_without_it(index: Index, left_out: LeftOut, asked: int) -> None:
    expected = _learned_without(index, np.array([asked]), asked)
    np.testing.assert_allclose(left_out.itself[asked], expected, atol=1e-4)


@pytest.mark.parametrize("asked", [0, 7, 20, 40])
def test_leaving_out_what_is_alike_is_learning_without_it(
    index: Index, left_out: LeftOut, asked: int
) -> None:
    expected = _learned_without(index, _alike(index, asked), asked)
    np.testing.assert_allclose(left_out.alike[asked], expected, atol=1e-4)


@pytest.mark.parametrize("asked", [0, 7, 20, 40])
def test_leaving_a_label_out_is_learning_without_it(index: Index, left_out: LeftOut, asked: int) -> None:
    own = np.flatnonzero(index.label_of == index.label_of[asked])
    expected = _learned_without(index, own, asked)
    np.testing.assert_allclose(left_out.label[asked], expected, atol=1e-4)


def test_targets_only_move_away_from_the_middle(index: Index) -> None:
    own = index.label_of[:, None] == np.arange(len(index.labels))
    penalty = np.ones(len(own), dtype=np.float32)
    targets = _moved(np.linalg.inv(symmetric(index.among_phrasings()) + np.diag(penalty)), own, penalty)
    assert targets[own].min() >= 1
    assert targets[~own].max() <= 0


def test_a_large_matrix_is_inverted_by_halves() -> None:
    points = np.random.default_rng(7).normal(size=(700, 40)).astype(np.float32)
    matrix = points @ points.T / 40 + 0.4 * np.eye(700, dtype=np.float32)
    inverse = matrix.copy()
    _invert(inverse)
    np.testing.assert_allclose(inverse @ matrix, np.eye(700), atol=1e-3)


def test_a_phrasing_is_like_itself_more_than_like_any_other(index: Index) -> None:
    square = index.among_phrasings()
    assert np.diag(square).min() > 0.95
    assert (square.argmax(axis=1) == np.arange(len(square))).all()


def test_phrasings_are_compared_with_each_other_as_utterances_are(index: Index) -> None:
    square = index.among_phrasings()
    for number in (0, 7, 20, 40):
        np.testing.assert_allclose(square[number], index.similarities_of(number), atol=1e-6)
    both_ways = (square + square.T) / 2
    np.testing.assert_allclose(symmetric(square), both_ways, atol=1e-6)


def test_similarities_lie_between_0_and_1(index: Index) -> None:
    similar = index.similarities(index.read("can I renew a colour copy of my wireless boook"))
    assert similar.min() >= 0
    assert similar.max() <= 1


def test_repeated_phrasings_count_once(index: Index) -> None:
    twice = Index([*phrasings(), *phrasings()], SYNONYMS, ENGLISH)
    assert twice.phrasings == index.phrasings


def test_a_choice_is_learned() -> None:
    features = np.array(
        [[[1.0, 0.0], [0.0, 1.0]], [[0.5, 0.9], [0.1, 0.2]], [[0.3, 0.2], [-np.inf, -np.inf]]]
    )
    weights = fit_choice(features, np.array([0, 0, 0]), np.zeros(2), pull=0.01)
    assert weights[0] > 0
    assert weights[0] > weights[1]


def test_without_rows_the_start_stays() -> None:
    start = np.array([4.0, 2.0])
    np.testing.assert_array_equal(
        fit_choice(np.zeros((0, 8, 2)), np.zeros(0, dtype=np.intp), start, 1.0), start
    )


def test_a_probability_is_learned() -> None:
    features = np.column_stack([np.repeat([0.0, 1.0], 50), np.ones(100)])
    outcome = np.concatenate([np.arange(50) < 10, np.arange(50) < 40]).astype(float)
    weights = fit_probability(features, outcome, np.ones(100), np.zeros(2), np.full(2, 1e-6))
    np.testing.assert_allclose(
        probability(np.array([[0.0, 1.0], [1.0, 1.0]]) @ weights), [0.2, 0.8], atol=1e-4
    )


def test_a_choice_that_the_data_say_little_about_does_not_overshoot() -> None:
    draw = np.random.default_rng(3)
    features = draw.normal(size=(12, 6, 9)) * 8
    chosen = draw.integers(0, 6, 12)
    start = np.zeros(9)

    def loss(weights: np.ndarray) -> float:
        scores = features @ weights
        right = np.take_along_axis(scores, chosen[:, None], 1)[:, 0]
        return float((np.logaddexp.reduce(scores, axis=1) - right).mean())

    weights = fit_choice(features, chosen, start, 1e-4)
    assert loss(weights) < loss(start)
    assert np.abs(weights).max() < 100
