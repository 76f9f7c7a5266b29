"""Coaching: what a reader says, taps or shares about reminders and sessions finds its deed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from bot.core.action import Deed, Do
from bot.core.guidance.reminders import PrivateOnly
from bot.core.guidance.timetable import KeyboardGone
from bot.core.reply import Choices, Reply, Unanswered, Urgent
from bot.core.triage import RedFlagId
from bot.messages import Messages
from bot.services import holding
from bot.services.attending import meant
from bot.services.deferring import Deferring
from bot.services.enrolling import Enrolling
from bot.services.holding import fall_silent, hold, withdraw
from bot.services.occasion import Occasion
from bot.services.practising import Practising
from bot.services.standing import reminded_day, today
from bot.services.timing import Timing
from bot.services.understanding import Understanding
from bot.storage import readers, subscriptions
from bot.storage.tables import Subscription

LEADS_ON = {Deed.BEGIN, Deed.BEFORE, Deed.STEP, Deed.RUN, Deed.LATER}
"""What these do leads to the ball; while a safety question is open, it is asked again instead."""
_NEW_MESSAGES = {Deed.BEFORE, Deed.STEP, Deed.PROGRESS, Deed.PLACE}
"""What these bring has pictures, or the button under the writing field: it comes as new messages."""


class Coaching:
    """Leads a reader through a programme. Holds nothing about any of them.

    Args:
        enrolling: moves a subscription on.
        understanding: finds what words and taps about the settings mean.
        practising: leads through sessions.
        timing: runs their clocks.
        messages: writes what is said.

    Attributes:
        timing: the same, for whoever shows the clocks.
    """

    def __init__(
        self,
        enrolling: Enrolling,
        understanding: Understanding,
        practising: Practising,
        timing: Timing,
        messages: Messages,
    ) -> None:
        self._enrolling = enrolling
        self._understanding = understanding
        self._practising = practising
        self.timing = timing
        self._messages = messages
        self._deferring = Deferring(enrolling, practising)

    async def remind(self, occasion: Occasion) -> None:
        """Go on with the setting up, or show where the programme stands."""
        await self._with_row(occasion, lambda row: self._open(row, occasion))

    async def progress(self, occasion: Occasion) -> None:
        """Show how it went so far."""
        await self.tap(replace(occasion, message_id=None), Do(Deed.PROGRESS))

    async def stop(self, occasion: Occasion) -> bool:
        """Stop the reminders, or their setting up; return False if there is neither."""
        if await subscriptions.of(occasion.session, occasion.chat_id) is None:
            return False
        await self.tap(occasion, Do(Deed.STOP))
        return True

    async def tap(self, occasion: Occasion, do: Do) -> None:
        """Do what a button says, however old it is."""
        in_place = occasion.message_id is not None and do.deed not in _NEW_MESSAGES
        await self._with_row(occasion, lambda row: self._done(occasion, row, do), in_place=in_place)

    async def locate(self, occasion: Occasion, latitude: float, longitude: float) -> bool:
        """Take a shared location as where the reader's clock is; return False if there are no reminders."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is None or row.state not in ("setup", "active", "paused"):
            return False
        name = self._understanding.spoken.zone_at(latitude, longitude)
        await self._answer(occasion, row, lambda: self._enrolling.locate(row, name, occasion.at))
        return True

    async def hear(self, occasion: Occasion, utterance: str, otherwise: Reply) -> bool:
        """Take words as an answer, a wish or a command; return False if they are none of these.

        Args:
            occasion: where and when.
            utterance: the reader's words, in which triage saw nothing that comes before all else.
            otherwise: what is said to them if nothing here is meant.
        """
        if occasion.chat_id < 0:
            return False
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        spoken = self._understanding.spoken
        command = spoken.command(utterance)
        if row is not None:
            if row.asking and await self._attend(occasion, row, utterance):
                return True
            if command == "stop":
                # Whatever is being asked: who wants no more of it gets no further question.
                return await self.stop(occasion)
            unanswered = isinstance(otherwise, Unanswered | Choices)
            if await self._answer(
                occasion,
                row,
                lambda: self._understanding.understand(row, utterance, occasion.at, unanswered=unanswered),
            ):
                return True
        elif command == "stop":
            await self._say(occasion, [self._enrolling.none()])
            return True
        wish = spoken.wish(utterance)
        if wish is not None:
            await self._with_row(occasion, lambda found: _one(self._enrolling.wish(found, wish, occasion.at)))
            return True
        return await self._command(occasion, row, command, utterance)

    async def _answer(self, occasion: Occasion, row: Subscription, deed: Callable[[], Reply | None]) -> bool:
        """Say what follows from an answer, if it is one, and put the button for the location away."""
        keyboard = row.asking == "place"
        reply = deed()
        if reply is None:
            return False
        gone: list[Reply] = [KeyboardGone()] if keyboard and row.asking != "place" else []
        await self._say(occasion, [*gone, reply])
        return True

    async def _attend(self, occasion: Occasion, row: Subscription, utterance: str) -> bool:
        """Take words in the middle of a session as the tap that they mean."""
        practice = await subscriptions.practice(occasion.session, occasion.chat_id)
        do = meant(row, practice, utterance, occasion.at, self._understanding.spoken)
        if do is not None:
            await self.tap(occasion, do)
        return do is not None

    async def alarm(self, occasion: Occasion) -> None:
        """Stop all encouragement: the reader has just been told to get help."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is not None:
            await hold(occasion.session, row, occasion.at)

    async def rest(self, occasion: Occasion) -> None:
        """Let clock and reminders rest: a safety question waits for its answer."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is not None:
            await self.timing.rest(occasion.session, row, occasion.at)
            await holding.rest(occasion.session, occasion.chat_id, occasion.at)

    async def go_on(self, occasion: Occasion) -> None:
        """Let go on what rested: the answer was no."""
        row = await subscriptions.of(occasion.session, occasion.chat_id)
        if row is not None:
            await self.timing.go_on(occasion.session, row, occasion.at)
            await holding.go_on(occasion.session, occasion.chat_id, occasion.at)

    def knows(self, red_flag: RedFlagId) -> bool:
        """Tell whether a red flag is still among those that are asked about."""
        return red_flag in self._enrolling.red_flags.flags

    async def _command(
        self, occasion: Occasion, row: Subscription | None, command: str | None, utterance: str
    ) -> bool:
        if command == "remind":
            await self.remind(occasion)
            return True
        if command is None or row is None or row.state == "setup":
            return False
        now = today(row, occasion.said_at)
        until = (
            self._understanding.spoken.until(utterance, date.fromisoformat(now))
            if command == "pause"
            else None
        )
        if until is not None:
            await withdraw(occasion.session, row.chat_id)
            await self._say(occasion, [self._enrolling.pause(row, occasion.at, until)])
            return True
        on = reminded_day(row, occasion.said_at)
        deeds = {
            "pause": Do(Deed.PAUSE),
            "settings": Do(Deed.REMIND),
            "done": Do(Deed.DONE, on),
            # Nobody skips what is done: then the new day is meant.
            "skip": Do(Deed.SKIP, on if on != row.done_date else now),
            "start": Do(Deed.BEGIN, on),
            "progress": Do(Deed.PROGRESS),
            "resume": Do(Deed.RESUME),
            **{what: Do(Deed.CHANGE, what) for what in ("time", "days", "zone")},
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
        replies = await deed(row)
        if row.passed_at is None:
            # Another programme begins, or the screen is due again: nothing of before leads past it.
            await fall_silent(occasion.session, occasion.chat_id)
        await self._say(occasion, replies, in_place=in_place)

    async def _open(self, row: Subscription, occasion: Occasion) -> list[Reply]:
        return [self._enrolling.open(row, "", occasion.at)]

    async def _done(self, occasion: Occasion, row: Subscription, do: Do) -> list[Reply]:
        keyboard = row.asking == "place"
        settled = self._understanding.tapped(row, do, occasion.at)
        replies = [settled] if settled is not None else await self._practised(occasion, row, do)
        if do.deed in (Deed.STOP, Deed.PAUSE, Deed.END):
            await withdraw(occasion.session, row.chat_id)
        gone: list[Reply] = [KeyboardGone()] if keyboard and row.asking != "place" else []
        return [*replies, *gone]

    async def _practised(self, occasion: Occasion, row: Subscription, do: Do) -> list[Reply]:
        session, at, practising = occasion.session, occasion.at, self._practising
        match do.deed:
            case Deed.DONE:
                return await practising.done(session, row, do.value, at, occasion.said_at)
            case Deed.LATER:
                return [await self._deferring.later(occasion, row, do.value)]
            case Deed.SKIP:
                return [await self._deferring.skip(occasion, row, do.value)]
            case Deed.BEGIN:
                return await practising.begin(session, row, do.value, at)
            case Deed.BEFORE:
                return await practising.before(session, row, do.value, at)
            case Deed.AFTER:
                return await practising.after(session, row, do.value, at)
            case _:
                return await self._guided(occasion, row, do)

    async def _guided(self, occasion: Occasion, row: Subscription, do: Do) -> list[Reply]:
        session, at, practising = occasion.session, occasion.at, self._practising
        match do.deed:
            case Deed.STEP:
                return await practising.step(session, row, do.value, at)
            case Deed.RUN:
                return await self.timing.run(session, row, do.value, occasion.message_id, at)
            case Deed.HALT:
                return await self.timing.halt(session, row, do.value, at)
            case Deed.WHY:
                return await self.timing.why(session, row, do.value, at)
            case Deed.FINISH:
                return await practising.finish(session, row, do.value, at)
            case _:
                if row.state == "setup":
                    return [self._enrolling.open(row, "", at)]
                return [await practising.progress(session, row)]

    async def _say(self, occasion: Occasion, replies: list[Reply], *, in_place: bool = False) -> None:
        urgent = any(isinstance(reply, Urgent) for reply in replies)
        if urgent:
            await self.alarm(occasion)
        messages = [message for reply in replies for message in self._messages.render(reply)]
        await occasion.send(messages, in_place=in_place, urgent=urgent)


async def _one(reply: Reply) -> list[Reply]:
    return [reply]
