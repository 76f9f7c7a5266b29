"""Evenings, nights and the end of a day, by the reader's clock and over clock changes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import open_dates, this_evening, useful_until

LONDON = ZoneInfo("Europe/London")
EVENINGS = (time(20), time(21, 30), time(22, 30))


def at(said: str) -> datetime:
    return datetime.fromisoformat(f"2027-03-21T{said}").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("00:30", "20:00"),
        ("09:00", "20:00"),
        ("19:00", "20:00"),
        ("19:01", "21:30"),
        ("20:30", "21:30"),
        ("21:00", "22:30"),
        ("21:31", None),
        ("23:59", None),
    ],
)
def test_tonight_is_an_hour_away_or_more_and_never_in_the_night(now: str, expected: str | None) -> None:
    assert this_evening(at(now), EVENINGS) == (at(expected) if expected else None)


def test_an_hour_is_a_real_hour_while_the_clocks_go_forward() -> None:
    almost = datetime(2027, 3, 28, 0, 30, tzinfo=LONDON)
    assert this_evening(almost, (time(2, 15), time(2, 31))) == almost.replace(hour=2, minute=31)


def test_a_reminder_is_of_use_until_the_readers_midnight_or_for_an_hour() -> None:
    assert useful_until(at("23:50")) == datetime(2027, 3, 22, 0, 50, tzinfo=UTC)
    assert useful_until(at("09:00")) == datetime(2027, 3, 22, tzinfo=UTC)
    assert useful_until(datetime(2027, 3, 28, 9, tzinfo=LONDON)) == datetime(2027, 3, 28, 23, tzinfo=UTC)


def test_until_four_a_night_belongs_to_the_evening_before() -> None:
    today, yesterday = date(2027, 3, 21), date(2027, 3, 20)
    assert open_dates(at("03:59")) == (today, yesterday)
    assert open_dates(at("04:00")) == (today,)
