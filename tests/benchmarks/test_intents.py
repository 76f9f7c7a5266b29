"""Measuring: that the figures are what their names say."""

from collections.abc import Iterator
from itertools import count

import numpy as np
import pytest

from bot.benchmarks import metrics
from bot.benchmarks.intents import Guess, Question, benchmark, own_method
from bot.benchmarks.metrics import NO_LABEL, Outcomes
from bot.benchmarks.noise import with_typos
from bot.benchmarks.peers import peers
from tests.core.matching.library_desk import ASKED

TRUTH = [0, 1, 2, NO_LABEL, NO_LABEL, 1, 0, 2, 2, NO_LABEL]
GUESS = [0, 1, 1, 0, 2, 1, 2, 2, 2, 1]
SCORE = [0.9, 0.8, 0.7, 0.6, 0.1, 0.5, 0.3, 0.95, 0.2, 0.4]


@pytest.fixture
def outcomes() -> Outcomes:
    truth, guess, score = np.array(TRUTH), np.array(GUESS), np.array(SCORE)
    return Outcomes(truth, guess, guess == truth, score, score >= 0.5, np.linspace(0.001, 0.01, len(truth)))


def _plain_mcc(truth: list[int], guess: list[int]) -> float:
    """Gorodkin's formula by the confusion matrix."""
    labels = sorted({*truth, *guess})
    table = np.array(
        [[sum((t, g) == (a, b) for t, g in zip(truth, guess, strict=True)) for b in labels] for a in labels]
    )
    total, rows, columns = table.sum(), table.sum(axis=1), table.sum(axis=0)
    above = np.trace(table) * total - rows @ columns
    return float(above / np.sqrt((total**2 - rows @ rows) * (total**2 - columns @ columns)))


def test_shares(outcomes: Outcomes) -> None:
    assert metrics.top1(outcomes) == pytest.approx(5 / 7)
    assert metrics.out_of_scope_recall(outcomes) == pytest.approx(2 / 3)
    assert metrics.accepted_right(outcomes) == pytest.approx(4 / 7)
    assert metrics.auroc(outcomes) == pytest.approx(16 / 21)


def test_correlation_at_the_own_threshold(outcomes: Outcomes) -> None:
    guess = [g if s >= 0.5 else NO_LABEL for g, s in zip(GUESS, SCORE, strict=True)]
    assert metrics.mcc_at_own_threshold(outcomes) == pytest.approx(_plain_mcc(TRUTH, guess))


def test_the_best_correlation_is_the_best_of_all_thresholds(outcomes: Outcomes) -> None:
    every = [
        _plain_mcc(TRUTH, [g if s >= t else NO_LABEL for g, s in zip(GUESS, SCORE, strict=True)])
        for t in SCORE
    ]
    assert metrics.mcc_best(outcomes) == pytest.approx(max(every))


def test_a_method_without_a_threshold_has_no_figures_of_one(outcomes: Outcomes) -> None:
    undecided = Outcomes(
        outcomes.truth,
        outcomes.guess,
        outcomes.in_three,
        outcomes.score,
        outcomes.accepted,
        outcomes.seconds,
        decides=False,
    )
    assert np.isnan(metrics.mcc_at_own_threshold(undecided))
    assert np.isnan(metrics.calibration_error(undecided))


def test_right_while_four_in_five_of_the_others_are_rejected(outcomes: Outcomes) -> None:
    # Out of scope score .6, .1 and .4: four in five of three are three, so only what is above .6 is answered.
    assert metrics.right_while_rejecting(outcomes) == pytest.approx(3 / 7)
    # Two in three: what is above .4.
    assert metrics.right_while_rejecting(outcomes, 2 / 3) == pytest.approx(4 / 7)


def test_an_interval_holds_its_value_and_is_always_the_same(outcomes: Outcomes) -> None:
    low, high = metrics.interval(outcomes, metrics.top1)
    assert low <= metrics.top1(outcomes) <= high
    assert (low, high) == metrics.interval(outcomes, metrics.top1)


def test_noise_is_repeatable_and_as_heavy_as_was_asked() -> None:
    text = " ".join(["telephone"] * 400)
    mistyped = with_typos(text, 0.6)
    assert mistyped == with_typos(text, 0.6)
    assert 0.5 < sum(word != "telephone" for word in mistyped.split()) / 400 < 0.65
    assert with_typos(text, 0.0) == text
    assert with_typos("a bc", 1.0) == "a bc"


def _ticks() -> Iterator[float]:
    return (number / 1_000 for number in count())


def test_every_method_is_measured_at_every_level() -> None:
    questions = [Question(text, label, "train") for label, texts in ASKED.items() for text in texts]
    questions += [Question(f"{texts[0]} please", label, "test") for label, texts in ASKED.items()]
    questions += [Question("how tall is the tower", "__oos__", "test"), Question("ignored", "wifi", "val")]
    found = {name: peer.make() for name, peer in peers().items() if peer.is_installed()}
    methods = {"own": own_method(frozenset()), **found}
    rows = benchmark(questions, methods, _ticks().__next__, noise_levels=(0.0, 0.6), draws=20)
    assert len(rows) == 2 * len(methods)
    assert rows[0].top1 == 1.0
    assert rows[0].p50_ms == pytest.approx(1.0)
    assert rows[0].build_seconds == pytest.approx(0.001)
    assert set(rows[0].intervals) == {"top1", "auroc", "mcc_best", "mcc_kb"}


def test_a_guess_without_labels_is_never_right() -> None:
    questions = [Question("when", "hours", "train"), Question("when", "hours", "test")]
    rows = benchmark(questions, {"mute": lambda _: lambda _: Guess((), 0.0)}, _ticks().__next__, (0.0,), 0)
    assert rows[0].top1 == 0.0
