"""What the bot says about programmes: the screen, the settings, reminders, sessions and how they went.

Each value is a reply with a template of its name, and lists the buttons that it offers.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.core.action import Action, Deed, Do, ShowEntry
from bot.core.knowledge import EntryId
from bot.core.programme import Programme, Question, Scores, Stage, Step, Trend


@dataclass(frozen=True, slots=True)
class Offer:
    """A button.

    Attributes:
        word: the name of its words in `_buttons.html`; empty where `label` or the action's entry has them.
        action: what it does.
        label: its words, where they are content.
        days: days of the week, where those are its words.
        beside: whether it stands beside the one before it.
    """

    word: str
    action: Action
    label: str = ""
    days: str = ""
    beside: bool = False


class Guidance:
    """What all replies about programmes share: the buttons that they offer."""

    __slots__ = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The buttons."""
        return ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that come before the words."""
        return ()

    @property
    def chart(self) -> dict[str, object] | None:
        """The values of the chart that comes before the words, if one does."""
        return None


def _to_state() -> Offer:
    return Offer("reminder_settings", Do(Deed.REMIND))


@dataclass(frozen=True, slots=True)
class ScreenQuestion(Guidance):
    """One question of the screen, counted from 1."""

    programme: Programme
    number: int

    @property
    def question(self) -> Question:
        """The question."""
        return self.programme.screen[self.number - 1]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """No, yes, not sure, and back."""
        answers = tuple(
            Offer(f"screen_{answer}", Do(Deed.SCREEN, f"{self.number}.{answer}"))
            for answer in ("no", "yes", "unsure")
        )
        back = (Offer("screen_back", Do(Deed.SCREEN, f"{self.number}.back")),) if self.number > 1 else ()
        return answers + back


@dataclass(frozen=True, slots=True)
class ScreenTopics(Guidance):
    """A condition: its topics come first, and whoever looks after it is asked."""

    programme: Programme
    number: int

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The topics, and a way on for those who have asked."""
        topics = self.programme.screen[self.number - 1].topics
        return (
            *(Offer("", ShowEntry(EntryId(topic))) for topic in topics),
            Offer("screen_asked", Do(Deed.ASKED, str(self.number))),
            Offer("screen_back", Do(Deed.SCREEN, f"{self.number + 1}.back")),
        )


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


Note = Literal[
    "",
    "set",
    "done",
    "done_before",
    "put_off",
    "skipped",
    "old",
    "paused",
    "resumed",
    "stopped",
    "as_needed",
    "unset",
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
                return (begin, Offer("progress", Do(Deed.PROGRESS)), *_onward(self.standing.programme))
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
            Offer("session_start", Do(Deed.BEGIN)),
            Offer("remind_done", Do(Deed.DONE, on)),
            *later,
            *tonight,
            Offer("remind_skip", Do(Deed.SKIP, on)),
            _to_state(),
        )


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
        stop = Offer("session_stop", Do(Deed.HALT, self.token))
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
            Offer("session_stop", Do(Deed.HALT, self.token)),
        )


@dataclass(frozen=True, slots=True)
class WhyStop(Guidance):
    """Why do you stop?"""

    token: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The reasons."""
        return tuple(
            Offer(f"why_{reason}", Do(Deed.WHY, f"{self.token}.{reason}"))
            for reason in ("pain", "numb", "interrupted")
        )


@dataclass(frozen=True, slots=True)
class Stopped(Guidance):
    """What is said to the reason of a reader who stopped in the middle."""

    programme: Programme
    reason: str
    token: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What leads on: advice, or the session."""
        leave = Offer("leave_it", Do(Deed.REMIND))
        if self.reason == "interrupted":
            return (
                Offer("go_on", Do(Deed.STEP, f"{self.token}.0")),
                Offer("session_finish", Do(Deed.FINISH, self.token)),
                leave,
            )
        topic = "when_to_stop" if self.reason == "numb" else "too_painful"
        return (Offer("", ShowEntry(EntryId(topic))), Offer("", ShowEntry(EntryId("warning_signs"))), leave)


@dataclass(frozen=True, slots=True)
class SessionDone(Guidance):
    """A session is done and counted."""

    standing: Standing
    kind: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """How it is going, and the settings."""
        return (Offer("progress", Do(Deed.PROGRESS)), _to_state())


@dataclass(frozen=True, slots=True)
class Progress(Guidance):
    """How it went so far, under the chart."""

    standing: Standing
    trend: Trend
    scores: tuple[Scores, ...] = ()

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
        if self.standing.done >= self.standing.programme.sessions:
            return (
                Offer("as_needed", Do(Deed.END)),
                *_onward(self.standing.programme),
                Offer("remind_stop", Do(Deed.STOP)),
            )
        topic = {Trend.WORSE: "see_professional", Trend.SAME: "not_working"}.get(self.trend, "recovery_time")
        return (Offer("", ShowEntry(EntryId(topic))), _to_state())

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
            Offer("", ShowEntry(EntryId("see_professional"))),
            Offer("", ShowEntry(EntryId("warning_signs"))),
            _to_state(),
        )


@dataclass(frozen=True, slots=True)
class PrivateOnly(Guidance):
    """Reminders live in a private chat, not in a group."""


GuidanceReply = (
    ScreenQuestion
    | ScreenTopics
    | AskTime
    | AskDays
    | AskZone
    | ConfirmZone
    | Reminders
    | Reminder
    | PainScale
    | SessionStep
    | Timer
    | SideOver
    | SwapSides
    | WhyStop
    | Stopped
    | SessionDone
    | Progress
    | RisingPain
    | PrivateOnly
)


def _onward(programme: Programme) -> tuple[Offer, ...]:
    if programme.next is None:
        return (Offer("same_again", Do(Deed.REMIND, programme.id)),)
    return (Offer("onward", Do(Deed.REMIND, programme.next)),)


def spoken_time(at: time) -> str:
    """Return a time as most readers write it: 8:00 am."""
    half = "am" if at.hour < 12 else "pm"
    return f"{(at.hour + 11) % 12 + 1}:{at.minute:02} {half}"
