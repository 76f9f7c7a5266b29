"""When reminders fall due: clock changes, dates that do not exist, every zone of the world for a year."""

import csv
import itertools
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.content.zones import UnknownZoneError, zone, zone_names
from bot.core.schedule import Plan, latest_due, next_due

CASES = list(
    csv.DictReader((Path(__file__).parent / "dst_cases.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['zone']} {case['from_utc']}")
def test_the_clock_change_table(case: dict[str, str]) -> None:
    plan = Plan(zone(case["zone"]), time.fromisoformat(case["local_time"]))
    done = re.search(r"\[done<=(\S+)\]", case["note"])
    decided = date.fromisoformat(done[1]) if done else None
    found = next_due(plan, datetime.fromisoformat(case["from_utc"]), decided)
    assert found.due == datetime.fromisoformat(case["expected_next_utc"])
    stated = re.search(r"\[key date (\S+)\]", case["note"])
    if stated:
        assert found.local_date == date.fromisoformat(stated[1])


def test_the_table_is_whole() -> None:
    assert len(CASES) == 38


@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(23, 45)], ids=str)
def test_a_year_in_every_zone_misses_no_day_and_doubles_none(at: time) -> None:
    start, end = datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)
    for name in sorted(zone_names()):
        plan, now, dates = Plan(zone(name), at), start, []
        while now < end:
            found = next_due(plan, now)
            assert found.due > now
            dates.append(found.local_date)
            now = found.due
        pairs = itertools.pairwise(dates)
        assert all(later - earlier == timedelta(days=1) for earlier, later in pairs), name


def test_only_the_chosen_days() -> None:
    plan = Plan(zone("Europe/London"), time(8), frozenset({0, 4}))
    found = next_due(plan, datetime(2026, 11, 24, tzinfo=UTC))
    assert found.local_date == date(2026, 11, 27)
    assert next_due(plan, found.due).local_date == date(2026, 11, 30)
    with pytest.raises(ValueError, match="days must be"):
        Plan(zone("Europe/London"), time(8), frozenset())


def test_after_days_of_downtime_only_todays_is_of_use() -> None:
    plan = Plan(zone("Europe/London"), time(8))
    late = latest_due(plan, datetime(2026, 11, 24, 15, tzinfo=UTC))
    assert late is not None
    assert late.local_date == date(2026, 11, 24)
    assert latest_due(plan, datetime(2026, 11, 24, 7, tzinfo=UTC)) is None


def test_a_reminder_moved_past_midnight_by_a_clock_change_is_still_of_use() -> None:
    plan = Plan(zone("America/Nuuk"), time(23, 30))
    found = next_due(plan, datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert found.local_date == date(2027, 3, 27)
    assert latest_due(plan, found.due + timedelta(minutes=1)) == found


@pytest.mark.parametrize("name", ["", "Mars/Base", "../../etc/passwd", "/etc/passwd", "europe/london"])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone(name)
