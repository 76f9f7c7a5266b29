"""The rules of the conversation: an utterance and what was said before become a reply.

Red flags come first, then an answer to an open safety question, then follow-ups, then matching.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.core.cautions import Cautions
from bot.core.conversation import Conversation, OpenCheck
from bot.core.follow_up import FollowUps, Leaning, asked
from bot.core.knowledge import CourtesyKind, EntryId, KnowledgeBase, NotCovered
from bot.core.labels import COURTESY, NOT_COVERED, family, phrasings
from bot.core.matching import CANDIDATES, English, Matcher, Ranking, Zone, is_question
from bot.core.reply import (
    Answer,
    CarryOn,
    Check,
    Choices,
    NoWords,
    OtherLanguage,
    Reply,
    Smalltalk,
    Topics,
    Unanswered,
    Urgent,
    Welcome,
)
from bot.core.sayings import Sayings
from bot.core.text import tokens, visible
from bot.core.triage import Alarm, RedFlagBook, RedFlagId, Triage, Verdict

MOST_CHOICES = 3

_ASKS_WHO = COURTESY + CourtesyKind.HUMAN
"""The courtesy that is a question itself; the others may go with one."""
_NEARLY = 0.6
"""An entry this near to the edges, as a share of the edge's score, is offered all the same."""

