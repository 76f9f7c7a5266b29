"""Asking: a reader's words or tap become a reply, the conversation goes on, the outcome is noted."""

from dataclasses import replace

from bot.core.action import Action, AnswerCheck, Browse, Do, Misread, NoneOfThese, ShowEntry
from bot.core.conversation import Conversation
from bot.core.dialogue import Dialogue, Turn
from bot.core.knowledge import EntryId
from bot.core.reply import (
    Answer,
    Check,
    Choices,
    Forgetting,
    Forgotten,
    NotText,
    Privacy,
    Reply,
    SeeFirst,
    TooFast,
    Topics,
    Trouble,
    Unanswered,
    Unreadable,
    Urgent,
    template_name,
)
from bot.messages import Messages
from bot.services import leaving
from bot.services.coaching import LEADS_ON, Coaching
from bot.services.occasion import Occasion
from bot.storage import questions, readers

_HARDLY = 0.5
"""Below this score a subject that is not covered is hardly likelier than all others."""


class Asking:
    """Answers readers. Holds nothing about any of them.

    Args:
        dialogue: decides what to say.
        messages: writes it.
        questions_per_minute: how many questions of one reader are answered within a minute.
        coaching: hears what concerns reminders and sessions.
    """

    def __init__(
        self, dialogue: Dialogue, messages: Messages, questions_per_minute: int, coaching: Coaching
    ) -> None:
        self._coaching = coaching
        self._dialogue = dialogue
        self._messages = messages
        self._limit = questions_per_minute

    async def ask(self, occasion: Occasion, utterance: str) -> None:
        """Answer an utterance; who floods gets one request to pause, and still all that is about safety."""
        asked = await readers.count_question(
            occasion.session, occasion.chat_id, occasion.said_at, occasion.member_id
        )
        said = await self._conversation(occasion)
        turn = self._dialogue.decide(utterance, said)
        if asked > self._limit and not isinstance(turn.reply, Urgent | Check):
            if asked == self._limit + 1:
                await self._say(occasion, Turn(TooFast(), said))
            return
        safe = said.open_check is None and not isinstance(turn.reply, Urgent | Check)
        if safe and await self._coaching.hear(self._cautioned(occasion, turn), utterance, turn.reply):
            return
        await self._note(occasion, turn.reply, utterance)
        await self._heed(occasion, said, turn)
        await self._say(occasion, turn)
        if isinstance(turn.reply, Choices):
            await questions.keep_aside(occasion.session, occasion.chat_id, occasion.member_id, utterance)

    async def tap(self, occasion: Occasion, action: Action) -> None:
        """Do what a button says."""
        said = await self._conversation(occasion)
        if isinstance(action, Do):
            check = said.open_check
            if check is not None and action.deed in LEADS_ON and self._coaching.knows(check.red_flag):
                await self._say(occasion, Turn(Check(check.red_flag), said))
            else:
                await self._coaching.tap(occasion, action)
            return
        turn = self._tapped(action, said)
        if isinstance(action, NoneOfThese):
            words = await questions.kept_aside(occasion.session, occasion.chat_id, occasion.member_id)
            await self._note(occasion, turn.reply, words)
        await self._heed(occasion, said, turn)
        await self._say(occasion, turn, in_place=isinstance(action, Browse) and action.in_place)

    async def show(self, occasion: Occasion, entry: EntryId) -> None:
        """Show an entry."""
        await self._say(occasion, self._dialogue.show(entry, await self._conversation(occasion)))

    async def welcome(self, occasion: Occasion, payload: str) -> None:
        """Greet a reader who pressed Start, and follow the link that brought them."""
        await self._say(occasion, self._dialogue.welcome(payload, await self._conversation(occasion)))

    async def topics(self, occasion: Occasion) -> None:
        """Show the topic menu."""
        await self._say(occasion, Turn(Topics(), await self._conversation(occasion)))

    async def privacy(self, occasion: Occasion) -> None:
        """Say what is kept about a reader."""
        await self._say(occasion, Turn(Privacy(), await self._conversation(occasion)))

    async def forget(self, occasion: Occasion, confirmed: bool) -> None:
        """Delete what is kept about a reader; say what that means first, unless they have confirmed it."""
        if confirmed:
            await leaving.forget(occasion.session, occasion.chat_id, occasion.member_id)
        await occasion.send(self._messages.render(Forgotten() if confirmed else Forgetting()))

    async def unreadable(self, occasion: Occasion, kind: NotText) -> None:
        """Answer something that is not text."""
        await self._say(occasion, Turn(Unreadable(kind), await self._conversation(occasion)))

    async def apologise(self, occasion: Occasion) -> None:
        """Say that a message could not be answered."""
        await occasion.send(self._messages.render(Trouble()))

    def _tapped(
        self, action: ShowEntry | Browse | AnswerCheck | Misread | NoneOfThese, said: Conversation
    ) -> Turn:
        match action:
            case ShowEntry(entry):
                return self._dialogue.show(entry, said)
            case Browse(group, _):
                return Turn(Topics(group), said)
            case AnswerCheck(red_flag, yes):
                return self._dialogue.answer_check(red_flag, yes, said)
            case Misread():
                return self._dialogue.carry_on(said)
            case NoneOfThese():
                return Turn(Unanswered(), said)

    def _cautioned(self, occasion: Occasion, turn: Turn) -> Occasion:
        """Return the occasion of a reply other than the turn's, whose cautions come before it."""
        if not turn.see_first:
            return occasion
        return replace(occasion, opening=tuple(self._messages.render(SeeFirst(turn.see_first))))

    async def _conversation(self, occasion: Occasion) -> Conversation:
        await readers.met(occasion.session, occasion.chat_id, occasion.at)
        return await readers.conversation(occasion.session, occasion.chat_id, occasion.at, occasion.member_id)

    async def _heed(self, occasion: Occasion, said: Conversation, turn: Turn) -> None:
        """Let no session and no reminder speak against a turn: stop them, let them rest, or go on after a no.

        A question that was passed over lets reminders come again, but no clock goes on by itself.
        """
        check = said.open_check
        if isinstance(turn.reply, Urgent):
            await self._coaching.alarm(occasion)
        elif turn.conversation.open_check is not None:
            await self._coaching.rest(occasion)
        elif check is not None and check.red_flag in turn.conversation.answered_no:
            await self._coaching.go_on(occasion)

    async def _say(self, occasion: Occasion, turn: Turn, *, in_place: bool = False) -> None:
        await readers.remember(
            occasion.session, occasion.chat_id, turn.conversation, occasion.at, occasion.member_id
        )
        urgent = isinstance(turn.reply, Urgent)
        await occasion.send(self._messages.render(turn.reply), in_place=in_place, urgent=urgent)

    async def _note(self, occasion: Occasion, reply: Reply, utterance: str | None) -> None:
        entries: tuple[EntryId, ...] = ()
        score = 0.0
        match reply:
            case Answer(entries, score) | Choices(entries, score) | Unanswered(entries, _, score):
                pass
        # Where it is not sure that a subject is not covered, the fence may stand in the wrong place.
        lacks = isinstance(reply, Unanswered) and (reply.not_covered is None or score < _HARDLY)
        kept = utterance if lacks else None
        await questions.note(occasion.session, occasion.at, template_name(reply), entries, score, kept)
