"""Timing: the clock of a guided session starts, is shown and stops; the second side ends the session."""

import logging
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.guidance.outcome import PainScale
from bot.core.guidance.session import SideOver, Stopped, SwapSides, Timer, WhyStop
from bot.core.programme import Programmes
from bot.core.reply import Reply
from bot.messages import Messages
from bot.services.enrolling import Enrolling
from bot.services.occasion import body_of
from bot.services.practising import Practising, under_way
from bot.services.standing import standing
from bot.storage import outbox, subscriptions
from bot.storage.tables import Practice, Subscription

_LOG = logging.getLogger(__name__)

_SHOW_EVERY = 5.0
"""Seconds between two pictures of the clock: far below Telegram's one message a second for a chat."""

_FAILED_FOR = 60.0
"""Seconds after which a clock that could not be shown is tried again."""

_RESTS = "rests."
"""What `asking` begins with while a clock rests; the seconds left follow."""

_SECONDS = (60, 120)
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Timing:
    """Runs the clocks of guided sessions. Holds nothing about any reader.

    Attributes:
        programmes: whose sessions they are.
        messages: writes the clock.
        enrolling: says where the programme stands.
        practising: counts the session that ends with its clock.
    """

    programmes: Programmes
    messages: Messages
    enrolling: Enrolling
    practising: Practising

    async def run(
        self, session: AsyncSession, row: Subscription, value: str, message_id: int | None, at: float
    ) -> list[Reply]:
        """Start the clock of a side: `token.side.seconds`, and the seconds left where it was stopped.

        The message that was tapped shows it.
        """
        practice, rest = await under_way(session, row, value)
        clock = _clock(rest)
        if practice is None or clock is None:
            return [self.enrolling.state(row)]
        side, seconds, left = clock
        if message_id is None:
            # Only a message that was tapped can show the clock: whoever types gets the button once more.
            return [SwapSides(seconds, practice.token) if side else self.enrolling.state(row)]
        practice.side, practice.seconds, practice.message_id = side, seconds, message_id
        practice.began_at, practice.next_at = at - (seconds - left), at + min(_SHOW_EVERY, left)
        row.asking, row.asking_at = "clock", at
        return [self._timer(row, practice, left)]

    async def halt(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Stop the clock and ask why: `token`, and the step where no clock runs."""
        practice, step = await under_way(session, row, value)
        if practice is None:
            return [self.enrolling.state(row)]
        return [WhyStop(practice.token, await self._still(session, practice, at) or step or "0")]

    async def why(self, session: AsyncSession, row: Subscription, value: str, at: float) -> list[Reply]:
        """Answer the reason for stopping: `token.pain`, `.numb` or `.interrupted`, and where it was."""
        practice, rest = await under_way(session, row, value)
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

    async def rest(self, session: AsyncSession, row: Subscription, at: float) -> None:
        """Stop the clock, if one runs, until `go_on`."""
        practice = await subscriptions.practice(session, row.chat_id)
        stood = await self._still(session, practice, at) if practice is not None else ""
        if stood:
            row.asking, row.asking_at = f"{_RESTS}{stood.rpartition('.')[2]}", at

    async def go_on(self, session: AsyncSession, row: Subscription, at: float) -> None:
        """Let the clock go on from where it rests; who has left the session since has no clock."""
        practice = await subscriptions.practice(session, row.chat_id)
        if practice is None or not row.asking.startswith(_RESTS):
            return
        left = int(row.asking.removeprefix(_RESTS))
        practice.began_at, practice.next_at = at - (practice.seconds - left), at
        row.asking, row.asking_at = "clock", at

    async def show_clocks(self, session: AsyncSession, at: float) -> int:
        """Show the clocks of guided sessions anew, by the time that has really passed; return how many.

        One that cannot be shown changes nothing and holds up no other.
        """
        chats = await subscriptions.due_clocks(session, at, _BATCH)
        for chat_id in chats:
            try:
                async with session.begin_nested():
                    await self._show_clock(session, chat_id, at)
            except Exception as error:  # noqa: BLE001  (whatever it is, it is one reader's)
                _LOG.error("a clock could not be shown: %s", type(error).__name__)
                await subscriptions.show_clock_at(session, chat_id, at + _FAILED_FOR)
        return len(chats)

    async def _still(self, session: AsyncSession, practice: Practice, at: float) -> str:
        """Stop the clock; return where it stood as `side.seconds.left`, or nothing if none ran."""
        if practice.next_at is None or practice.began_at is None:
            return ""
        practice.next_at = None
        await outbox.withdraw(session, practice.chat_id, f"timer:{practice.chat_id}:")
        left = max(1, round(practice.began_at + practice.seconds - at))
        return f"{practice.side}.{practice.seconds}.{left}"

    async def _show_clock(self, session: AsyncSession, chat_id: int, at: float) -> None:
        # In the order of whoever answers the reader: the other way round the two would wait for each other.
        row = await subscriptions.of(session, chat_id)
        practice = await subscriptions.practice(session, chat_id)
        if practice is None or practice.next_at is None or practice.next_at > at:
            return
        if row is None or practice.began_at is None:
            practice.next_at = None
            return
        passed = at - practice.began_at
        left = max(0, round(practice.seconds - passed))
        # Only the newest picture of the clock matters: after a jam or a restart it must not run behind.
        await outbox.withdraw(session, row.chat_id, f"timer:{row.chat_id}:")
        if left > 0:
            practice.next_at = min(at + _SHOW_EVERY, practice.began_at + practice.seconds)
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
        await self.practising.count(session, row, on, at)
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

    def _timer(self, row: Subscription, practice: Practice, left: int) -> Timer:
        programme = self.programmes.get(row.programme)
        cue = programme.breathing[(practice.seconds - left) // int(_SHOW_EVERY) % len(programme.breathing)]
        return Timer(programme.sides[practice.side], left, practice.seconds, cue, practice.token)


def _clock(value: str) -> tuple[int, int, int] | None:
    """Return a side, its seconds and those left of `0.60` or `0.60.42`; None if no clock can run so."""
    said = value.split(".")
    if len(said) not in (2, 3) or not all(each.isdecimal() for each in said):
        return None
    side, seconds, left = (*map(int, said), int(said[-1]))[:3]
    return (side, seconds, left) if side in (0, 1) and seconds in _SECONDS and 0 < left <= seconds else None
