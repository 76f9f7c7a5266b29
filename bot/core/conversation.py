"""What one reader is in the middle of: the last entry, an open safety question, answers to earlier ones."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.knowledge import EntryId
from bot.core.triage import RedFlagId

ENDS_AFTER = timedelta(hours=6)
"""A conversation ends after this silence: "how long?" the next morning leans on nothing."""


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A safety question that waits for yes or no, and the utterance that raised it."""

    red_flag: RedFlagId
    utterance: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was just said in one chat, of a group to and by one member.

    Attributes:
        last_entry: the entry last shown.
        open_check: the safety question that waits for an answer.
        answered_no: safety questions answered no, for this conversation only.
        see_first: the conditions that the reader has named, which call for a caution with each answer.
        warned: whether there was an urgent reply that the reader may still call misread: no entry was shown
            since, nor did they say so already.
    """

    last_entry: EntryId | None = None
    open_check: OpenCheck | None = None
    answered_no: frozenset[RedFlagId] = frozenset()
    see_first: tuple[RedFlagId, ...] = ()
    warned: bool = False

    def showing(self, entry: EntryId) -> "Conversation":
        """Return the conversation after `entry` was shown."""
        return replace(self, last_entry=entry, open_check=None, warned=False)

    def said_no(self, red_flag: RedFlagId) -> "Conversation":
        """Return the conversation after a safety question was answered no; another one stays open."""
        check = self.open_check
        still_open = check if check is not None and check.red_flag != red_flag else None
        return replace(self, open_check=still_open, answered_no=self.answered_no | {red_flag})


def has_ended(last_said: datetime, at: datetime) -> bool:
    """Tell whether a conversation that was last active at `last_said` is over at `at`."""
    return at - last_said > ENDS_AFTER
