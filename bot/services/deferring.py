"""Deferring: a reminder put off for a while, or let go for its day; the schedule stays as it is."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.core.guidance.reminders import Reminders
from bot.core.schedule import this_evening, useful_until
from bot.services.enrolling import Enrolling
from bot.services.holding import withdraw
from bot.services.occasion import Occasion
from bot.services.practising import Practising
from bot.services.standing import local, open_days, schedule
from bot.storage import outbox
from bot.storage.tables import Subscription

_LONGEST_MINUTES = 720


@dataclass(frozen=True, slots=True)
class Deferring:
    """Puts reminders off. Holds nothing about any reader.

    Attributes:
        enrolling: says where the programme stands.
        practising: writes the reminder that comes later.
    """

    enrolling: Enrolling
    practising: Practising

    async def skip(self, occasion: Occasion, row: Subscription, on: str) -> Reminders:
        """Let a day go that is not over yet; an earlier one is over anyway."""
        if row.state not in ("active", "paused"):
            return self.enrolling.state(row)
        if over := self._over(row, on, occasion.at):
            return over
        row.decided_date = max(filter(None, (row.decided_date, on)))
        await withdraw(occasion.session, row.chat_id)
        schedule(row, occasion.at)
        return self.enrolling.state(row, "skipped")

    async def later(self, occasion: Occasion, row: Subscription, value: str) -> Reminders:
        """Put a reminder off: `2026-11-22.30` or `2026-11-22.tonight`."""
        on, _, said = value.partition(".")
        if row.state != "active":
            return self.enrolling.state(row)
        if over := self._over(row, on, occasion.at):
            return over
        now = local(row, occasion.at)
        # After midnight the evening of the reminder's day is over.
        evenings = self.enrolling.spoken.tonight if on == now.date().isoformat() else ()
        until = _put_off(now, said, evenings)
        if until is None:
            return self.enrolling.state(row, "late")
        chat = row.chat_id
        await outbox.withdraw(occasion.session, chat, f"later:{chat}:", f"reminder:{chat}:")
        tonight = until.date() == now.date() and this_evening(until, evenings) is not None
        body = self.practising.reminder_body(row, on, tonight=tonight)
        body["until"] = useful_until(until).timestamp()
        key = f"later:{chat}:{on}:{occasion.key}"
        await outbox.put(occasion.session, key, chat, body, until.timestamp())
        return replace(self.enrolling.state(row, "put_off"), until=until)

    def _over(self, row: Subscription, on: str, at: float) -> Reminders | None:
        """Return what is said of a day that is done or over; None if it is neither."""
        if row.done_date == on:
            return self.enrolling.state(row, "done_before")
        return None if on in open_days(row, at) else self.enrolling.state(row, "old")


def _put_off(now: datetime, said: str, evenings: tuple[time, ...]) -> datetime | None:
    """Return until when: minutes from now, or tonight; None where the evening is over."""
    if said == "tonight":
        return this_evening(now, evenings)
    minutes = min(int(said), _LONGEST_MINUTES) if said.isdecimal() else 60
    # Through UTC, so that a clock change in between does not stretch the wait.
    return (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
