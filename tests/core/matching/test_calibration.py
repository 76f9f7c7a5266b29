"""What a score says, and from which one on something is answered."""

import numpy as np
import pytest

from bot.core.matching import calibration
from bot.core.matching.calibration import Calibration, _counts, _expected_right
from bot.core.matching.evidence import Witness
from bot.core.matching.index import Index
from bot.core.matching.learning import log_odds, probability
from bot.core.matching.rehearsal import Rehearsals, asked_of, rehearse, rehearsed_of
from bot.core.matching.ridge import Ridge
from tests.core.matching.library_desk import ENGLISH, SYNONYMS, phrasings

FOREIGN = 0.25


@pytest.fixture(scope="module")
def rehearsals() -> Rehearsals:
    index = Index(phrasings(), SYNONYMS, ENGLISH)
    asked = asked_of(index, rehearsed_of(index), index.similarities_of)
    _, left_out = Ridge.fit(index.among_phrasings(), index.label_of, asked)
    return rehearse(index, asked, index.similarities_of, left_out, Witness(index), str)


def _best(rehearsals: Rehearsals, learned: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """Return the best score of each rehearsal, and whether it is right."""
    scored = [
        (row, *learned.score(row.evidence, row.words)) for row in (*rehearsals.known, *rehearsals.foreign)
    ]
    scores = np.array([scores[order[0]] for _, order, scores in scored])
    right = np.array([float(int(order[0]) in row.as_good) for row, order, _ in scored])
    return scores, right


def test_scores_are_in_the_mean_the_share_that_is_expected_right(rehearsals: Rehearsals) -> None:
    scores, right = _best(rehearsals, Calibration.of(rehearsals, FOREIGN))
    unknown = np.arange(len(right)) >= len(rehearsals.known)
    expected = _expected_right(rehearsals, right[~unknown])
    counts = _counts(right, unknown, FOREIGN, expected)
    assert counts @ scores / counts.sum() == pytest.approx((1 - FOREIGN) * expected, abs=0.005)


def test_what_a_score_says_decides_nothing(rehearsals: Rehearsals, monkeypatch: pytest.MonkeyPatch) -> None:
    learned = Calibration.of(rehearsals, FOREIGN)
    monkeypatch.setattr(calibration, "_expected_right", lambda _rehearsals, _right: 0.95)
    surer = Calibration.of(rehearsals, FOREIGN)
    scores, surer_scores = _best(rehearsals, learned)[0], _best(rehearsals, surer)[0]
    assert surer_scores.mean() > scores.mean()
    assert [surer.zone(score) for score in surer_scores] == [learned.zone(score) for score in scores]


def test_log_odds_are_the_inverse_of_probability() -> None:
    chances = np.array([0.001, 0.3, 0.5, 0.99])
    np.testing.assert_allclose(probability(log_odds(chances)), chances)
