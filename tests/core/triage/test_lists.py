"""Triage on whole lists: every known phrasing, the hard negatives, typing errors, fresh eyes' batches."""

import pytest

from bot.core.triage import Level, RedFlagId, Triage
from tests.core.triage.reading_lists import rows
from tests.core.triage.typing_errors import mistyped

PHRASINGS = rows("phrasings.csv")
ALARMING = [row for row in PHRASINGS if row["level"] != "see_first"]
EITHER_LEVEL = RedFlagId("rf_aaa")

# What the rules alone reached once their concepts had been extended: alarms in a hundred red flags, and false
# alarms in a hundred ordinary messages. First-sight figures stand in docs/triage.md.
REACHED = {
    "batch_1.csv": (98, 1),
    "batch_2.csv": (98, 1),
    "batch_3.csv": (96, 1),
    "batch_4.csv": (96, 1),
    "batch_5.csv": (96, 1),
    "batch_6.csv": (99, 1),
    "batch_7.csv": (96, 1),
    "batch_8.csv": (96, 1),
    "batch_9.csv": (94, 1),
    "batch_10.csv": (89, 6),
    "batch_11.csv": (94, 1),
    "batch_12.csv": (80, 1),
    "batch_13.csv": (83, 4),
    "batch_14.csv": (79, 2),
}


@pytest.mark.parametrize("row", ALARMING, ids=lambda row: row["text"])
def test_every_phrasing_raises_its_red_flag_at_its_level(rules: Triage, row: dict[str, str]) -> None:
    levels = {alarm.flag: alarm.level for alarm in rules.screen(row["text"]).alarms}
    level = levels.get(RedFlagId(row["expected"]))
    assert level is not None
    assert row["expected"] == EITHER_LEVEL or row["level"] == Level.URGENT or level is Level.EMERGENCY


@pytest.mark.parametrize(
    "row", [row for row in PHRASINGS if row not in ALARMING], ids=lambda row: row["text"]
)
def test_what_only_needs_seeing_first_raises_no_alarm(rules: Triage, row: dict[str, str]) -> None:
    verdict = rules.screen(row["text"])
    assert not verdict.alarms
    assert verdict.check is None


@pytest.mark.parametrize("row", rows("tricky_positives.csv"), ids=lambda row: row["text"])
def test_tricky_positives_raise_their_red_flag(rules: Triage, row: dict[str, str]) -> None:
    assert row["expected"] in {alarm.flag for alarm in rules.screen(row["text"]).alarms}


@pytest.mark.parametrize("row", rows("hard_negatives.csv"), ids=lambda row: row["text"])
def test_hard_negatives_raise_no_alarm(both_nets: Triage, row: dict[str, str]) -> None:
    assert not both_nets.screen(row["text"]).alarms


def test_nineteen_in_twenty_still_raise_an_alarm_with_typing_errors(rules: Triage) -> None:
    texts = [mistyped(row["text"], seed) for seed in range(3) for row in ALARMING]
    raised = sum(bool(rules.screen(text).alarms) for text in texts)
    assert raised / len(texts) >= 0.95


def test_phrasings_of_ordinary_questions_raise_no_alarm_and_few_checks(
    rules: Triage, ordinary_phrasings: list[str]
) -> None:
    verdicts = [rules.screen(phrasing) for phrasing in ordinary_phrasings]
    assert sum(bool(verdict.alarms) for verdict in verdicts) <= 0.003 * len(verdicts)
    assert sum(verdict.check is not None for verdict in verdicts) <= 0.03 * len(verdicts)


@pytest.mark.parametrize(("name", "reached"), REACHED.items())
def test_batches_stay_at_what_they_reached(rules: Triage, name: str, reached: tuple[int, int]) -> None:
    alarms, false_alarms = reached
    batch = [row for row in rows(name) if not row["expected"].startswith(("rf_leg_nerve", "rf_precheck"))]
    raised = {row["text"]: bool(rules.screen(row["text"]).alarms) for row in batch}
    flagged = [row["text"] for row in batch if row["expected"] != "ordinary"]
    ordinary = [row["text"] for row in batch if row["expected"] == "ordinary"]
    assert sum(raised[text] for text in flagged) * 100 >= alarms * len(flagged)
    assert sum(raised[text] for text in ordinary) * 100 <= false_alarms * len(ordinary)
