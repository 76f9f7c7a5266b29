"""Practising: the steps of a guided session, pain scores, what is done, and how it went."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.guidance.outcome import PainScale, Progress, RisingPain, SessionDone
from bot.core.guidance.reminders import Reminder
from bot.core.guidance.session import SessionStep
from bot.core.programme import Programmes, Scores, Trend, is_rising, trend
from bot.core.reply import Reply
from bot.messages import Messages
from bot.services.enrolling import Enrolling
from bot.services.holding import hold
from bot.services.occasion import body_of
from bot.services.standing import open_days, schedule, standing, today
from bot.storage import outbox, subscriptions
from bot.storage.tables import Practice, Subscription

_CHART_AFTER = 600.0
"""Seconds after which the chart of a milestone comes, if the reader gives no score."""

_WORST = 10


@dataclass(frozen=True, slots=True)
class Practising:
    """Leads through sessions and keeps what was done. Holds nothing about any reader.

    Attributes:
        programmes: whose sessions they are.
        messages: writes what comes later: a reminder that was put off, a milestone's chart.
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
            return [self.enrolling.resume(row, at)]
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
        practice, rest = await under_way(session, row, value)
        stage = self.programmes.get(row.programme).stage(row.done + 1)
        if practice is None or not rest.isdecimal() or int(rest) >= len(stage.steps):
            return [self.enrolling.state(row)]
        return [self._step(row, practice, int(rest), at)]

    async def finish(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """End a session and count it."""
        practice, _ = await under_way(session, row, value)
        if practice is None:
            return [self.enrolling.state(row)]
        on = practice.local_date
        await self._over(session, row)
        await self.count(session, row, on, at)
        row.asking, row.asking_at = "after", at
        return [PainScale("after", on, standing(row, self.programmes))]

    async def done(
        self, session: AsyncSession, row: Subscription, on: str, at: float, said_at: float
    ) -> list[Reply]:
        """Count a session done without guidance: today's, or yesterday's by an older button.

        Today is the day on which the reader said so, even if it is read (`at`) days later.
        """
        now = today(row, said_at)
        yesterday = _day_before(row, said_at)
        if row.state == "setup" or on not in (now, yesterday):
            return [self.enrolling.state(row, "old" if row.state != "setup" else "")]
        if not await self.count(session, row, on, at):
            return [self.enrolling.state(row, "done_before")]
        if on not in open_days(row, at):
            # How it feels today says nothing about yesterday's session.
            return [self.enrolling.state(row, "done_yesterday" if on == _day_before(row, at) else "done")]
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
            await hold(session, row, at)
            return [RisingPain(programme)]
        # Sessions as needed, after the last one, are kept but no longer counted.
        if row.done == len(scores) and row.done in programme.milestones:
            await outbox.withdraw(session, row.chat_id, f"chart:{row.chat_id}:")
            if trend(scores) is Trend.WORSE:
                # "Leave it for now" and a reminder on the next day would contradict each other.
                await hold(session, row, at)
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

    def _step(self, row: Subscription, practice: Practice, number: int, at: float) -> SessionStep:
        row.asking, row.asking_at = f"step.{number}", at
        programme = self.programmes.get(row.programme)
        return SessionStep(programme, programme.stage(row.done + 1), number, practice.token)


def _day_before(row: Subscription, at: float) -> str:
    return (date.fromisoformat(today(row, at)) - timedelta(days=1)).isoformat()


async def under_way(session: AsyncSession, row: Subscription, value: str) -> tuple[Practice | None, str]:
    """Return the session of a button, if it is still the one under way, and the rest of the value."""
    token, _, rest = value.partition(".")
    practice = await subscriptions.practice(session, row.chat_id)
    return (practice, rest) if practice is not None and practice.token == token else (None, rest)
