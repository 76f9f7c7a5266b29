"""Measuring ways of matching on public sets of questions, clean and mistyped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.benchmarks import metrics
from bot.benchmarks.metrics import NO_LABEL, Outcomes
from bot.benchmarks.noise import with_typos
from bot.core.matching import English, Matcher, Phrasing, Zone, with_names

OUT_OF_SCOPE = "__oos__"
_SPREAD: Mapping[str, Callable[[Outcomes], float]] = {
    "top1": metrics.top1,
    "auroc": metrics.auroc,
    "mcc_best": metrics.mcc_best,
    "mcc_kb": metrics.mcc_at_own_threshold,
}
"""The measures that get an interval."""

NOISE_LEVELS = (0.0, 0.25, 0.6)


@dataclass(frozen=True, slots=True)
class Question:
    """A row of a set: a text, the label it asks for, and "train" or "test" (other splits are ignored)."""

    text: str
    label: str
    split: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What a method makes of a question.

    Attributes:
        labels: best first.
        score: how sure it is of the first, on a scale of its own.
        accepted: whether it would answer, by a threshold that it found without seeing test questions; None if
            it has none, and its scores are no probabilities.
    """

    labels: tuple[str, ...]
    score: float
    accepted: bool | None = None


Answerer = Callable[[str], Guess]
Method = Callable[[Sequence[Phrasing]], Answerer]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class MetricRow:
    """The figures of one method on one set at one level of noise; shares are 0 to 1, NaN where there is none.

    Attributes:
        method: the name of the method.
        noise: the share of words with a typing error.
        top1: the right label is first.
        top3: the right label is among the first three.
        auroc: questions in scope score above those out of scope.
        mcc_best: the best correlation that any threshold reaches.
        mcc_kb: the correlation at the method's own threshold.
        oos_recall_kb: questions out of scope not answered at that threshold.
        right_kb: questions in scope answered rightly at that threshold.
        right_oos80: the same at the threshold that rejects 80 % of the questions out of scope.
        ece: expected calibration error.
        build_seconds: how long it took to learn the questions of "train".
        p50_ms: milliseconds that half of the questions stay below.
        p99_ms: milliseconds that 99 in 100 stay below.
        intervals: 95 % bootstrap intervals of those of top1, auroc, mcc_best and mcc_kb that there are.
    """

    method: str
    noise: float
    top1: float
    top3: float
    auroc: float
    mcc_best: float
    mcc_kb: float
    oos_recall_kb: float
    right_kb: float
    right_oos80: float
    ece: float
    p50_ms: float
    p99_ms: float
    build_seconds: float
    intervals: Mapping[str, tuple[float, float]]


def own_method(english: English) -> Method:
    """Return this project's matcher as a method: it learns the names of the labels too, as the bot does."""

    def fit(phrasings: Sequence[Phrasing]) -> Answerer:
        matcher = Matcher.fit(with_names(phrasings), english=english)

        def answer(text: str) -> Guess:
            ranking = matcher.rank(text)
            score = ranking.best.score if ranking.best else 0.0
            labels = tuple(match.label for match in ranking.matches)
            return Guess(labels, score, ranking.zone is Zone.ANSWER)

        return answer

    return fit


def benchmark(
    questions: Sequence[Question],
    methods: Mapping[str, Method],
    clock: Clock,
    noise_levels: Iterable[float] = NOISE_LEVELS,
    draws: int = 200,
) -> list[MetricRow]:
    """Teach each method the questions of "train" and measure it on those of "test".

    Args:
        questions: a set.
        methods: what to measure, by name.
        clock: seconds, ever growing; for timing.
        noise_levels: shares of words that get a typing error.
        draws: bootstrap samples for the intervals; 0 leaves them out.
    """
    phrasings = [
        Phrasing(q.text, q.label) for q in questions if q.split == "train" and q.label != OUT_OF_SCOPE
    ]
    tests = [q for q in questions if q.split == "test"]
    levels = tuple(noise_levels)
    rows = []
    for name, method in methods.items():
        began = clock()
        answer = method(phrasings)
        build_seconds = clock() - began
        for level in levels:
            outcomes = ask(answer, tests, clock, level)
            rows.append(_measure(name, level, outcomes, build_seconds, draws))
    return rows


def ask(answer: Answerer, questions: Sequence[Question], clock: Clock, noise: float = 0.0) -> Outcomes:
    """Put questions to a method, mistyped as far as `noise` says, and return what it made of them."""
    numbers: dict[str, int] = {OUT_OF_SCOPE: NO_LABEL}
    truth, guess, in_three, scores, accepted, seconds = [], [], [], [], [], []
    decides = True
    for question in questions:
        text = with_typos(question.text, noise) if noise else question.text
        began = clock()
        found = answer(text)
        seconds.append(clock() - began)
        truth.append(numbers.setdefault(question.label, len(numbers)))
        guess.append(numbers.setdefault(found.labels[0], len(numbers)) if found.labels else NO_LABEL)
        in_three.append(question.label in found.labels[:3])
        scores.append(found.score)
        decides = decides and found.accepted is not None
        accepted.append(bool(found.accepted and found.labels))
    return Outcomes(
        np.array(truth, dtype=np.intp),
        np.array(guess, dtype=np.intp),
        np.array(in_three, dtype=np.bool_),
        np.array(scores, dtype=np.float64),
        np.array(accepted, dtype=np.bool_),
        np.array(seconds, dtype=np.float64),
        decides,
    )


def _measure(name: str, noise: float, outcomes: Outcomes, build_seconds: float, draws: int) -> MetricRow:
    figures = {measure: of(outcomes) for measure, of in _SPREAD.items()}
    spread = {
        measure: metrics.interval(outcomes, of, draws)
        for measure, of in _SPREAD.items()
        if draws and not np.isnan(figures[measure])
    }
    return MetricRow(
        method=name,
        noise=noise,
        top3=metrics.top3(outcomes),
        oos_recall_kb=metrics.out_of_scope_recall(outcomes),
        right_kb=metrics.accepted_right(outcomes),
        right_oos80=metrics.right_while_rejecting(outcomes),
        ece=metrics.calibration_error(outcomes),
        p50_ms=metrics.milliseconds(outcomes, 0.5),
        p99_ms=metrics.milliseconds(outcomes, 0.99),
        build_seconds=build_seconds,
        intervals=spread,
        **figures,
    )
