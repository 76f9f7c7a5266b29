"""Follow-ups: short questions that lean on the entry last shown ("how long?", "and standing?")."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from bot.core.knowledge import Entry, EntryId, KnowledgeBase
from bot.core.text import tokens

MOST_WORDS = 7
"""A longer utterance carries its own subject."""

SURE = 84.0
"""rapidfuzz's ratio (0 to 100) from which a short phrasing counts as said; `docs/decisions.md` 7."""

_LEAD_IN = {"and", "but", "so", "ok", "okay", "then", "also", "what", "about", "how", "or", "well"}
_FILLERS = {
    "please",
    "thanks",
    "it",
    "this",
    "that",
    "the",
    "a",
    "is",
    "do",
    "i",
    "should",
    "though",
    "for",
    "to",
}


class FollowUps:
    """The short phrasings of all entries, ready to be compared with an utterance."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._entries: Mapping[EntryId, Entry] = knowledge.entries
        self._phrasings = {
            entry.id: [_form(phrasing) for phrasing in entry.follow_up]
            for entry in knowledge.entries.values()
        }
        self._same_entry = [_form(phrasing) for phrasing in knowledge.vocabulary.same_entry]

    def leaning(self, utterance: str, last: EntryId | None) -> EntryId | None:
        """Return the entry that a follow-up asks for, or None if it does not lean on `last`.

        The entry itself and those that it names in `next` are in reach; so are those that their own
        `next` names, if nothing nearer was said.
        """
        words = tokens(utterance)
        if last is None or last not in self._entries or not 0 < len(words) <= MOST_WORDS:
            return None
        said = _form(utterance)
        for reach in self._reaches(last):
            best = max(
                ((self._similarity(said, entry), -rank) for rank, entry in enumerate(reach)), default=None
            )
            if best is not None and best[0] >= SURE:
                return reach[-best[1]]
        return last if _best(said, self._same_entry) >= SURE else None

    def _reaches(self, last: EntryId) -> list[list[EntryId]]:
        near = [last, *(e for e in self._entries[last].next if e in self._entries)]
        far = [e for n in near[1:] for e in self._entries[n].next if e in self._entries and e not in near]
        return [near, list(dict.fromkeys(far))]

    def _similarity(self, said: str, entry: EntryId) -> float:
        return _best(said, self._phrasings[entry])


def without_lead_in(utterance: str) -> str:
    """Return a follow-up without its lead-in: "and what about pregnancy" becomes "pregnancy"."""
    words = tokens(utterance)
    while len(words) > 1 and words[0] in _LEAD_IN - {"how", "what"} | (
        {"what"} if words[1] == "about" else set()
    ):
        words = words[2:] if words[0] == "what" else words[1:]
    while len(words) > 1 and words[0] == "for":
        words = words[1:]
    return " ".join(words)


def _form(text: str) -> str:
    words = tokens(text)
    kept = [word for word in words if word not in _FILLERS and word not in ("and", "but", "so", "ok", "then")]
    return " ".join(kept or words)


def _best(said: str, phrasings: list[str]) -> float:
    best = process.extractOne(said, phrasings, scorer=fuzz.token_sort_ratio)
    return best[1] if best else 0.0
