"""When a reminder falls due: a local time, days of the week and a time zone become instants."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

EVERY_DAY = frozenset(range(7))
"""Monday is 0, as in `date.weekday()`."""

NIGHT_ENDS = time(4)
"""Until then a night belongs to the evening before: who is reminded at 23:45 may begin after midnight."""

_DAY = timedelta(days=1)
_A_WHILE = timedelta(hours=1)
_LOOK_AHEAD_DAYS = 16


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One firing of a reminder.

    Attributes:
        local_date: the date it stands for in the reader's zone, its *nominal* date. Where a clock change
            moves 23:30 past midnight it is still the evening before's.
        due: the instant, in UTC.
    """

    local_date: date
    due: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A standing wish to be reminded.

    Attributes:
        zone: the reader's time zone.
        at: the local time.
        days: the days of the week, Monday is 0; at least one.
    """

    zone: tzinfo
    at: time
    days: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("days must be some of 0 (Monday) to 6 (Sunday)")


def next_due(plan: Plan, after: datetime, decided: date | None = None) -> Occurrence:
    """Return the first occurrence strictly after an instant.

    A time that the clocks skip moves later by as much as they skip; of a time that comes twice the first
    counts; a date that a zone leaves out (Samoa, 2011-12-30) has none.

    Args:
        plan: when.
        after: the instant, with a zone of its own.
        decided: the local date last decided upon: whoever flies west must not get that date's again.
    """
    return next(
        each
        for each in _from_yesterday(plan, after)
        if each.due > after and (decided is None or each.local_date > decided)
    )


def latest_due(plan: Plan, at: datetime) -> Occurrence | None:
    """Return the newest occurrence up to an instant that is still of use: of the same local day; or None."""
    today = at.astimezone(plan.zone).date()
    past = [each for each in _from_yesterday(plan, at, days=3) if each.due <= at]
    if not past:
        return None
    newest = past[-1]
    return newest if today in (newest.local_date, newest.due.astimezone(plan.zone).date()) else None


def this_evening(now: datetime, evenings: Iterable[time]) -> datetime | None:
    """Return the first of some times that is still an hour away today by the reader's clock; None if none is.

    Args:
        now: this moment by the reader's clock.
        evenings: what "tonight" may mean, the earliest first.
    """
    ahead = (datetime.combine(now.date(), at, now.tzinfo) for at in evenings)
    # Through UTC: between times of one zone the subtraction would overlook a clock change.
    return next((each for each in ahead if each.astimezone(UTC) - now.astimezone(UTC) >= _A_WHILE), None)


def useful_until(now: datetime) -> datetime:
    """Return until when a reminder of this moment is of use: the reader's midnight, or an hour, in UTC.

    The hour is for reminders just before midnight that have to queue.
    """
    midnight = datetime.combine(now.date() + _DAY, time(), now.tzinfo).astimezone(UTC)
    return max(midnight, now.astimezone(UTC) + _A_WHILE)


def open_dates(now: datetime) -> tuple[date, ...]:
    """Return the local dates that are not over yet: today, and in the night yesterday as well."""
    today = now.date()
    return (today, today - _DAY) if now.time() < NIGHT_ENDS else (today,)


def _from_yesterday(plan: Plan, at: datetime, days: int = _LOOK_AHEAD_DAYS) -> Iterator[Occurrence]:
    """Yield occurrences from the local yesterday on: a clock change may have moved yesterday's into today."""
    start = at.astimezone(plan.zone).date() - _DAY
    for ahead in range(days):
        day = start + ahead * _DAY
        if day.weekday() in plan.days:
            due = _instant(plan, day)
            if due is not None:
                yield Occurrence(day, due)


def _instant(plan: Plan, day: date) -> datetime | None:
    """Return when a local date's reminder is due; None if the zone leaves that date out."""
    wanted = datetime.combine(day, plan.at)
    # With fold=0 zoneinfo reads a skipped time by the offset before the gap, and a doubled one as the first.
    due = wanted.replace(tzinfo=plan.zone).astimezone(UTC)
    moved = due.astimezone(plan.zone).replace(tzinfo=None) - wanted
    return None if moved >= _DAY else due
