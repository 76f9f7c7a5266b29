"""Where a reader's programme stands: the stored row becomes a value, and its next reminder is set."""

from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from bot.content.zones import UnknownZoneError, zone, zone_names
from bot.core.guidance.standing import Standing, State
from bot.core.programme import Programmes
from bot.core.schedule import Plan, next_due, open_dates
from bot.storage.tables import Subscription

_UTC = "Etc/UTC"


def moment(at: float) -> datetime:
    """Return seconds since 1970 as an instant."""
    return datetime.fromtimestamp(at, UTC)


def local(subscription: Subscription, at: float) -> datetime:
    """Return a moment by the reader's clock; UTC while their zone is not known."""
    try:
        return moment(at).astimezone(zone(subscription.zone or _UTC))
    except UnknownZoneError:
        return moment(at)


def today(subscription: Subscription, at: float) -> str:
    """Return the reader's local date."""
    return local(subscription, at).date().isoformat()


def open_days(subscription: Subscription, at: float) -> frozenset[str]:
    """Return the local dates that are not over yet."""
    return frozenset(day.isoformat() for day in open_dates(local(subscription, at)))


def reminded_day(subscription: Subscription, at: float) -> str:
    """Return the local date that words about "the" session mean: that of the last reminder, else today.

    The reminder's date counts until it is over, as under its buttons: who is reminded at 23:45 may answer
    after midnight.
    """
    decided = subscription.decided_date or ""
    return decided if decided in open_days(subscription, at) else today(subscription, at)


def plan(subscription: Subscription) -> Plan | None:
    """Return when to remind; None while something is missing, or `tzdata` has dropped the zone."""
    if not (subscription.zone and subscription.local_time and subscription.days):
        return None
    try:
        where = zone(subscription.zone)
    except UnknownZoneError:
        return None
    return Plan(
        where,
        time.fromisoformat(subscription.local_time),
        frozenset(map(int, subscription.days)),
    )


def schedule(subscription: Subscription, at: float) -> None:
    """Set the next reminder after a moment: none unless it is active or paused until a date.

    A date that has been decided already, or on which the reader is done, gets no second one.
    """
    planned = plan(subscription)
    if subscription.state not in ("active", "paused") or planned is None:
        subscription.next_due_at = subscription.next_date = None
        return
    decided = max(filter(None, (subscription.decided_date, subscription.done_date)), default=None)
    after = moment(at)
    if subscription.state == "paused" and subscription.paused_until:
        first = datetime.combine(date.fromisoformat(subscription.paused_until), time(), planned.zone)
        after = max(after, first - timedelta(seconds=1))
    found = next_due(planned, after, date.fromisoformat(decided) if decided else None)
    subscription.next_due_at, subscription.next_date = found.due.timestamp(), found.local_date.isoformat()


def is_over(subscription: Subscription, programmes: Programmes) -> bool:
    """Tell whether all sessions are done, or the reader goes on as needed."""
    if subscription.state == "finished":
        return True
    return subscription.done >= programmes.get(subscription.programme).sessions


def is_placed(subscription: Subscription) -> bool:
    """Tell whether the zone is known and no other one waits to be confirmed."""
    return subscription.zone in zone_names() and subscription.pending_zone in (None, subscription.zone)


def standing(subscription: Subscription, programmes: Programmes) -> Standing:
    """Return where a programme stands."""
    next_at = subscription.next_due_at
    return Standing(
        programme=programmes.get(subscription.programme),
        state=cast(State, subscription.state),
        done=subscription.done,
        at=time.fromisoformat(subscription.local_time) if subscription.local_time else None,
        days=subscription.days,
        zone=subscription.zone or "",
        paused_until=date.fromisoformat(subscription.paused_until) if subscription.paused_until else None,
        next_at=local(subscription, next_at) if next_at is not None else None,
    )
