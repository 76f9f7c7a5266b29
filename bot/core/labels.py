"""What the matcher learns of a knowledge base, and under which labels: entries, small talk, the edges."""

from bot.core.knowledge import KnowledgeBase
from bot.core.matching import Phrasing

COURTESY = "courtesy:"
"""What the label of a kind of small talk begins with; an entry's label is its id."""
NOT_COVERED = "not:"
"""What the label of something that is not covered begins with."""


def phrasings(knowledge: KnowledgeBase) -> list[Phrasing]:
    """Return every way of asking that the matcher learns: entries, small talk, the edges.

    An entry is asked for by its heading and by the words on its button, too: readers type what they see.
    """
    known = [
        Phrasing(text, str(entry.id))
        for entry in knowledge.entries.values()
        for text in dict.fromkeys((*entry.ask, entry.title, entry.label))
    ]
    known += [Phrasing(q.text, _label(q.sorted_to, knowledge)) for q in knowledge.sorted_questions]
    known += [Phrasing(text, COURTESY + c.kind) for c in knowledge.courtesies for text in c.ask]
    known += [Phrasing(text, NOT_COVERED + n.id) for n in knowledge.not_covered for text in n.ask]
    return known


def _label(sorted_to: str, knowledge: KnowledgeBase) -> str:
    return sorted_to if sorted_to in knowledge.entries else NOT_COVERED + sorted_to


def family(label: str) -> str:
    """Return the family of a label: for what is not covered, it matters little which of it is meant."""
    return NOT_COVERED if label.startswith(NOT_COVERED) else label
