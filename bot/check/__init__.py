"""The content linter: what a clinician has to mend, beyond the form of a single file."""

from datetime import date
from typing import Protocol

from bot.check.entry import look_at_entry
from bot.check.neighbours import look_at_neighbours
from bot.check.phrasings import look_at_phrasings
from bot.content.findings import Finding
from bot.content.knowledge import ReadKnowledge
from bot.core.dialogue import Dialogue
from bot.core.knowledge import KnowledgeBase
from bot.messages import Messages

__all__ = ["Checked", "findings", "review_count"]


class Checked(Protocol):
    """What the linter looks at: the composition root's `Mind`."""

    @property
    def read(self) -> ReadKnowledge: ...  # noqa: D102
    @property
    def dialogue(self) -> Dialogue: ...  # noqa: D102
    @property
    def messages(self) -> Messages: ...  # noqa: D102


def findings(mind: Checked, *, pictures: frozenset[str], today: date, thorough: bool = True) -> list[Finding]:
    """Return everything to mend, in the order of the files.

    Args:
        mind: the knowledge base, and what answers with it.
        pictures: the names of the pictures that can be drawn.
        today: to tell which reviews are old.
        thorough: whether to ask the bot every phrasing as well.
    """
    found = [*look_at_neighbours(mind.read)]
    for entry_id, file in mind.read.files.items():
        entry = mind.read.base.entries[entry_id]
        found += look_at_entry(entry, file, mind.messages, pictures, today)
        found += look_at_phrasings(entry, file, mind.dialogue) if thorough else []
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.code))


def review_count(base: KnowledgeBase) -> tuple[int, int]:
    """Return how many entries no clinician has reviewed, and how many there are."""
    return sum(entry.review is None for entry in base.entries.values()), len(base.entries)
