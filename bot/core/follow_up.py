"""Follow-ups: short questions that lean on the entry last shown ("how long?", "and standing?")."""

from collections.abc import Collection

from bot.core.knowledge import Entry, EntryId, KnowledgeBase
from bot.core.matching import Matcher, Phrasing, Ranking
from bot.core.text import tokens

MOST_WORDS = 8
"""A longer utterance carries its own subject."""

_SAME = "same:"
_NEAR_SURE = 0.35
_NEAR_WEIGHT = 0.6
_FAR_SURE = 0.6
_LEAD_IN = {"and", "but", "so", "ok", "okay", "then", "also", "well", "yes", "no", "right", "for"}


class FollowUps:
    """The short phrasings of all entries, ready to be compared with an utterance.

    Args:
        knowledge: the entries, and the follow-ups that lean on whichever was last.
        known_words: English words that are never taken for a misspelling.
    """

    def __init__(self, knowledge: KnowledgeBase, known_words: Collection[str]) -> None:
        self._entries = knowledge.entries
        phrasings = [Phrasing(text, str(e.id)) for e in knowledge.entries.values() for text in e.follow_up]
        phrasings += [Phrasing(text, _SAME) for text in knowledge.vocabulary.same_entry]
        labels = {phrasing.label for phrasing in phrasings}
        self._matcher = (
            Matcher.fit(phrasings, knowledge.vocabulary.synonyms, known_words) if len(labels) > 1 else None
        )

    def leaning(self, utterance: str, last: EntryId | None, plain: Ranking) -> EntryId | None:
        """Return the entry that a follow-up asks for, or None if it does not lean on `last`.

        In reach are the entry itself, those that it names in `next`, and, if more surely meant, its group.
        What speaks for an entry is what its short phrasings and its other phrasings say together
        (noisy-or); it has to outweigh what the best entry out of reach would have.

        Args:
            utterance: the reader's words.
            last: the entry last shown.
            plain: what matching finds for the utterance if nothing is leant on.
        """
        entry = self._entries.get(last) if last is not None else None
        said = without_lead_in(utterance)
        if self._matcher is None or entry is None or not 0 < len(tokens(said)) <= MOST_WORDS:
            return None
        near = {str(entry.id), _SAME, *map(str, entry.next)}
        group = {str(other.id) for other in self._entries.values() if other.group == entry.group}
        plainly = {match.label: match.score for match in plain.matches}
        rival = max((score for label, score in plainly.items() if label not in near), default=0.0)
        for match in self._matcher.rank(said, limit=8).matches:
            together = 1 - (1 - match.score) * (1 - plainly.get(match.label, 0.0))
            if match.label in near and together >= max(_NEAR_SURE, rival * _NEAR_WEIGHT):
                return self._meant(match.label, entry)
            if match.label in group and match.score >= max(_FAR_SURE, rival):
                return self._meant(match.label, entry)
        return None

    def _meant(self, label: str, last: Entry) -> EntryId | None:
        meant = last.id if label == _SAME else EntryId(label)
        return meant if meant in self._entries else None


def without_lead_in(utterance: str) -> str:
    """Return a follow-up without its lead-in: "and what about pregnancy" becomes "pregnancy"."""
    words = tokens(utterance)
    while len(words) > 1:
        if words[0] in _LEAD_IN:
            words = words[1:]
        elif words[0] in ("what", "how") and words[1] == "about" and len(words) > 2:
            words = words[2:]
        else:
            break
    return " ".join(words)
