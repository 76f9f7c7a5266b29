"""For operators: `when` prints the next instants of a reminder."""

import json
from datetime import UTC, datetime, time

import click

from bot.content.zones import UnknownZoneError, zone
from bot.core.schedule import EVERY_DAY, Plan, next_due

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@click.command()
@click.argument("zone_name", metavar="ZONE")
@click.argument("local_time", metavar="HH:MM")
@click.option("--from", "start", required=True, help="Instants strictly after this one: 2026-10-24T00:00Z.")
@click.option("--count", default=1, type=click.IntRange(1, 1000), help="How many.")
@click.option("--days", default="", help="Days of the week: mon,tue,fri. All, if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def when(zone_name: str, local_time: str, start: str, count: int, days: str, as_json: bool) -> None:
    """Say when a reminder at HH:MM in ZONE is due next."""
    try:
        plan = Plan(zone(zone_name), time.fromisoformat(local_time), _days(days))
        after = _instant(start)
    except (UnknownZoneError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    rows = []
    for _ in range(count):
        found = next_due(plan, after)
        after = found.due
        rows.append({"local_date": found.local_date.isoformat(), "due_utc": _written(found.due)})
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['local_date']}  {row['due_utc']}")


def _days(names: str) -> frozenset[int]:
    if not names:
        return EVERY_DAY
    return frozenset(_DAY_NAMES.index(name.strip().lower()[:3]) for name in names.split(","))


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} says no zone: write 2026-10-24T00:00Z")
    return read.astimezone(UTC)


def _written(due: datetime) -> str:
    return due.strftime("%Y-%m-%dT%H:%M:%SZ" if due.second else "%Y-%m-%dT%H:%MZ")


COMMANDS = (when,)
