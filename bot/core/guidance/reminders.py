"""The daily reminder, and the one message in which everything about reminders is changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.core.action import Deed, Do
from bot.core.guidance.offer import Guidance, Offer, onward, spoken_time, to_state
from bot.core.guidance.standing import Standing

Note = Literal[
    "",
    "set",
    "done",
    "done_before",
    "done_yesterday",
    "late",
    "put_off",
    "skipped",
    "old",
    "paused",
    "resumed",
    "stopped",
    "as_needed",
    "none",
]
"""What has just been done about the reminders."""


@dataclass(frozen=True, slots=True)
class Reminders(Guidance):
    """The state of a reader's reminders in one message, with everything that can be changed."""

    standing: Standing
    note: Note = ""
    until: datetime | None = None

    @property
    def until_words(self) -> str:
        """Until when it was put off."""
        return spoken_time(self.until.time()) if self.until else ""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be done in this state."""
        again = Offer("remind_again", Do(Deed.RESUME))
        begin = Offer("session_now", Do(Deed.BEGIN))
        change = tuple(
            Offer(f"change_{what}", Do(Deed.CHANGE, what), beside=what != "time")
            for what in ("time", "days", "zone")
        )
        stop = Offer("remind_stop", Do(Deed.STOP))
        match self.standing.state:
            case "active":
                pause = Offer("remind_pause", Do(Deed.PAUSE))
                return (begin, *change, Offer("progress", Do(Deed.PROGRESS)), pause, stop)
            case "paused":
                return (again, *change, stop)
            case "held" | "stopped":
                return (again,)
            case "finished":
                return (begin, Offer("progress", Do(Deed.PROGRESS)), *onward(self.standing.programme))
            case _ if self.note == "none":
                return ()
            case _:
                return (Offer("remind_set", Do(Deed.REMIND, self.standing.programme.id)),)


@dataclass(frozen=True, slots=True)
class Reminder(Guidance):
    """The daily reminder."""

    standing: Standing
    on: date
    kind: str
    tonight: bool

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Start, done, later, skip, settings; each knows the day it is about."""
        on = self.on.isoformat()
        later = (
            Offer("later_30", Do(Deed.LATER, f"{on}.30")),
            Offer("later_60", Do(Deed.LATER, f"{on}.60"), beside=True),
        )
        tonight = (
            (Offer("later_tonight", Do(Deed.LATER, f"{on}.tonight"), beside=True),) if self.tonight else ()
        )
        return (
            Offer("session_start", Do(Deed.BEGIN, on)),
            Offer("remind_done", Do(Deed.DONE, on)),
            *later,
            *tonight,
            Offer("remind_skip", Do(Deed.SKIP, on)),
            to_state(),
        )


@dataclass(frozen=True, slots=True)
class PrivateOnly(Guidance):
    """Reminders live in a private chat, not in a group."""
