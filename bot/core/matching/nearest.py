"""How near an utterance is to the nearest phrasing of each label, without learning anything."""

from collections.abc import Iterable, Sequence

from bot.core.matching.english import English
from bot.core.matching.evidence import ABSENT
from bot.core.matching.index import Index
from bot.core.matching.ranking import Phrasing
from bot.core.text import tokens


class Nearest:
    """Compares utterances with phrasings of which one may stand under several labels.

    Args:
        phrasings: ways of asking, each with its label.
        synonyms: sets of words and phrases that mean the same.
        english: English words, which are never taken for a misspelling, and how much each tells.
    """

    def __init__(
        self, phrasings: Iterable[Phrasing], synonyms: Sequence[Sequence[str]], english: English | None
    ) -> None:
        self._index = Index(phrasings, synonyms, english or English())
        self._same: dict[tuple[str, ...], list[int]] = {}
        for number, phrasing in enumerate(self._index.phrasings):
            self._same.setdefault(tuple(tokens(phrasing.text)), []).append(number)

    def owners(self, utterance: str) -> frozenset[str]:
        """Return the labels that have the utterance, word by word, among their phrasings."""
        numbers = self._same.get(tuple(tokens(utterance)), [])
        return frozenset(self._index.phrasings[number].label for number in numbers)

    def similarities(self, utterance: str, as_if_new: bool = False) -> dict[str, float]:
        """Return for each label how alike its nearest phrasing is, 0 to 1; empty if no word can be read.

        Args:
            utterance: the reader's words as typed.
            as_if_new: whether phrasings that are this very utterance are left out.
        """
        reading = self._index.read(utterance)
        if not reading.words or not self._index.phrasings:
            return {}
        alike = self._index.similarities(reading)
        if as_if_new:
            alike[self._same.get(tuple(tokens(utterance)), [])] = ABSENT
        nearest = self._index.nearest(alike).tolist()
        return dict(zip(self._index.labels, (max(near, 0.0) for near in nearest), strict=True))
