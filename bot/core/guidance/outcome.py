"""How it went: pain scores, the session that is done, progress, and pain that rises."""

from dataclasses import dataclass
from typing import Literal

from bot.core.action import Deed, Do, ShowEntry
from bot.core.guidance.offer import Guidance, Offer, onward, to_state
from bot.core.guidance.standing import Standing
from bot.core.guidance.topics import NOT_WORKING, RECOVERY_TIME, SEE_PROFESSIONAL, WARNING_SIGNS
from bot.core.knowledge import Prose
from bot.core.programme import Programme, Scores, Trend


@dataclass(frozen=True, slots=True)
class PainScale(Guidance):
    """How is it now, 0 to 10? One tap, and optional; `on` is the session's local date."""

    when: Literal["before", "after"]
    on: str
    standing: Standing | None = None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The numbers in two rows, and a way past."""
        deed = Deed.BEFORE if self.when == "before" else Deed.AFTER
        numbers = tuple(
            Offer("", Do(deed, f"{self.on}.{number}"), label=str(number), beside=number not in (0, 6))
            for number in range(11)
        )
        return (*numbers, Offer("scale_skip", Do(deed, f"{self.on}.no")))


@dataclass(frozen=True, slots=True)
class SessionDone(Guidance):
    """A session is done and counted."""

    standing: Standing
    afterwards: Prose

    @property
    def offers(self) -> tuple[Offer, ...]:
        """How it is going, and the settings."""
        return (Offer("progress", Do(Deed.PROGRESS)), to_state())


@dataclass(frozen=True, slots=True)
class Progress(Guidance):
    """How it went so far, under the chart; `rising` says that pain has just risen and reminders are held."""

    standing: Standing
    trend: Trend
    scores: tuple[Scores, ...] = ()
    rising: bool = False

    @property
    def chart(self) -> dict[str, object]:
        """The programme's sessions, and the pain scores of those that are done."""
        return {
            "title": self.standing.programme.title,
            "sessions": self.standing.programme.sessions,
            "done": self.standing.done,
            "before": [each.before for each in self.scores],
            "after": [each.after for each in self.scores],
        }

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What comes next; after the last session, the ways on."""
        if self.is_over and not self.needs_advice:
            return (
                Offer("as_needed", Do(Deed.END)),
                *onward(self.standing.programme),
                Offer("remind_stop", Do(Deed.STOP)),
            )
        if self.needs_advice:
            return (Offer("", ShowEntry(SEE_PROFESSIONAL)), Offer("", ShowEntry(WARNING_SIGNS)), to_state())
        if not self.standing.done:
            return (Offer("session_now", Do(Deed.BEGIN)), to_state())
        topic = NOT_WORKING if self.trend is Trend.SAME else RECOVERY_TIME
        return (Offer("", ShowEntry(topic)), to_state())

    @property
    def needs_advice(self) -> bool:
        """Whether advice comes first, and no encouragement."""
        return self.rising or self.trend is Trend.WORSE

    @property
    def is_over(self) -> bool:
        """Whether all sessions are done."""
        return self.standing.done >= self.standing.programme.sessions


@dataclass(frozen=True, slots=True)
class RisingPain(Guidance):
    """Pain has risen over three sessions: advice, and no encouragement."""

    programme: Programme

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Advice first."""
        return (
            Offer("", ShowEntry(SEE_PROFESSIONAL)),
            Offer("", ShowEntry(WARNING_SIGNS)),
            to_state(),
        )
