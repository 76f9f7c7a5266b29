"""Practising: the guided session with its clock, pain scores, what is done, and how it went."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.guidance.outcome import PainScale, Progress, RisingPain, SessionDone
from bot.core.guidance.reminders import Reminder
from bot.core.guidance.session import SessionStep, SideOver, Stopped, SwapSides, Timer, WhyStop
from bot.core.programme import Programmes, Scores, Trend, is_rising, trend
from bot.core.reply import Reply
from bot.messages import Messages
from bot.services.enrolling import Enrolling
from bot.services.occasion import body_of
from bot.services.standing import open_days, schedule, standing, today
from bot.storage import outbox, subscriptions
from bot.storage.tables import Practice, Subscription

_LOG = logging.getLogger(__name__)

SHOW_EVERY = 5.0
"""Seconds between two pictures of the clock: far below Telegram's one message a second for a chat."""

_CHART_AFTER = 600.0
"""Seconds after which the chart of a milestone comes, if the reader gives no score."""

_FAILED_FOR = 60.0
"""Seconds after which a clock that could not be shown is tried again."""

_SECONDS = (60, 120)
_WORST = 10
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Practising:
    """Leads through sessions and keeps what was done. Holds nothing about any reader.

    Attributes:
        programmes: whose sessions they are.
        messages: writes the clock.
        enrolling: moves the subscription on.
    """

    programmes: Programmes
    messages: Messages
    enrolling: Enrolling

    async def begin(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Begin a session, if the screen was passed: first, if the reader likes, how it hurts now.

        It counts for the date of the reminder that it answers, `value`, if that day is not over yet.
        """
        if row.passed_at is None or row.state in ("setup", "held"):
            return [
                self.enrolling.resume(row, at) if row.state == "held" else self.enrolling.open(row, "", at)
            ]
        is_open = value in open_days(row, at) and value != row.done_date
        on = value if is_open else today(row, at)
        await subscriptions.begin_practice(session, row.chat_id, secrets.token_hex(3), on)
        row.asking, row.asking_at = "before", at
        return [PainScale("before", on)]

    async def before(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Keep the score before a session, and show its first step."""
        await self._score(session, row, value, "pain_before", at)
        practice = await subscriptions.practice(session, row.chat_id)
        if practice is None:
            return [self.enrolling.state(row)]
        return [self._step(row, practice, 0, at)]

    async def step(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Show a step: `token.number`."""
        practice, rest = await self._practice(session, row, value)
        stage = self.programmes.get(row.programme).stage(row.done + 1)
        if practice is None or not rest.isdecimal() or int(rest) >= len(stage.steps):
            return [self.enrolling.state(row)]
        return [self._step(row, practice, int(rest), at)]

    async def run(
        self, session: AsyncSession, row: Subscription, value: str, message_id: int | None, at: float
    ) -> list[Reply]:
        """Start the clock of a side: `token.side.seconds`, and the seconds left where it was stopped.

        The message that was tapped shows it.
        """
        practice, rest = await self._practice(session, row, value)
        clock = _clock(rest)
        if practice is None or clock is None:
            return [self.enrolling.state(row)]
        side, seconds, left = clock
        if message_id is None:
            # Only a message that was tapped can show the clock: whoever types gets the button once more.
            return [SwapSides(seconds, practice.token) if side else self.enrolling.state(row)]
        practice.side, practice.seconds, practice.message_id = side, seconds, message_id
        practice.began_at, practice.next_at = at - (seconds - left), at + min(SHOW_EVERY, left)
        row.asking, row.asking_at = "clock", at
        return [self._timer(row, practice, left)]

    async def halt(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Stop the clock and ask why: `token`, and the step where no clock runs."""
        practice, step = await self._practice(session, row, value)
        if practice is None:
            return [self.enrolling.state(row)]
        return [WhyStop(practice.token, await self._still(session, practice, at) or step or "0")]

    async def why(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Answer the reason for stopping: `token.pain`, `.numb` or `.interrupted`, and where it was."""
        practice, rest = await self._practice(session, row, value)
        reason, _, place = rest.partition(".")
        programme = self.programmes.get(row.programme)
        if practice is None or reason not in programme.stopping:
            return [self.enrolling.state(row)]
        place = await self._still(session, practice, at) or place or "0"
        stopped = Stopped(programme, reason, practice.token, place, practice.local_date)
        row.asking = ""
        if reason != "interrupted":
            await subscriptions.end_practice(session, row.chat_id)
        return [stopped]

    async def _still(self, session: AsyncSession, practice: Practice, at: float) -> str:
        """Stop the clock; return where it stood as `side.seconds.left`, or nothing if none ran."""
        if practice.next_at is None or practice.began_at is None:
            return ""
        practice.next_at = None
        await outbox.withdraw(session, practice.chat_id, f"timer:{practice.chat_id}:")
        left = max(1, round(practice.began_at + practice.seconds - at))
        return f"{practice.side}.{practice.seconds}.{left}"

    async def finish(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """End a session and count it."""
        practice, _ = await self._practice(session, row, value)
        if practice is None:
            return [self.enrolling.state(row)]
        on = practice.local_date
        await self._over(session, row)
        await self.count(session, row, on, at)
        row.asking, row.asking_at = "after", at
        return [PainScale("after", on, standing(row, self.programmes))]

    async def done(self, session: AsyncSession, row: Subscription, on: str, at: float) -> list[Reply]:
        """Count a session done without guidance: today's, or yesterday's by an older button."""
        now = today(row, at)
        yesterday = (date.fromisoformat(now) - timedelta(days=1)).isoformat()
        if row.state == "setup" or on not in (now, yesterday):
            return [self.enrolling.state(row, "old" if row.state != "setup" else "")]
        if not await self.count(session, row, on, at):
            return [self.enrolling.state(row, "done_before")]
        if on not in open_days(row, at):
            # How it feels today says nothing about yesterday's session.
            return [self.enrolling.state(row, "done_yesterday")]
        row.asking, row.asking_at = "after", at
        return [self.enrolling.state(row, "done"), PainScale("after", on)]

    async def count(self, session: AsyncSession, row: Subscription, on: str, at: float) -> bool:
        """Count the session of a local date, once; no reminder comes for that date any more."""
        kept = await subscriptions.session_on(session, row.chat_id, row.run, on)
        await outbox.withdraw(session, row.chat_id, f"reminder:{row.chat_id}:", f"later:{row.chat_id}:")
        if kept.is_done:
            return False
        kept.is_done = True
        programme = self.programmes.get(row.programme)
        is_further = row.state != "finished" and row.done < programme.sessions
        row.done += is_further
        row.done_date = max(filter(None, (row.done_date, on)))
        if row.done >= programme.sessions and row.state in ("active", "paused"):
            row.state = "finished"
        schedule(row, at)
        if is_further and row.done in programme.milestones:
            await self._chart_later(session, row, at)
        return True

    async def after(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Keep the score after a session, and say what fits: advice where pain rises, else how it goes."""
        await self._score(session, row, value, "pain_after", at)
        programme = self.programmes.get(row.programme)
        scores = await self._scores(session, row)
        if is_rising(scores) and row.state != "setup":
            self.enrolling.hold(row, at)
            await outbox.withdraw(session, row.chat_id, f"chart:{row.chat_id}:")
            return [RisingPain(programme)]
        # Sessions as needed, after the last one, are kept but no longer counted.
        if row.done == len(scores) and row.done in programme.milestones:
            await outbox.withdraw(session, row.chat_id, f"chart:{row.chat_id}:")
            if trend(scores) is Trend.WORSE:
                # "Leave it for now" and a reminder on the next day would contradict each other.
                self.enrolling.hold(row, at)
            return [await self.progress(session, row)]
        return [SessionDone(standing(row, self.programmes), programme.afterwards_words(row.done))]

    async def progress(self, session: AsyncSession, row: Subscription) -> Progress:
        """Say how it went so far, with the chart."""
        scores = await self._scores(session, row)
        rising = row.state == "held" and is_rising(scores)
        return Progress(standing(row, self.programmes), trend(scores), tuple(scores), rising)

    def reminder_body(self, row: Subscription, on: str, *, tonight: bool) -> dict[str, Any]:
        """Return the reminder of a date that was put off, as the outbox keeps it."""
        kind = self.programmes.get(row.programme).kind_words(row.done)
        reply = Reminder(standing(row, self.programmes), date.fromisoformat(on), kind, tonight)
        return body_of(self.messages.render(reply)[0])

    async def show_clocks(self, session: AsyncSession, at: float) -> int:
        """Show the clocks of guided sessions anew, by the time that has really passed; return how many.

        One that cannot be shown changes nothing and holds up no other.
        """
        practices = await subscriptions.claim_practices(session, at, _BATCH)
        for practice in practices:
            try:
                async with session.begin_nested():
                    await self._show_clock(session, practice, at)
            except Exception as error:  # noqa: BLE001  (whatever it is, it is one reader's)
                _LOG.error("a clock could not be shown: %s", type(error).__name__)
                practice.next_at = at + _FAILED_FOR
        return len(practices)

    async def _show_clock(self, session: AsyncSession, practice: Practice, at: float) -> None:
        row = await subscriptions.of(session, practice.chat_id)
        if row is None or practice.began_at is None:
            practice.next_at = None
            return
        passed = at - practice.began_at
        left = max(0, round(practice.seconds - passed))
        # Only the newest picture of the clock matters: after a jam or a restart it must not run behind.
        await outbox.withdraw(session, row.chat_id, f"timer:{row.chat_id}:")
        if left > 0:
            practice.next_at = min(at + SHOW_EVERY, practice.began_at + practice.seconds)
            await self._put(
                session, practice, self._timer(row, practice, left), f"{int(passed)}", at, edit=True
            )
            return
        practice.next_at = None
        side = self.programmes.get(row.programme).sides[practice.side]
        await self._put(session, practice, SideOver(side), "over", at, edit=True)
        if practice.side == 0:
            row.asking, row.asking_at = "swap", at
            await self._put(session, practice, SwapSides(practice.seconds, practice.token), "swap", at)
            return
        on = practice.local_date
        await self.count(session, row, on, at)
        row.asking, row.asking_at = "after", at
        ask = PainScale("after", on, standing(row, self.programmes))
        await self._put(session, practice, ask, "done", at)
        await subscriptions.end_practice(session, row.chat_id)

    async def _put(
        self,
        session: AsyncSession,
        practice: Practice,
        reply: Reply,
        name: str,
        at: float,
        *,
        edit: bool = False,
    ) -> None:
        kind = "timer" if edit and name != "over" else "session"
        key = (
            f"{kind}:{practice.chat_id}:{practice.token}:{practice.side}:{name}:{int(practice.began_at or 0)}"
        )
        body = body_of(self.messages.render(reply)[0], practice.message_id if edit else None)
        # A reader who deletes the message with the clock does not get a new one every few seconds.
        await outbox.put(session, key, practice.chat_id, {**body, "only_edit": edit}, at)

    async def _over(self, session: AsyncSession, row: Subscription) -> None:
        await outbox.withdraw(session, row.chat_id, f"timer:{row.chat_id}:")
        await subscriptions.end_practice(session, row.chat_id)

    async def _chart_later(self, session: AsyncSession, row: Subscription, at: float) -> None:
        message = self.messages.render(await self.progress(session, row))[0]
        bodies = [{"chart": dict(message.chart or {})}, body_of(message)]
        for number, body in enumerate(bodies):
            key = f"chart:{row.chat_id}:{row.run}:{row.done}:{number}"
            await outbox.put(session, key, row.chat_id, body, at + _CHART_AFTER + number)

    async def _scores(self, session: AsyncSession, row: Subscription) -> Sequence[Scores]:
        kept = await subscriptions.sessions(session, row.chat_id, row.run)
        return [Scores(each.pain_before, each.pain_after) for each in kept]

    async def _score(
        self, session: AsyncSession, row: Subscription, value: str, name: str, at: float
    ) -> None:
        """Keep a score of today or yesterday: `2026-11-22.4`; `.no` keeps nothing."""
        on, _, said = value.partition(".")
        now = date.fromisoformat(today(row, at))
        recent = {now.isoformat(), (now - timedelta(days=1)).isoformat()}
        if on in recent and said.isdecimal() and int(said) <= _WORST:
            kept = await subscriptions.session_on(session, row.chat_id, row.run, on)
            setattr(kept, name, int(said))
            await session.flush()

    async def _practice(
        self, session: AsyncSession, row: Subscription, value: str
    ) -> tuple[Practice | None, str]:
        """Return the session of a button, if it is still the one under way, and the rest of the value."""
        token, _, rest = value.partition(".")
        practice = await subscriptions.practice(session, row.chat_id)
        return (practice, rest) if practice is not None and practice.token == token else (None, rest)

    def _step(self, row: Subscription, practice: Practice, number: int, at: float) -> SessionStep:
        row.asking, row.asking_at = f"step.{number}", at
        programme = self.programmes.get(row.programme)
        return SessionStep(programme, programme.stage(row.done + 1), number, practice.token)

    def _timer(self, row: Subscription, practice: Practice, left: int) -> Timer:
        programme = self.programmes.get(row.programme)
        cue = programme.breathing[(practice.seconds - left) // int(SHOW_EVERY) % len(programme.breathing)]
        return Timer(programme.sides[practice.side], left, practice.seconds, cue, practice.token)


def _clock(value: str) -> tuple[int, int, int] | None:
    """Return a side, its seconds and those left of `0.60` or `0.60.42`; None if no clock can run so."""
    said = value.split(".")
    if len(said) not in (2, 3) or not all(each.isdecimal() for each in said):
        return None
    side, seconds, left = (*map(int, said), int(said[-1]))[:3]
    return (side, seconds, left) if side in (0, 1) and seconds in _SECONDS and 0 < left <= seconds else None
