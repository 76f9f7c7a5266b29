"""Understanding: what a reader types or taps while setting reminders up or changing them finds its deed."""

from dataclasses import dataclass
from datetime import time

from bot.content.spoken_times import SpokenTimes
from bot.core.action import Deed, Do
from bot.core.conversation import ENDS_AFTER
from bot.core.guidance.timetable import AskDays, AskTime, AskZone
from bot.core.reply import Reply
from bot.services.enrolling import Enrolling, number_asked
from bot.storage.tables import Subscription

_MOST_ZONES = 8
_MEMORY = ENDS_AFTER.total_seconds()


@dataclass(frozen=True, slots=True)
class Understanding:
    """Takes words and taps as answers to what enrolling asks. Holds nothing about any reader.

    Attributes:
        enrolling: does what is meant.
        spoken: how readers speak of times, days and places.
        yes: ways of saying yes, in lower case.
        no: ways of saying no.
    """

    enrolling: Enrolling
    spoken: SpokenTimes
    yes: frozenset[str]
    no: frozenset[str]

    def understand(self, row: Subscription, utterance: str, at: float, *, unanswered: bool) -> Reply | None:
        """Take a reader's words as the answer to what they were asked; None if they speak of something else.

        Args:
            row: the subscription.
            utterance: the reader's words.
            at: this moment.
            unanswered: whether nothing else has an answer to them, so that asking again is kind.
        """
        if not row.asking or at - row.asking_at > _MEMORY:
            return None
        if row.asking.startswith("screen."):
            return self._screen_answer(row, utterance, at)
        if self.spoken.is_question(utterance):
            return None
        match row.asking:
            case "time":
                return self._understand_time(row, utterance, at, unanswered)
            case "days":
                return self._understand_days(row, utterance, at, unanswered)
            case "confirm":
                return self._understand_confirm(row, utterance, at)
            case "zone" | "place":
                return self._understand_place(row, utterance, at, unanswered)
            case _:
                return None

    def tapped(self, row: Subscription, do: Do, at: float) -> Reply | None:
        """Do what a button about the settings says; None if it is about something else."""
        enrolling = self.enrolling
        match do.deed:
            case Deed.REMIND:
                return enrolling.open(row, do.value, at)
            case Deed.SCREEN:
                return enrolling.screened(row, do.value, at)
            case Deed.ASKED:
                return enrolling.clear(row, int(do.value) if do.value.isdecimal() else 1, at)
            case Deed.TIME | Deed.DAYS | Deed.ZONE | Deed.PLACE | Deed.CONFIRM | Deed.CHANGE:
                return self._change(row, do, at)
            case _:
                simple = {
                    Deed.PAUSE: enrolling.pause,
                    Deed.RESUME: enrolling.resume,
                    Deed.STOP: enrolling.stop,
                    Deed.END: enrolling.end,
                }.get(do.deed)
                return simple(row, at) if simple else None

    def _understand_time(
        self, row: Subscription, utterance: str, at: float, unanswered: bool
    ) -> Reply | None:
        times = self.spoken.times(utterance, bare=True)
        if len(times) == 1:
            return self.enrolling.set_time(row, times[0], at)
        if times:
            return AskTime(times, "either")
        if part := self.spoken.half_of_day(utterance):
            return AskTime(part, "part")
        if self.spoken.is_unknowable(utterance):
            return AskTime(self.spoken.offer_times, "unknowable")
        return AskTime(self.spoken.offer_times, "unclear") if unanswered else None

    def _understand_days(
        self, row: Subscription, utterance: str, at: float, unanswered: bool
    ) -> Reply | None:
        days = self.spoken.days(utterance)
        if days:
            return self.enrolling.set_days(row, days, at)
        return AskDays(self.enrolling.programmes.get(row.programme), unclear=True) if unanswered else None

    def _understand_place(
        self, row: Subscription, utterance: str, at: float, unanswered: bool
    ) -> Reply | None:
        zones = self.spoken.zones(utterance)
        if len(zones) == 1:
            return self.enrolling.propose(row, zones[0], at)
        if not zones and not unanswered and not self.spoken.answer(utterance, "no_location"):
            return None
        row.asking = "zone"
        if zones:
            places = tuple((name, name.rsplit("/", 1)[-1].replace("_", " ")) for name in zones[:_MOST_ZONES])
            return AskZone(places)
        return AskZone(self.spoken.offer_zones, unknown=not self.spoken.answer(utterance, "no_location"))

    def _understand_confirm(self, row: Subscription, utterance: str, at: float) -> Reply | None:
        """Take yes, no, or another place at once."""
        yes = self._is_yes(utterance)
        if yes is not None:
            return self.enrolling.confirm(row, yes, at)
        return self._understand_place(row, utterance, at, unanswered=False)

    def _screen_answer(self, row: Subscription, utterance: str, at: float) -> Reply | None:
        answer = self.spoken.answer(utterance, "back", "unsure")
        if answer is None:
            answer = {True: "yes", False: "no", None: None}[self._is_yes(utterance)]
        return self.enrolling.screened(row, f"{number_asked(row.asking)}.{answer}", at) if answer else None

    def _is_yes(self, utterance: str) -> bool | None:
        said = " ".join(utterance.casefold().split()).strip(" .!")
        return True if said in self.yes else False if said in self.no else None

    def _change(self, row: Subscription, do: Do, at: float) -> Reply:
        if row.state == "setup" and row.passed_at is None:
            return self.enrolling.open(row, "", at)
        match do.deed:
            case Deed.TIME:
                read = _time(do.value)
                return self.enrolling.set_time(row, read, at) if read else self.enrolling.ask(row, "time", at)
            case Deed.DAYS:
                return self.enrolling.set_days(row, do.value, at)
            case Deed.ZONE:
                return self.enrolling.propose(row, do.value, at)
            case Deed.PLACE:
                return self.enrolling.ask_place(row, at)
            case Deed.CONFIRM:
                said, _, name = do.value.partition(".")
                return self.enrolling.confirm(row, said == "yes", at, name)
            case _:
                return self.enrolling.ask(row, do.value, at)


def _time(value: str) -> time | None:
    try:
        return time.fromisoformat(value.replace(".", ":"))
    except ValueError:
        return None