_FOREIGN = 0.02
"""The share of messages about something that neither an entry nor an edge speaks of."""
_EVEN = 0.55
"""An entry below this score is rather asked about than answered: it is hardly likelier than all others."""
_SURELY_LEANS = 0.8
"""From this score on a follow-up is one even where it might, less surely, ask for what is not covered."""
_OUTSIDE = 0.75
"""From this share of the best entry's score on, what is not covered makes it a choice and no answer."""
_NAMES = 0.15
"""From this share of the phrasings with one of its words on, an utterance names a condition."""
_YES = frozenset({"yes", "yep", "yeah", "yup", "aye"})
"""Whatever begins with one of these says yes to a safety question."""
_WORDS_IN_REPLY = 5
"""A message of so many words, and no question, was meant as an answer to the safety question before it."""
_ASKED_TOO = 0.4
"""From this share of a courtesy's score on, an entry is asked for too, and the courtesy gives way."""
_WORD_BY_WORD = 0.95
"""From this similarity on an utterance is the phrasing itself."""
_SURE = 0.95
"""From this score on an answer stands alone."""
_NOT_UNLIKELY = 0.02
"""The score from which another entry is offered beside an answer."""
MOST_OTHERWISE = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, and the conversation that it leaves behind.

    Attributes:
        reply: what is said, with the cautions that belong to it.
        conversation: what the next utterance is heard in.
        see_first: the conditions that the reader named, for whoever says something else instead.
    """

    reply: Reply
    conversation: Conversation
    see_first: tuple[RedFlagId, ...] = ()


class Dialogue:
    """Decides what to say. Built once from the knowledge base; holds nothing about any reader.

    Args:
        knowledge: what clinicians wrote.
        red_flags: what they wrote about signs of serious illness.
        english: English words, and how much each tells.
        other_language: tells the language of an utterance that is surely not English, else None.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        red_flags: RedFlagBook,
        english: English | None = None,
        other_language: Callable[[str], str | None] = lambda _utterance: None,
    ) -> None:
        self._knowledge = knowledge
        self._not_covered = {item.id: item for item in knowledge.not_covered}
        self._red_flags = red_flags
        self._other_language = other_language
        self.triage = Triage(red_flags)
        synonyms = knowledge.vocabulary.synonyms
        self.matcher = Matcher.fit(phrasings(knowledge), synonyms, english, foreign=_FOREIGN, family=family)
        self._cautions = Cautions(knowledge, self.triage)
        self._follow_ups = FollowUps(knowledge, self.matcher, english, self._may_mean)
        self._yes = Sayings(knowledge.vocabulary.yes)
        self._no = Sayings(knowledge.vocabulary.no)
        self._misread = Sayings(knowledge.vocabulary.misread)

    def decide(self, utterance: str, conversation: Conversation) -> Turn:
        """Decide what to say to an utterance.

        Args:
            utterance: the reader's words as typed, of any length and in any script.
            conversation: what was just said in this chat.
        """
        said = visible(utterance)
        if not any(character.isalnum() for character in said):
            return Turn(NoWords(), conversation)
        verdict = self.triage.screen(said, conversation.answered_no)
        if conversation.open_check is not None:
            turn = self._replied(said, verdict, conversation.open_check, conversation)
            if turn is not None:
                return turn
        if verdict.alarms:
            return Turn(Urgent(verdict.alarms), replace(conversation, open_check=None, warned=True))
        if conversation.warned and self._misread.hold(said):
            return self.carry_on(conversation)
        if verdict.check is not None:
            return Turn(
                Check(verdict.check), replace(conversation, open_check=OpenCheck(verdict.check, said))
            )
        language = self._other_language(said)
        if language is not None:
            return Turn(OtherLanguage(language), conversation)
        return self._answer(said, replace(conversation, open_check=None), verdict)

    def _replied(
        self, said: str, verdict: Verdict, check: OpenCheck, conversation: Conversation
    ) -> Turn | None:
        """Decide what to say to a reply to a safety question; None if the message is no such reply.

        After a yes the rules' alarms of the reply itself are told as well, the most pressing first. A few
        words that are neither yes, no nor a question bring the question again: nobody passes it by mistake.
        """
        answer = self._yes_or_no(said)
        if answer:
            turn = self.answer_check(check.red_flag, True, conversation)
            return self._with_alarms(turn, self.triage.alarms_of_rules(said))
        if verdict.alarms:
            return None
        if answer is not None:
            return self.answer_check(check.red_flag, False, conversation)
        short = len(tokens(said)) <= _WORDS_IN_REPLY and "?" not in said and not is_question(said)
        return Turn(Check(check.red_flag), conversation) if short else None

    @staticmethod
    def _with_alarms(turn: Turn, alarms: tuple[Alarm, ...]) -> Turn:
        """Return an urgent turn that tells more alarms, the most pressing first."""
        if not isinstance(turn.reply, Urgent):
            return turn
        told = {alarm.flag for alarm in turn.reply.alarms}
        every = [*turn.reply.alarms, *(alarm for alarm in alarms if alarm.flag not in told)]
        return replace(turn, reply=Urgent(tuple(sorted(every, key=lambda alarm: alarm.level.rank))))

    def answer_check(self, red_flag: RedFlagId, yes: bool, conversation: Conversation) -> Turn:
        """Decide what to say to a yes or a no: the advice of the red flag, or the question first asked.

        After a no to an older check the one that is still open is asked again.
        """
        flag = self._red_flags.flags.get(red_flag)
        if yes and flag is not None:
            alarm = Alarm(red_flag, flag.level)
            return Turn(Urgent((alarm,)), replace(conversation, open_check=None, warned=True))
        asked = conversation.open_check
        after = conversation.said_no(red_flag)
        still_open = after.open_check
        if still_open is not None and still_open.red_flag in self._red_flags.flags:
            return Turn(Check(still_open.red_flag), after)
        if asked is None or asked.red_flag != red_flag:
            return Turn(CarryOn(), after)
        turn = self.decide(asked.utterance, after)
        return Turn(CarryOn(), after) if isinstance(turn.reply, Unanswered) else turn

    def show(self, entry: EntryId, conversation: Conversation) -> Turn:
        """Show an entry that the reader chose; the topic menu, if there is no such entry any more."""
        if entry not in self._knowledge.entries:
            return Turn(Topics(), conversation)
        reply = self._cautions.before(Answer((entry,)), Verdict(), conversation.see_first)
        return Turn(reply, conversation.showing(entry))

    def welcome(self, payload: str, conversation: Conversation) -> Turn:
        """Greet a reader; a link under the article may lead to an entry."""
        entry = EntryId(payload)
        if entry not in self._knowledge.entries:
            return Turn(Welcome(), conversation)
        return Turn(Welcome(entry), conversation.showing(entry))

    def carry_on(self, conversation: Conversation) -> Turn:
        """Take the reader's word that an urgent reply misread them."""
        return Turn(CarryOn(), replace(conversation, open_check=None, warned=False))

    def _answer(self, said: str, conversation: Conversation, verdict: Verdict) -> Turn:
        last = conversation.last_entry
        ranking = self.matcher.rank(asked(said) if last else said, limit=CANDIDATES)
        leaning = self._follow_ups.leaning(said, last, ranking) if last else None
        named = self._cautions.named(verdict, conversation.see_first, last)
        conversation = replace(conversation, see_first=named)
        reply = self._leant(leaning, ranking) or _with_leaning(self._matched(said, ranking), leaning)
        reply = self._cautions.before(reply, verdict, named)
        if isinstance(reply, Answer):
            conversation = conversation.showing(reply.entries[-1])
        return Turn(reply, conversation, verdict.see_first)

    def _leant(self, leaning: Leaning | None, ranking: Ranking) -> Reply | None:
        """Return the answer to a follow-up, or None if the question is answered better by itself.

        So it is if it asks for the same by itself, or for small talk or something not covered, unless it was
        written down as a follow-up or surely leans.
        """
        if leaning is None or leaning.score < self.matcher.answer_from:
            return None
        answered = ranking.matches[0].label if ranking.zone is Zone.ANSWER else leaning.entry
        least = max(_SURELY_LEANS, ranking.matches[0].score if ranking.matches else 0.0)
        leans = leaning.written_down or leaning.score > least
        elsewhere = answered not in self._knowledge.entries and not leans
        if elsewhere or (ranking.zone is Zone.ANSWER and answered == leaning.entry):
            return None
        near = leaning.otherwise if leaning.score < _SURE else ()
        otherwise = tuple(entry for entry, score in near if score >= _NOT_UNLIKELY)
        return Answer((leaning.entry,), leaning.score, otherwise=otherwise)

    def _matched(self, said: str, ranking: Ranking) -> Reply:
        best = ranking.matches[0] if ranking.matches else None
        entries = self._entries(match.label for match in ranking.matches)
        if best is None:
            return Unanswered()
        parts = self._parts(said, ranking)
        polite = best.label.startswith(COURTESY) and best.label != _ASKS_WHO
        foreign = best.label.startswith(NOT_COVERED)
        doubted = self._is_doubted(said, ranking)
        unsure = polite or ranking.zone is not Zone.ANSWER
        if len(parts) > 1 or (parts and not doubted and (unsure or best.label == parts[0])):
            otherwise = _otherwise(ranking, entries, parts)
            return Answer(parts, best.score, otherwise=otherwise)
        # A question that is put politely is more than a courtesy.
        asked_too = self._best_entry(ranking) >= _ASKED_TOO * best.score
        asks_too = polite and best.similarity < _WORD_BY_WORD and asked_too
        if ranking.zone is Zone.ANSWER and not asks_too and not doubted:
            near = parts if foreign else _otherwise(ranking, entries, entries[:1])
            return self._sure(best.label, best.score, near)
        outside = foreign and self._best_entry(ranking) < _NEARLY * best.score
        if entries and (asks_too or doubted or (ranking.zone is Zone.OFFER and not outside)):
            return Choices(entries[:MOST_CHOICES], best.score)
        return Unanswered(self._nearest(best.label), None, best.score)

    def _is_doubted(self, said: str, ranking: Ranking) -> bool:
        """Tell whether the entry that comes first is likelier wrong, or what is not covered comes near.

        So it is, too, if it is for a condition that the reader has not named nor surely described.
        """
        best = ranking.matches[0]
        if best.label not in self._knowledge.entries:
            return False
        outside = sum(match.score for match in ranking.matches if match.label.startswith(NOT_COVERED))
        unnamed = best.score < _SURE and not self._may_mean(said, best.label)
        return unnamed or best.score < max(_EVEN, outside / _OUTSIDE)

    def _may_mean(self, said: str, label: str) -> bool:
        """Tell whether an utterance may mean a label by itself: not a condition of which it has no word."""
        is_condition = self._cautions.is_about_a_condition(EntryId(label))
        return not is_condition or self.matcher.names(said, label) >= _NAMES

    def _best_entry(self, ranking: Ranking) -> float:
        """Return the score of the best match that is an entry, 0 if there is none."""
        return max((m.score for m in ranking.matches if m.label in self._knowledge.entries), default=0.0)

    def _sure(self, label: str, score: float, near: tuple[EntryId, ...]) -> Reply:
        """Return the reply to what a label stands for; `near` are entries that may have been meant too."""
        if label.startswith(COURTESY):
            return Smalltalk(CourtesyKind(label.removeprefix(COURTESY)))
        if label.startswith(NOT_COVERED):
            name = label.removeprefix(NOT_COVERED)
            return Unanswered(self._nearest(label, near), name, score)
        return Answer((EntryId(label),), score, otherwise=near)

    def _parts(self, said: str, whole: Ranking) -> tuple[EntryId, ...]:
        """Return the entries that a message of several questions asks for, in the order of asking.

        Those that the message as a whole would not even offer come last: they may be asides.
        """
        spoken_of = {match.label for match in whole.matches if match.score >= self.matcher.offer_from}
        parts = self._entries(part.label for part in self.matcher.parts(said, whole))
        return tuple(sorted(parts, key=lambda entry: entry not in spoken_of))

    def _entries(self, labels: Iterable[str]) -> tuple[EntryId, ...]:
        return tuple(EntryId(label) for label in labels if label in self._knowledge.entries)

    def _nearest(self, label: str, parts: tuple[EntryId, ...] = ()) -> tuple[EntryId, ...]:
        """Return the entries that may help all the same: those asked for, then what clinicians chose."""
        item: NotCovered | None = self._not_covered.get(label.removeprefix(NOT_COVERED))
        chosen = self._entries(item.nearest) if item else ()
        return tuple(dict.fromkeys([*parts, *chosen]))[:MOST_CHOICES]

    def _yes_or_no(self, said: str) -> bool | None:
        """Return what a reply to a safety question says, None if neither: who is not sure says yes."""
        if self._yes.hold(said) or not _YES.isdisjoint(tokens(said)[:1]):
            return True
        return False if self._no.hold(said) else None


def _with_leaning(reply: Reply, leaning: Leaning | None) -> Reply:
    """Return choices with what a follow-up most likely asks for as the first of them."""
    if leaning is None or not isinstance(reply, Choices):
        return reply
    entries = dict.fromkeys((leaning.entry, *reply.entries))
    return replace(reply, entries=tuple(entries)[:MOST_CHOICES])


def _otherwise(
    ranking: Ranking, entries: Iterable[EntryId], answered: tuple[EntryId, ...]
) -> tuple[EntryId, ...]:
    """Return the entries that come near one that is answered, where that is not sure."""
    if len(answered) > 1 or ranking.matches[0].score >= _SURE:
        return ()
    near = {match.label for match in ranking.matches if match.score >= _NOT_UNLIKELY}
    return tuple(entry for entry in entries if entry in near and entry not in answered)[:MOST_OTHERWISE]
