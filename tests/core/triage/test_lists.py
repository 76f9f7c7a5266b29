"""Triage on whole lists: every known phrasing, the hard negatives, typing errors, fresh eyes' batches."""

from dataclasses import dataclass, replace
from statistics import mean

import pytest

from bot.core.triage import Example, Level, RedFlagBook, RedFlagId, Triage
from bot.mind import Mind
from tests.core.triage.reading_lists import rows
from tests.core.triage.typing_errors import mistyped

PHRASINGS = rows("phrasings.csv")
ALARMING = [row for row in PHRASINGS if row["level"] != "see_first"]
EITHER_LEVEL = RedFlagId("rf_aaa")

UNSEEN = ("batch_17.csv", "batch_18.csv")
SEE_FIRST = ("rf_leg_nerve", "rf_precheck")


@pytest.mark.parametrize("row", ALARMING, ids=lambda row: row["text"])
def test_every_phrasing_raises_its_red_flag_at_its_level(triage: Triage, row: dict[str, str]) -> None:
    levels = {alarm.flag: alarm.level for alarm in triage.screen(row["text"]).alarms}
    level = levels.get(RedFlagId(row["expected"]))
    assert level is not None
    assert row["expected"] == EITHER_LEVEL or row["level"] == Level.URGENT or level is Level.EMERGENCY


@pytest.mark.parametrize(
    "row", [row for row in PHRASINGS if row not in ALARMING], ids=lambda row: row["text"]
)
def test_what_only_needs_seeing_first_raises_no_alarm(triage: Triage, row: dict[str, str]) -> None:
    verdict = triage.screen(row["text"])
    assert not verdict.alarms
    assert verdict.check is None


@pytest.mark.parametrize("row", rows("tricky_positives.csv"), ids=lambda row: row["text"])
def test_tricky_positives_raise_their_red_flag(triage: Triage, row: dict[str, str]) -> None:
    assert row["expected"] in {alarm.flag for alarm in triage.screen(row["text"]).alarms}


@pytest.mark.parametrize("row", rows("hard_negatives.csv"), ids=lambda row: row["text"])
def test_hard_negatives_raise_no_alarm(triage: Triage, row: dict[str, str]) -> None:
    assert not triage.screen(row["text"]).alarms


def test_nineteen_in_twenty_still_raise_an_alarm_with_typing_errors(triage: Triage) -> None:
    texts = [mistyped(row["text"], seed) for seed in range(3) for row in ALARMING]
    raised = sum(bool(triage.screen(text).alarms) for text in texts)
    assert raised / len(texts) >= 0.95


def test_phrasings_of_ordinary_questions_raise_no_alarm_and_few_checks(triage: Triage, mind: Mind) -> None:
    phrasings = [phrasing for entry in mind.read.base.entries.values() for phrasing in entry.ask]
    verdicts = [triage.screen(phrasing) for phrasing in phrasings]
    assert sum(bool(verdict.alarms) for verdict in verdicts) <= 0.003 * len(verdicts)
    assert sum(verdict.check is not None for verdict in verdicts) <= 0.03 * len(verdicts)


@pytest.mark.parametrize("number", range(1, 19))
def test_batches_that_were_learned_stay_known(triage: Triage, number: int) -> None:
    seen = told(triage, f"batch_{number}.csv")
    assert seen.urgent >= 0.9
    assert seen.caught >= 0.975
    assert seen.false_alarms <= 0.02


@pytest.fixture(scope="module")
def without_unseen(book: RedFlagBook, ordinary: list[str]) -> Triage:
    """Triage that has learned without two batches: what their writers' own words meet, as at first sight."""
    unseen = {row["text"].strip() for each in UNSEEN for row in rows(each)}
    kept = [example for example in book.examples if example.text not in unseen]
    return Triage(replace(book, examples=(*kept, *map(Example, ordinary))))


@pytest.mark.parametrize("name", UNSEEN)
def test_batches_that_were_not_learned_are_caught(without_unseen: Triage, name: str) -> None:
    assert told(without_unseen, name).misses(Told(0.92, 0.97, 0.03, 0.07)) == []


@pytest.mark.parametrize("number", [*range(20, 28), *range(30, 36)])
def test_batches_that_are_no_examples_meet_the_aim(triage: Triage, number: int) -> None:
    """Some words of 20, 22, 25, 26 and 30 to 33 went into concepts or idioms after their first runs."""
    assert told(triage, f"batch_{number}.csv").misses(Told(0.92, 0.97, 0.03, 0.04)) == []


@pytest.mark.parametrize("number", [28, 29])
def test_signs_in_long_stories_are_caught(triage: Triage, number: int) -> None:
    """Of 28 all, of 29 two in five are told in 40 words or more: the ordinary ones among them meet more."""
    assert told(triage, f"batch_{number}.csv").misses(Told(0.92, 0.96, 0.09, 0.09)) == []


@dataclass(frozen=True)
class Told:
    """Shares of a batch."""

    urgent: float
    caught: float
    false_alarms: float
    checks: float

    def misses(self, aim: "Told") -> list[str]:
        """Return which shares fall short of an aim: the first two are to be reached, the others kept to."""
        reached = {"urgent": self.urgent >= aim.urgent, "caught": self.caught >= aim.caught}
        kept = {"alarms": self.false_alarms <= aim.false_alarms, "checks": self.checks <= aim.checks}
        return [name for name, holds in (reached | kept).items() if not holds]


def told(triage: Triage, name: str) -> Told:
    """Return the shares of a batch's red flags and ordinary messages that are alarmed and asked about."""
    batch = [row for row in rows(name) if not row["expected"].startswith(SEE_FIRST)]
    flagged = [triage.screen(row["text"]) for row in batch if row["expected"] != "ordinary"]
    ordinary = [triage.screen(row["text"]) for row in batch if row["expected"] == "ordinary"]
    return Told(
        urgent=mean(bool(verdict.alarms) for verdict in flagged),
        caught=mean(bool(verdict.alarms or verdict.check) for verdict in flagged),
        false_alarms=mean(bool(verdict.alarms) for verdict in ordinary),
        checks=mean(verdict.check is not None for verdict in ordinary),
    )
