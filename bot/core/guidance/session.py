"""The guided session: its steps, the clock of each side, stopping, and changing sides."""

from dataclasses import dataclass

from bot.core.action import Deed, Do, ShowEntry
from bot.core.guidance.offer import Guidance, Offer
from bot.core.guidance.topics import TOO_PAINFUL, WARNING_SIGNS, WHEN_TO_STOP
from bot.core.programme import Programme, Stage, Step


@dataclass(frozen=True, slots=True)
class SessionStep(Guidance):
    """One step of a session with its picture; a timed one asks for the minutes a side."""

    programme: Programme
    stage: Stage
    number: int
    token: str

    @property
    def step(self) -> Step:
        """The step."""
        return self.stage.steps[self.number]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The step's picture."""
        return (self.step.picture,) if self.step.picture else ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """On, or the minutes; and stop."""
        stop = Offer("session_stop", Do(Deed.HALT, f"{self.token}.{self.number}"))
        if self.step.timed:
            starts = tuple(
                Offer(f"minutes_{minutes}", Do(Deed.RUN, f"{self.token}.0.{minutes * 60}"))
                for minutes in self.programme.minutes
            )
            return (*starts, stop)
        if self.number + 1 < len(self.stage.steps):
            return (Offer("step_next", Do(Deed.STEP, f"{self.token}.{self.number + 1}")), stop)
        return (Offer("session_finish", Do(Deed.FINISH, self.token)), stop)


@dataclass(frozen=True, slots=True)
class Timer(Guidance):
    """The clock of one side, as it stands now."""

    side: str
    left: int
    whole: int
    cue: str
    token: str

    @property
    def filled(self) -> int:
        """Tenths of the time that are over."""
        return round(10 * (self.whole - self.left) / self.whole)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Stop."""
        return (Offer("session_stop", Do(Deed.HALT, self.token)),)


@dataclass(frozen=True, slots=True)
class SideOver(Guidance):
    """The clock of a side that has run out: what the message that showed it says now."""

    side: str


@dataclass(frozen=True, slots=True)
class SwapSides(Guidance):
    """One side is done; the other begins when the reader is ready."""

    seconds: int
    token: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Begin, or enough for today."""
        return (
            Offer("other_side", Do(Deed.RUN, f"{self.token}.1.{self.seconds}")),
            Offer("session_finish", Do(Deed.FINISH, self.token)),
            Offer("session_stop", Do(Deed.HALT, f"{self.token}.1.{self.seconds}")),
        )


@dataclass(frozen=True, slots=True)
class WhyStop(Guidance):
    """Why do you stop? `place` is where the reader stopped: a step, or a side, its seconds and those left."""

    token: str
    place: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The reasons."""
        return tuple(
            Offer(f"why_{reason}", Do(Deed.WHY, f"{self.token}.{reason}.{self.place}"))
            for reason in ("pain", "numb", "interrupted")
        )


@dataclass(frozen=True, slots=True)
class Stopped(Guidance):
    """What is said to the reason of a reader who stopped in the middle; `on` is the session's local date."""

    programme: Programme
    reason: str
    token: str
    place: str
    on: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What leads on: advice, or the session."""
        leave = Offer("leave_it", Do(Deed.SKIP, self.on))
        if self.reason == "interrupted":
            return (
                Offer("go_on", self._on_from_there()),
                Offer("session_finish", Do(Deed.FINISH, self.token)),
                leave,
            )
        topic = WHEN_TO_STOP if self.reason == "numb" else TOO_PAINFUL
        return (Offer("", ShowEntry(topic)), Offer("", ShowEntry(WARNING_SIGNS)), leave)

    def _on_from_there(self) -> Do:
        """Return what leads on from the step, or from where the clock stood."""
        runs = "." in self.place
        return Do(Deed.RUN if runs else Deed.STEP, f"{self.token}.{self.place}")
