"""Enrolling: the safety screen, then time, days and zone; changing them; pausing, stopping, resuming."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.content.spoken_times import SpokenTimes, Wish
from bot.content.zones import zone, zone_names
from bot.core.guidance.reminders import Note, Reminders
from bot.core.guidance.safe_start import ScreenQuestion, ScreenTopics
from bot.core.guidance.standing import Standing
from bot.core.guidance.timetable import AskDays, AskTime, AskZone, ConfirmZone, SharePlace
from bot.core.programme import ProgrammeId, Programmes
from bot.core.reply import Reply, Urgent
from bot.core.triage import Alarm, RedFlagBook
from bot.services.standing import is_over, is_placed, local, moment, schedule, standing
from bot.storage.tables import Subscription

_PAUSE = timedelta(days=7)
_PASSED_FOR = 28 * 86_400.0


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Moves a subscription on and says what comes next. Nothing here waits or sends.

    Attributes:
        programmes: what can be subscribed to.
        spoken: which times, evenings and zones are offered.
        red_flags: whose advice ends the screen.
    """

    programmes: Programmes
    spoken: SpokenTimes
    red_flags: RedFlagBook

    def state(self, row: Subscription, note: Note = "") -> Reminders:
        """Say where the programme stands, and what has just been done."""
        return Reminders(standing(row, self.programmes), note)

    def none(self) -> Reminders:
        """Say that there are no reminders."""
        return Reminders(Standing(self.programmes.first, "setup"), "none")

    def open(self, row: Subscription, programme: str, at: float) -> Reply:
        """Go on with the setting up, begin another programme, or say where this one stands."""
        known = ProgrammeId(programme) in self.programmes.by_id
        if known and (programme != row.programme or is_over(row, self.programmes)):
            self._new_run(row, programme)
        if row.state != "setup":
            # Who looks at the settings has left what they were being asked.
            row.asking, row.pending_time, row.pending_zone = "", None, None
            return self._still_open(row, at) or self.state(row)
        return self.next_question(row, at)

    def next_question(self, row: Subscription, at: float) -> Reply:
        """Ask for what is missing; begin, if nothing is."""
        programme = self.programmes.get(row.programme)
        row.asking_at = at
        if row.passed_at is None:
            number = min(number_asked(row.asking), len(programme.screen))
            row.asking = f"screen.{number}"
            return ScreenQuestion(programme, number)
        for is_set, what in ((row.local_time, "time"), (row.days, "days"), (is_placed(row), "zone")):
            if not is_set:
                return self.ask(row, what, at)
        if row.state == "setup":
            self._go_on(row)
        row.asking, row.pending_time = "", None
        schedule(row, at)
        return self.state(row, "set")

    def ask(self, row: Subscription, what: str, at: float) -> AskTime | AskDays | AskZone | ConfirmZone:
        """Ask for the time, the days or the zone."""
        row.asking, row.asking_at = what, at
        if what == "time":
            either = _either(row.pending_time)
            return AskTime(either or self.spoken.offer_times, "either" if either else "")
        if what == "days":
            just_set = time.fromisoformat(row.local_time) if row.state == "setup" and row.local_time else None
            return AskDays(self.programmes.get(row.programme), just_set)
        if row.pending_zone:
            return self.propose(row, row.pending_zone, at)
        return AskZone(self.spoken.offer_zones)

    def ask_place(self, row: Subscription, at: float) -> SharePlace:
        """Show the button that shares the phone's location."""
        row.asking, row.asking_at = "place", at
        return SharePlace()

    def locate(self, row: Subscription, name: str, at: float) -> Reply:
        """Take the zone of a shared location: at once, or when it is the zone's turn in the setting up."""
        if row.state != "setup" or row.asking in ("zone", "place", "confirm"):
            return self.propose(row, name, at)
        row.pending_zone = name if name in zone_names() else row.pending_zone
        return self.next_question(row, at)

    def propose(self, row: Subscription, name: str, at: float) -> AskZone | ConfirmZone:
        """Ask whether it is a zone's time where the reader is."""
        if name not in zone_names():
            row.asking, row.asking_at = "zone", at
            return AskZone(self.spoken.offer_zones, unknown=True)
        row.pending_zone, row.asking, row.asking_at = name, "confirm", at
        return ConfirmZone(name, moment(at).astimezone(zone(name)))

    def screened(self, row: Subscription, value: str, at: float) -> Reply:
        """Take an answer to a question of the screen: `3.no`, `3.yes`, `3.unsure` or `3.back`.

        Old buttons stay in the chat: no answer of theirs goes past the question that has been reached.
        """
        said, _, answer = value.partition(".")
        programme = self.programmes.get(row.programme)
        number = int(said) if said.isdecimal() else 1
        if row.state != "setup" or row.passed_at is not None or not 1 <= number <= len(programme.screen) + 1:
            return self.open(row, "", at)
        if answer == "back":
            row.asking = f"screen.{min(max(1, number - 1), _reached(row.asking))}"
            return self.next_question(row, at)
        number = min(number, len(programme.screen))
        if answer == "no":
            return self.clear(row, number, at)
        return self._ask_first(row, number)

    def clear(self, row: Subscription, number: int, at: float) -> Reply:
        """Take it that nothing speaks against question `number`; only having passed all of them is kept."""
        if row.state != "setup" or row.passed_at is not None:
            return self.open(row, "", at)
        if number > _reached(row.asking):
            return self.next_question(row, at)
        if number >= len(self.programmes.get(row.programme).screen):
            row.passed_at, row.asking = at, ""
        else:
            row.asking = f"screen.{number + 1}"
        return self.next_question(row, at)

    def set_time(self, row: Subscription, at_time: time, at: float) -> Reply:
        """Set the time of day."""
        row.local_time, row.pending_time = at_time.strftime("%H:%M"), None
        return self._changed(row, at)

    def set_days(self, row: Subscription, days: str, at: float) -> Reply:
        """Set the days of the week, as digits."""
        row.days = "".join(sorted(set(days) & set("0123456"))) or row.days
        return self._changed(row, at)

    def confirm(self, row: Subscription, yes: bool, at: float, name: str = "") -> Reply:
        """Take the zone of the button, or the one last proposed; or ask again."""
        if yes and name in zone_names():
            row.pending_zone = name
        if yes and row.pending_zone:
            row.zone, row.pending_zone = row.pending_zone, None
            return self._changed(row, at)
        row.pending_zone = None
        return self.ask(row, "zone", at)

    def pause(self, row: Subscription, at: float, until: date | None = None) -> Reply:
        """Pause for a week, or until a date."""
        if row.state not in ("active", "paused"):
            return self.state(row)
        row.state = "paused"
        row.paused_until = (until or local(row, at).date() + _PAUSE).isoformat()
        schedule(row, at)
        return self.state(row, "paused")

    def stop(self, row: Subscription, at: float) -> Reply:
        """Stop the reminders; what has been done stays, and so does a hold."""
        if row.state in ("active", "paused"):
            row.state = "stopped"
        row.asking = ""
        schedule(row, at)
        return self.state(row, "stopped")

    def resume(self, row: Subscription, at: float) -> Reply:
        """Start again: at once after a pause, after the screen where it is due again."""
        fresh = row.passed_at is not None and at - row.passed_at < _PASSED_FOR
        if row.state in ("paused", "stopped") and fresh:
            self._go_on(row)
            schedule(row, at)
            return self._still_open(row, at) or self.state(row, "resumed")
        unscreened = row.passed_at is None and row.state != "setup"
        if unscreened or row.state in ("held", "stopped", "paused"):
            row.state, row.passed_at, row.asking, row.paused_until = "setup", None, "", None
            # Or the reminder that the pause had left would come before the screen is passed.
            schedule(row, at)
        return self.open(row, "", at)

    def end(self, row: Subscription, at: float) -> Reply:
        """No more reminders, as needed from now on; before the screen is passed, where it stands."""
        if row.state in ("setup", "held"):
            return self.state(row)
        row.state = "finished"
        schedule(row, at)
        return self.state(row, "as_needed")

    def wish(self, row: Subscription, wish: Wish, at: float) -> Reply:
        """Take what a reader asked for in a sentence of their own; the screen comes first all the same."""
        if len(wish.times) == 1:
            row.local_time, row.pending_time = wish.times[0].strftime("%H:%M"), None
        elif wish.times:
            row.pending_time = wish.times[0].strftime("%H:%M")
            row.local_time = None if row.state == "setup" else row.local_time
        row.days = wish.days or row.days
        row.pending_zone = wish.zone or row.pending_zone
        if row.state == "setup" or is_over(row, self.programmes):
            return self.open(row, row.programme, at)
        if row.state in ("held", "stopped"):
            return self.resume(row, at)
        return self._changed(row, at)

    def _ask_first(self, row: Subscription, number: int) -> Reply:
        programme = self.programmes.get(row.programme)
        question = programme.screen[number - 1]
        flag = self.red_flags.flags.get(question.red_flag) if question.red_flag else None
        if flag is not None:
            row.asking = ""
            return Urgent((Alarm(flag.id, flag.level),))
        row.asking = f"topics.{min(number, _reached(row.asking))}"
        return ScreenTopics(programme, number)

    def _changed(self, row: Subscription, at: float) -> Reply:
        """Go on after something was set: with what is still to be asked, or with the state as it is now."""
        row.asking = ""
        if row.state == "setup":
            return self.next_question(row, at)
        schedule(row, at)
        return self._still_open(row, at) or self.state(row, "set")

    def _still_open(self, row: Subscription, at: float) -> Reply | None:
        """Ask what reminders that are set up still want to know: am or pm, then the zone; None if nothing."""
        if row.state not in ("active", "paused"):
            return None
        if row.pending_time:
            return self.ask(row, "time", at)
        return None if is_placed(row) else self.ask(row, "zone", at)

    def _go_on(self, row: Subscription) -> None:
        """Remind from now on; where all sessions are done there is nothing to remind of."""
        row.state, row.paused_until = "finished" if is_over(row, self.programmes) else "active", None

    def _new_run(self, row: Subscription, programme: str) -> None:
        row.days = row.days if row.programme == programme else ""
        row.programme, row.state, row.run, row.done = programme, "setup", row.run + 1, 0
        row.passed_at, row.asking, row.paused_until, row.next_due_at = None, "", None, None


def number_asked(asking: str) -> int:
    """Return the number of the question that is being asked: 1 where none is."""
    said = asking.removeprefix("screen.")
    return int(said) if said.isdecimal() and asking != said else 1


def _reached(asking: str) -> int:
    """Return the number of the question that is asked, or whose topics were shown: 1 where none is."""
    return number_asked(asking.replace("topics.", "screen."))


def _either(pending: str | None) -> tuple[time, ...]:
    if not pending:
        return ()
    hour = time.fromisoformat(pending)
    return (hour, hour.replace(hour=hour.hour % 12 + 12))
