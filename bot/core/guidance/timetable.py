"""When reminders come: the questions for time, days and time zone."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.core.action import Deed, Do
from bot.core.guidance.offer import Guidance, Offer, spoken_time
from bot.core.programme import Programme


@dataclass(frozen=True, slots=True)
class AskTime(Guidance):
    """At what time? `why` says why it is asked again.

    With "either" both halves of the day are offered, with "part" times of the half that was named.
    """

    times: tuple[time, ...]
    why: Literal["", "unclear", "unknowable", "either", "part"] = ""

    @property
    def is_twelve(self) -> bool:
        """Whether the halves of the day are midnight and noon."""
        return self.why == "either" and self.times[0].hour == 0

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Times."""
        return tuple(
            Offer("", Do(Deed.TIME, at.strftime("%H.%M")), label=spoken_time(at), beside=bool(number % 2))
            for number, at in enumerate(self.times)
        )


@dataclass(frozen=True, slots=True)
class AskDays(Guidance):
    """On which days? `at` is the time that was just set; `unclear` says that no day was understood."""

    programme: Programme
    at: time | None = None
    unclear: bool = False

    @property
    def clock(self) -> str:
        """The time that was just set, as people say it."""
        return spoken_time(self.at) if self.at else ""

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
        """A shared location first, then zones by the names that readers know."""
        zones = tuple(Offer("", Do(Deed.ZONE, zone), label=label) for zone, label in self.zones)
        return (Offer("share_place", Do(Deed.PLACE)), *zones)


@dataclass(frozen=True, slots=True)
class SharePlace(Guidance):
    """The button that shares the phone's location, under the writing field until it is used or put away."""

    @property
    def keyboard(self) -> tuple[str, ...]:
        """Send it, or type instead."""
        return ("send_place", "type_place")


@dataclass(frozen=True, slots=True)
class KeyboardGone(Guidance):
    """The button under the writing field is put away: Telegram does that with a message only."""

    @property
    def keyboard(self) -> tuple[str, ...]:
        """None any more."""
        return ()


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
            Offer("zone_yes", Do(Deed.CONFIRM, f"yes.{self.zone}")),
            Offer("zone_no", Do(Deed.CONFIRM, "no")),
        )
