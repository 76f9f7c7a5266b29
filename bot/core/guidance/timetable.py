"""When reminders come: the questions for time, days and time zone."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.core.action import Deed, Do
from bot.core.guidance.offer import Guidance, Offer, spoken_time
from bot.core.programme import Programme


@dataclass(frozen=True, slots=True)
class AskTime(Guidance):
    """At what time? `why` says why it is asked again; with "either", both halves of the day are offered."""

    times: tuple[time, ...]
    why: Literal["", "unclear", "unknowable", "either"] = ""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Times."""
        return tuple(
            Offer("", Do(Deed.TIME, at.strftime("%H.%M")), label=spoken_time(at), beside=bool(number % 2))
            for number, at in enumerate(self.times)
        )


@dataclass(frozen=True, slots=True)
class AskDays(Guidance):
    """On which days?"""

    programme: Programme

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The programme's own days first."""
        own = "".join(map(str, sorted(self.programme.days)))
        choices = dict.fromkeys([own, "0123456", "01234", "024"])
        return tuple(Offer("", Do(Deed.DAYS, days), days=days) for days in choices)


@dataclass(frozen=True, slots=True)
class AskZone(Guidance):
    """In which time zone? `unknown` says that the place was not found."""

    zones: tuple[tuple[str, str], ...]
    unknown: bool = False

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Zones by the names that readers know."""
        return tuple(Offer("", Do(Deed.ZONE, zone), label=label) for zone, label in self.zones)


@dataclass(frozen=True, slots=True)
class ConfirmZone(Guidance):
    """Is it now this time where you are?"""

    zone: str
    now: datetime

    @property
    def clock(self) -> str:
        """The local time now."""
        return spoken_time(self.now.time())

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Yes, or another zone."""
        return (
            Offer("zone_yes", Do(Deed.CONFIRM, "yes")),
            Offer("zone_no", Do(Deed.CONFIRM, "no")),
        )
