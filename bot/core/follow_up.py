"""Follow-ups: short questions that lean on the entry last shown ("how long?", "and standing?")."""

from collections.abc import Iterable

from bot.core.knowledge import Entry, EntryId, KnowledgeBase
from bot.core.matching import English, Matcher, Phrasing, Ranking
from bot.core.text import tokens

MOST_WORDS = 8
"""A longer utterance carries its own subject."""

_SAME = EntryId("")
"""Stands for the last entry itself, whichever it was."""

_NEAR = 0.55
_FAR = 0.8
_RIVAL_WEIGHT = 0.75
_OWN_SUBJECT = 0.9
_LEAST_EXPECTED = 0.1
_EXPECTATION = 2.5
_LEAD_IN = {"and", "but", "so", "ok", "okay", "then", "also", "well", "yes", "no", "right", "for", "actually"}
_TAIL = {"though", "then", "please", "too", "either", "instead", "thanks"}


class FollowUps:
    """The short phrasings of all entries, ready to be compared with an utterance.

    Args:
        knowledge: the entries, and the follow-ups that lean on whichever was last.
        english: English words, and how much each tells.
    """

    def __init__(self, knowledge: KnowledgeBase, english: English | None) -> None:
        self._entries = knowledge.entries
        self._owners: dict[str, list[EntryId]] = {}
        for entry in knowledge.entries.values():
            self._add(entry.follow_up, entry.id)
        self._add(knowledge.vocabulary.same_entry, _SAME)
        phrasings = [Phrasing(text, text) for text in self._owners]
        several = len(phrasings) > 1
        self._matcher = Matcher.fit(phrasings, knowledge.vocabulary.synonyms, english) if several else None

    def leaning(self, utterance: str, last: EntryId, plain: Ranking) -> EntryId | None:
        """Return the entry that a follow-up asks for, or None if it does not lean on `last`.

        In reach are the entry itself, those that it names in `next`, and, if the words are nearly the same,
        its group. A short phrasing has to be nearer than what the utterance would match by itself.

        Args:
            utterance: the reader's words.
            last: the entry last shown.
            plain: what matching finds for the utterance if nothing is leant on.
        """
        entry = self._entries.get(last)
        said = without_lead_in(utterance)
        if self._matcher is None or entry is None or not 0 < len(tokens(said)) <= MOST_WORDS:
            return None
        near = [entry.id, *entry.next]
        group = [other.id for other in self._entries.values() if other.group == entry.group]
        rival = max((m.score for m in plain.matches if m.label not in near), default=0.0) * _RIVAL_WEIGHT
        if plain.best and plain.best.label in near and plain.best.score >= _OWN_SUBJECT:
            return EntryId(plain.best.label)
        for match in sorted(self._matcher.rank(said, limit=8).matches, key=lambda m: -m.similarity):
            owners = self._owners[match.label]
            for reach, least in (([_SAME, *near], _NEAR), (group, _FAR)):
                meant = next((owner for owner in reach if owner in owners), None)
                if meant is not None and match.similarity >= max(least, rival):
                    return self._known(meant, entry)
        return _expected(near, plain)

    def _add(self, phrasings: Iterable[str], owner: EntryId) -> None:
        for phrasing in phrasings:
            self._owners.setdefault(" ".join(tokens(phrasing)), []).append(owner)

    def _known(self, meant: EntryId, last: Entry) -> EntryId | None:
        if meant == _SAME:
            return last.id
        return meant if meant in self._entries else None


def _expected(near: list[EntryId], plain: Ranking) -> EntryId | None:
    """Return the nearby entry that an unsure match would be: it is likelier just now than elsewhere."""
    scores = {match.label: match.score for match in plain.matches}
    best = max(near, key=lambda entry: scores.get(entry, 0.0))
    others = max((score for label, score in scores.items() if label != best), default=0.0)
    likely = scores.get(best, 0.0)
    return best if likely >= _LEAST_EXPECTED and likely * _EXPECTATION >= others else None


def without_lead_in(utterance: str) -> str:
    """Return a follow-up without its lead-in and tail: "and what about pregnancy then" is "pregnancy"."""
    words = tokens(utterance)
    while len(words) > 1:
        if words[0] in _LEAD_IN:
            words = words[1:]
        elif words[0] in ("what", "how") and words[1] == "about" and len(words) > 2:
            words = words[2:]
        elif words[-1] in _TAIL:
            words = words[:-1]
        else:
            break
    return " ".join(words)
