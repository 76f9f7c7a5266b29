"""What was worked out for a word, kept for the next time that it is met."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

_AT_FIRST = 64


class WordRows:
    """A row of numbers for each of many words, worked out once and remembered.

    When no more fit, the word that was asked for longest ago is forgotten (least recently used): frequent
    words stay, whatever text they come in.

    Args:
        width: how many numbers a row has.
        most_numbers: how many numbers are remembered; the rows of one text are, in any case.
        of_word: works out the row of a word.
    """

    def __init__(self, width: int, most_numbers: int, of_word: Callable[[str], Singles]) -> None:
        self._of_word = of_word
        self._most = most_numbers // max(width, 1)
        self._places: dict[str, int] = {}
        self._words: list[str] = []
        self._rows: Singles = np.empty((_AT_FIRST, width), dtype=np.float32)
        self._texts = 0
        # For each row the number of the text that asked for it last.
        self._asked = np.zeros(_AT_FIRST, dtype=np.int64)

    def rows(self, words: Sequence[str], columns: Ids | None = None) -> Singles:
        """Return the rows of the words of a text, one below the other, or some columns of them."""
        places = self._places
        self._texts += 1
        new = [word for word in words if word not in places]
        if new:
            self._asked[[places[word] for word in words if word in places]] = self._texts
            for word in new:
                self._learn(word)
        wanted = np.array([places[word] for word in words])
        self._asked[wanted] = self._texts
        rows: Singles = self._rows[wanted] if columns is None else self._rows[wanted[:, None], columns]
        return rows

    def _learn(self, word: str) -> None:
        row, place = self._of_word(word), self._room()
        self._rows[place] = row
        self._asked[place] = self._texts
        self._places[word] = place
        self._words[place] = word

    def _room(self) -> int:
        """Return the place of a row that is free: a new one, or that of a word not asked for in this text."""
        count = len(self._places)
        if count >= self._most and count:
            oldest = int(self._asked[:count].argmin())
            if self._asked[oldest] < self._texts:
                del self._places[self._words[oldest]]
                return oldest
        if count == len(self._rows):
            more = max(min(2 * count, self._most), count + 1) - count
            self._rows = np.concatenate([self._rows, np.empty((more, self._rows.shape[1]), dtype=np.float32)])
            self._asked = np.concatenate([self._asked, np.zeros(more, dtype=np.int64)])
        self._words.append("")
        return count
