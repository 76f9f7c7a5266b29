"""Where a reader's programme stands, as a value that replies can show."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.core.guidance.offer import spoken_time
from bot.core.programme import Programme

State = Literal["setup", "active", "paused", "held", "stopped", "finished"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader's programme stands.

    Attributes:
        done: sessions done.
        at: the local time of the reminder.
        days: its days, as digits, Monday is 0.
        zone: the zone's name.
        paused_until: the date on which reminders begin again.
        next_at: the local time of the next reminder.
    """

    programme: Programme
    state: State
    done: int = 0
    at: time | None = None
    days: str = ""
    zone: str = ""
    paused_until: date | None = None
    next_at: datetime | None = None

    @property
    def clock(self) -> str:
        """The time of the reminder, as people say it."""
        return spoken_time(self.at) if self.at else ""

    @property
    def session(self) -> int:
        """The number of the session that comes next, at most the programme's last."""
        return min(self.done + 1, self.programme.sessions)
