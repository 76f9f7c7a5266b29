"""The phrasings of a knowledge base, laid out for comparing an utterance with all of them at once."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bot.core.matching.letter_space import LetterSpace
from bot.core.matching.ranking import Phrasing
from bot.core.matching.reading import Reading, read, read_phrasing
from bot.core.matching.spelling import Spelling
from bot.core.matching.synonyms import Synonyms
from bot.core.matching.word_space import WordSpace
from bot.core.text import tokens

Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_SHARE_OF_WORDS = 0.5


class Index:
    """Phrasings in a fixed order, by label and then by their words, whatever order they came in.

    Attributes:
        phrasings: the phrasings; those without a word, and repeated ones, are left out.
        readings: the words of each phrasing.
        labels: the labels, in order.
        label_of: the number of each phrasing's label.
        starts: the first phrasing of each label.
        letters: the similarity of letters, by words and by phrasings.
        members: for each label its phrasings, filled up with the number of phrasings.
    """

    def __init__(
        self, phrasings: Iterable[Phrasing], synonyms: Sequence[Sequence[str]], known_words: Collection[str]
    ) -> None:
        self.synonyms = Synonyms(synonyms)
        words_of = _in_order(phrasings)
        self.phrasings = tuple(words_of.values())
        self.readings = tuple(read_phrasing(words, self.synonyms) for _, words in words_of)
        self.labels = tuple(sorted({phrasing.label for phrasing in self.phrasings}))
        number = {label: i for i, label in enumerate(self.labels)}
        self.label_of: Ids = np.array([number[p.label] for p in self.phrasings], dtype=np.intp)
        self.starts: Ids = np.searchsorted(self.label_of, np.arange(len(self.labels)))
        self.members = _members(self.label_of, self.starts)
        self.spelling = Spelling(_frequency(self.readings, self.synonyms.words), known_words)
        self._held = {stem for reading in self.readings for stem in reading.stems}
        self._words = WordSpace(self.readings)
        self.letters = LetterSpace(self.readings)

    def read(self, utterance: str) -> Reading:
        """Read an utterance with this knowledge base's spelling and synonyms."""
        return read(utterance, self.spelling, self.synonyms, self._held)

    def similarities(self, reading: Reading) -> Singles:
        """Return how alike a reading and each phrasing are, 0 to 1."""
        words, letters = self._words.similarities(reading), self.letters.similarities(reading)
        alike = _SHARE_OF_WORDS * words + (1 - _SHARE_OF_WORDS) * letters
        return alike.astype(np.float32)

    def among_phrasings(self) -> Singles:
        """Return how alike each phrasing is to each other one."""
        square = np.empty((len(self.readings), len(self.readings)), dtype=np.float32)
        for row, reading in enumerate(self.readings):
            square[row] = self.similarities(reading)
        square += square.T
        square /= 2
        return square

    def nearest(self, similarities: Singles) -> Singles:
        """Return for each label the similarity of its nearest phrasing."""
        return np.asarray(np.maximum.reduceat(similarities, self.starts), dtype=np.float32)


def _in_order(phrasings: Iterable[Phrasing]) -> dict[tuple[str, tuple[str, ...]], Phrasing]:
    keyed = (((p.label, tuple(tokens(p.text))), p) for p in phrasings)
    ordered = sorted(keyed, key=lambda item: (item[0], item[1].text), reverse=True)
    return dict(reversed([(key, p) for key, p in ordered if key[1]]))


def _members(label_of: Ids, starts: Ids) -> Ids:
    count = len(label_of)
    sizes = np.diff(np.append(starts, count))
    members = np.full((len(starts), int(sizes.max(initial=0))), count, dtype=np.intp)
    for label, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        members[label, :size] = np.arange(start, start + size)
    return members


def _frequency(readings: Iterable[Reading], more: Iterable[str]) -> dict[str, int]:
    frequency = dict.fromkeys(more, 1)
    for reading in readings:
        for word in reading.words:
            frequency[word.read] = frequency.get(word.read, 0) + 1
    return frequency
