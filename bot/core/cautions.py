"""Which conditions that a reader has named call for a professional's word before an answer is followed."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.knowledge import Entry, EntryId, KnowledgeBase
from bot.core.reply import Answer, Choices, Reply, Smalltalk, Unanswered
from bot.core.triage import RedFlagId, Triage, Verdict

_CONDITIONS = "conditions"
"""The group of the entries that are for readers with a condition."""
_HELP = "help"
"""The group of the entries about help and the bot: what was named earlier needs no caution there."""


class Cautions:
    """Puts cautions before replies.

    Args:
        knowledge: the entries.
        triage: hears which conditions a text speaks of.
    """

    def __init__(self, knowledge: KnowledgeBase, triage: Triage) -> None:
        self._entries = knowledge.entries
        calls_for = {entry.id: triage.screen(entry.title).see_first for entry in self._entries.values()}
        self._calls_for = {entry: flags for entry, flags in calls_for.items() if flags}
        about = [e for e in self._entries.values() if e.group == _CONDITIONS or e.id in self._calls_for]
        self._deals_with = {entry.id: triage.speaks_of(_texts(entry)) for entry in about}

    def is_about_a_condition(self, entry: EntryId) -> bool:
        """Tell whether an entry is for readers with a condition: by its group, or by its title."""
        return entry in self._deals_with

    def named(
        self, verdict: Verdict, earlier: Iterable[RedFlagId], last: EntryId | None
    ) -> tuple[RedFlagId, ...]:
        """Return the conditions that a reader has named: now, earlier, or by the entry last shown."""
        seen = self._calls_for.get(last, ()) if last else ()
        return tuple(dict.fromkeys([*verdict.see_first, *earlier, *seen]))

    def before(self, reply: Reply, verdict: Verdict, named: tuple[RedFlagId, ...]) -> Reply:
        """Return a reply with the cautions for the conditions that it does not deal with itself.

        Args:
            reply: what is to be said.
            verdict: of the message that it answers.
            named: the conditions that the reader has named in this conversation.
        """
        match reply:
            case Answer(entries):
                spared = any(e in self._deals_with or self._entries[e].group == _HELP for e in entries)
                earlier = () if spared else named
                now = self._not_dealt_with(verdict, entries)
                return replace(reply, see_first=tuple(dict.fromkeys([*now, *earlier])))
            case Choices(entries):
                return replace(reply, see_first=self._not_dealt_with(verdict, entries[:1]))
            case Unanswered() | Smalltalk():
                return replace(reply, see_first=verdict.see_first)
            case _:
                return reply

    def _not_dealt_with(self, verdict: Verdict, shown: tuple[EntryId, ...]) -> tuple[RedFlagId, ...]:
        """Return the conditions named in a message of which the entries shown do not speak themselves."""
        dealt = frozenset[str]().union(*(self._deals_with.get(entry, ()) for entry in shown))
        return tuple(flag for flag in verdict.see_first if not verdict.heard_of(flag) <= dealt)


def _texts(entry: Entry) -> tuple[str, ...]:
    return (entry.title, *entry.ask, *entry.cautions)
