"""The only module that asks what time it is; everywhere else time is an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)
