"""Coaching: what a reader says, taps or shares about reminders and sessions finds its deed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.action import Deed, Do
from bot.core.guidance.reminders import PrivateOnly
from bot.core.reply import Choices, Reply, Unanswered
from bot.messages import Messages
from bot.services.enrolling import Enrolling
from bot.services.occasion import Occasion
from bot.services.practising import Practising
from bot.services.reminding import TONIGHT
from bot.services.standing import local, schedule, today
from bot.storage import outbox, readers, subscriptions
from bot.storage.tables import Subscription

_WAITING = ("reminder", "later", "timer", "chart")
_NEW_MESSAGES = {Deed.BEFORE, Deed.STEP, Deed.PROGRESS}
"""What these bring has pictures: it comes as new messages."""


class Coaching:
    """Leads a reader through a programme. Holds nothing about any of them.

    Args:
        enrolling: moves a subscription on.
        practising: leads through sessions.
        messages: writes what is said.

    Attributes:
        practising: the same, for whoever shows its clocks.
    """

    def __init__(self, enrolling: Enrolling, practising: Practising, messages: Messages) -> None:
        self._enrolling = enrolling
        self.practising = practising
        self._messages = messages

    async def remind(self, occasion: Occasion, programme: str = "") -> None:
        """Go on with the setting up, or show where the programme stands."""
        await self._with_row(occasion, lambda row: self._open(row, programme, occasion))

    async def progress(self, occasion: Occasion) -> None:
        """Show how it went so far."""
        await self.tap(replace(occasion, message_id=None), Do(Deed.PROGRESS))

    async def stop(self, occasion: Occasion) -> bool:
        """Stop the reminders; return False if there are none."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is None or row.state == "setup":
            return False
        await self.tap(occasion, Do(Deed.STOP))
        return True

    async def tap(self, occasion: Occasion, do: Do) -> None:
        """Do what a button says, however old it is."""
        in_place = occasion.message_id is not None and do.deed not in _NEW_MESSAGES
        await self._with_row(occasion, lambda row: self._done(occasion, row, do), in_place=in_place)

    async def locate(self, occasion: Occasion, latitude: float, longitude: float) -> bool:
        """Take a shared location as the answer to "where are you?"; return False if that was not asked."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is None or row.asking not in ("zone", "confirm"):
            return False
        name = self._enrolling.spoken.zone_at(latitude, longitude)
        await self._say(occasion, [self._enrolling.propose(row, name, occasion.at)])
        return True

    async def hear(self, occasion: Occasion, utterance: str, otherwise: Reply) -> bool:
        """Take words as an answer, a wish or a command; return False if they are none of these.

        Args:
            occasion: where and when.
            utterance: the reader's words, in which triage saw nothing.
            otherwise: what is said to them if nothing here is meant.
        """
        if occasion.chat_id < 0:
            return False
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is not None:
            unanswered = isinstance(otherwise, Unanswered | Choices)
            answer = self._enrolling.understand(row, utterance, occasion.at, unanswered=unanswered)
            if answer is not None:
                await self._say(occasion, [answer])
                return True
        spoken = self._enrolling.spoken
        wish = spoken.wish(utterance)
        if wish is not None:
            await self._with_row(occasion, lambda found: _one(self._enrolling.wish(found, wish, occasion.at)))
            return True
        return await self._command(occasion, row, spoken.command(utterance), utterance)

    async def alarm(self, occasion: Occasion) -> None:
        """Stop all encouragement: the reader has just been told to get help."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is not None:
            self._enrolling.hold(row, occasion.at)
            await self._withdraw(occasion)
            await subscriptions.end_practice(occasion.session, occasion.chat_id)

    async def _command(
        self, occasion: Occasion, row: Subscription | None, command: str | None, utterance: str
    ) -> bool:
        if command == "remind":
            await self.remind(occasion)
            return True
        if command is None or row is None or row.state == "setup":
            return False
        now = today(row, occasion.at)
        until = (
            self._enrolling.spoken.until(utterance, date.fromisoformat(now)) if command == "pause" else None
        )
        if until is not None:
            await self._withdraw(occasion)
            await self._say(occasion, [self._enrolling.pause(row, occasion.at, until)])
            return True
        deeds = {
            "stop": Do(Deed.STOP),
            "pause": Do(Deed.PAUSE),
            "settings": Do(Deed.REMIND),
            "done": Do(Deed.DONE, now),
            "skip": Do(Deed.SKIP, now),
            "start": Do(Deed.BEGIN),
            "progress": Do(Deed.PROGRESS),
        }
        await self.tap(occasion, deeds[command])
        return True

    async def _with_row(
        self,
        occasion: Occasion,
        deed: Callable[[Subscription], Awaitable[list[Reply]]],
        *,
        in_place: bool = False,
    ) -> None:
        await readers.met(occasion.session, occasion.chat_id, occasion.at)
        if occasion.chat_id < 0:
            await self._say(occasion, [PrivateOnly()])
            return
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is None:
            first = self._enrolling.programmes.first.id
            row = await subscriptions.new(occasion.session, occasion.chat_id, first)
        await self._say(occasion, await deed(row), in_place=in_place)

    async def _open(self, row: Subscription, programme: str, occasion: Occasion) -> list[Reply]:
        return [self._enrolling.open(row, programme, occasion.at)]

    async def _done(self, occasion: Occasion, row: Subscription, do: Do) -> list[Reply]:
        settled = self._settled(row, do, occasion.at)
        if settled is not None:
            if do.deed in (Deed.STOP, Deed.PAUSE, Deed.END):
                await self._withdraw(occasion)
            return [settled]
        return await self._practised(occasion, row, do)

    def _settled(self, row: Subscription, do: Do, at: float) -> Reply | None:
        """Do what only concerns the settings."""
        enrolling = self._enrolling
        match do.deed:
            case Deed.REMIND:
                return enrolling.open(row, do.value, at)
            case Deed.SCREEN:
                return enrolling.screened(row, do.value, at)
            case Deed.ASKED:
                return enrolling.clear(row, int(do.value) if do.value.isdecimal() else 1, at)
            case Deed.TIME | Deed.DAYS | Deed.ZONE | Deed.CONFIRM | Deed.CHANGE:
                return self._changed(row, do, at)
            case _:
                simple = {
                    Deed.PAUSE: enrolling.pause,
                    Deed.RESUME: enrolling.resume,
                    Deed.STOP: enrolling.stop,
                    Deed.END: enrolling.end,
                }.get(do.deed)
                return simple(row, at) if simple else None

    def _changed(self, row: Subscription, do: Do, at: float) -> Reply:
        if row.state == "setup" and row.passed_at is None:
            return self._enrolling.open(row, "", at)
        match do.deed:
            case Deed.TIME:
                read = _time(do.value)
                return (
                    self._enrolling.set_time(row, read, at) if read else self._enrolling.ask(row, "time", at)
                )
            case Deed.DAYS:
                return self._enrolling.set_days(row, do.value, at)
            case Deed.ZONE:
                return self._enrolling.propose(row, do.value, at)
            case Deed.CONFIRM:
                return self._enrolling.confirm(row, do.value == "yes", at)
            case _:
                return self._enrolling.ask(row, do.value, at)

    async def _practised(self, occasion: Occasion, row: Subscription, do: Do) -> list[Reply]:
        session, at, practising = occasion.session, occasion.at, self.practising
        match do.deed:
            case Deed.DONE:
                return await practising.done(session, row, do.value, at)
            case Deed.LATER:
                return [await self._later(occasion, row, do.value)]
            case Deed.SKIP:
                return [await self._skip(occasion, row, do.value)]
            case Deed.BEGIN:
                return await practising.begin(session, row, at)
            case Deed.BEFORE:
                return await practising.before(session, row, do.value, at)
            case Deed.AFTER:
                return await practising.after(session, row, do.value, at)
            case _:
                return await self._guided(occasion, row, do)

    async def _guided(self, occasion: Occasion, row: Subscription, do: Do) -> list[Reply]:
        session, at, practising = occasion.session, occasion.at, self.practising
        match do.deed:
            case Deed.STEP:
                return await practising.step(session, row, do.value)
            case Deed.RUN:
                return await practising.run(session, row, do.value, occasion.message_id, at)
            case Deed.HALT:
                return await practising.halt(session, row, do.value)
            case Deed.WHY:
                return await practising.why(session, row, do.value)
            case Deed.FINISH:
                return await practising.finish(session, row, do.value, at)
            case _:
                if row.state == "setup":
                    return [self._enrolling.open(row, "", at)]
                return [await practising.progress(session, row)]

    async def _skip(self, occasion: Occasion, row: Subscription, on: str) -> Reply:
        """Let today go; the button of an earlier day only says that its day is over."""
        now = today(row, occasion.at)
        if row.state not in ("active", "paused"):
            return self._enrolling.state(row)
        if on != now or row.done_date == now:
            return self._enrolling.state(row, "done_before" if row.done_date == on else "old")
        row.decided_date = max(filter(None, (row.decided_date, now)))
        await self._withdraw(occasion)
        schedule(row, occasion.at)
        return self._enrolling.state(row, "skipped")

    async def _later(self, occasion: Occasion, row: Subscription, value: str) -> Reply:
        """Put today's reminder off; the schedule stays as it is."""
        on, _, said = value.partition(".")
        now = local(row, occasion.at)
        if row.state != "active":
            return self._enrolling.state(row)
        if on != now.date().isoformat() or row.done_date == on:
            return self._enrolling.state(row, "done_before" if row.done_date == on else "old")
        until = _put_off(now, said)
        await outbox.withdraw(
            occasion.session, row.chat_id, f"later:{row.chat_id}:", f"reminder:{row.chat_id}:"
        )
        body = self.practising.reminder_body(row, on, tonight=until.time() < TONIGHT)
        key = f"later:{row.chat_id}:{on}:{occasion.key}"
        await outbox.put(occasion.session, key, row.chat_id, body, until.timestamp())
        return replace(self._enrolling.state(row, "put_off"), until=until)

    async def _withdraw(self, occasion: Occasion) -> None:
        prefixes = (f"{name}:{occasion.chat_id}:" for name in _WAITING)
        await outbox.withdraw(occasion.session, occasion.chat_id, *prefixes)

    async def _say(self, occasion: Occasion, replies: list[Reply], *, in_place: bool = False) -> None:
        messages = [message for reply in replies for message in self._messages.render(reply)]
        await occasion.send(messages, in_place=in_place)


async def _one(reply: Reply) -> list[Reply]:
    return [reply]


def _time(value: str) -> time | None:
    try:
        return time.fromisoformat(value.replace(".", ":"))
    except ValueError:
        return None


def _put_off(now: datetime, said: str) -> datetime:
    """Return until when: minutes from now, or tonight; an hour from now, if tonight has begun."""
    if said == "tonight" and now.time() < TONIGHT:
        return now.replace(hour=TONIGHT.hour, minute=TONIGHT.minute, second=0, microsecond=0)
    minutes = int(said) if said.isdecimal() else 60
    # Through UTC, so that a clock change in between does not stretch the wait.
    return (now.astimezone(UTC) + timedelta(minutes=min(minutes, 720))).astimezone(now.tzinfo)
