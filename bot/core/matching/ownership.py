"""How much of the few words of a short utterance belongs to one label."""

from functools import reduce

import numpy as np
import numpy.typing as npt

from bot.core.matching.index import Index
from bot.core.matching.reading import Reading

Ids = npt.NDArray[np.intp]

_SHORT = 4
_MOST_READ = 2_000
_SEVERAL = -1
_TIMES_AS_LONG = 3
_AS_IF_ELSEWHERE = 2
"""A word that one phrasing holds says little: so many others are counted beside those that hold it."""


class Ownership:
    """Says how far a label owns the words of a short utterance.

    One to four words say no more than the phrasings that hold them all: if those belong to many labels, the
    words ask for none of them in particular ("leg"), however near one phrasing is. Those that say much more
    do not count, the others by the share of them that the words are. If any phrasing holds the words side by
    side in their order, only such phrasings count. An utterance that is a phrasing, word by word, with or
    without synonyms, is owned by its label, and so is one whose words no phrasing holds together.

    Args:
        index: the phrasings.
    """

    def __init__(self, index: Index) -> None:
        self._label_of = index.label_of
        self._texts: list[str] = []
        holders: dict[str, list[int]] = {}
        self._owner: dict[tuple[str, ...], int] = {}
        for number, (label, reading) in enumerate(zip(index.label_of.tolist(), index.readings, strict=True)):
            for said in {reading.stems, reading.canonical}:
                owner = self._owner.setdefault(said, label)
                self._owner[said] = label if owner == label else _SEVERAL
            self._texts.append(_text(reading.canonical))
            for stem in set(reading.canonical):
                holders.setdefault(stem, []).append(number)
        self._length = np.array([len(reading.canonical) for reading in index.readings])
        self._holders: dict[str, Ids] = {s: np.array(h, dtype=np.intp) for s, h in holders.items()}

    def owner(self, reading: Reading) -> int | None:
        """Return the one label that has the reading, word by word, among its phrasings, if there is one."""
        owner = self._owner.get(reading.stems, _SEVERAL)
        if owner == _SEVERAL and reading.canonical != reading.stems:
            owner = self._owner.get(reading.canonical, _SEVERAL)
        return None if owner == _SEVERAL else owner

    def of_a_word(self, reading: Reading, label: int) -> float:
        """Return a label's largest share, 0 to 1, of the phrasings that hold one word of a reading."""
        stems = self._holders.keys() & {*reading.canonical, *reading.stems}
        held = (self._label_of[self._holders[stem]] == label for stem in stems)
        return max((float(own.sum() / (len(own) + _AS_IF_ELSEWHERE)) for own in held), default=0.0)

    def share(self, reading: Reading, label: int) -> float:
        """Return a label's share of the phrasings that hold all words of a reading; 1 where it owns them."""
        stems = reading.canonical
        if len(stems) > _SHORT or label == self.owner(reading):
            return 1.0
        if not set(stems) <= self._holders.keys():
            return 1.0
        together = self._together(stems)
        if not len(together):
            return 1.0
        shares = len(stems) / self._length[together]
        return float(shares[self._label_of[together] == label].sum() / shares.sum())

    def _together(self, stems: tuple[str, ...]) -> Ids:
        """Return the phrasings that hold all stems; of very many, some that are spread evenly."""
        holders = sorted((self._holders[stem] for stem in set(stems)), key=len)
        together = reduce(_in_both, holders)
        together = together[self._length[together] <= _TIMES_AS_LONG * (len(stems) + 1)]
        together = together[:: -(-len(together) // _MOST_READ) or 1]
        wanted = _text(stems)
        in_order = [number for number in together.tolist() if wanted in self._texts[number]]
        return np.array(in_order, dtype=np.intp) if in_order else together


def _in_both(numbers: Ids, others: Ids) -> Ids:
    """Return the numbers that are among others; both ascend."""
    there: Ids = numbers[others.take(others.searchsorted(numbers), mode="clip") == numbers]
    return there


def _text(stems: tuple[str, ...]) -> str:
    return f" {' '.join(stems)} "
