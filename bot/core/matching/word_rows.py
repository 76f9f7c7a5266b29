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
        self._rows: Singles = np.empty((_AT_FIRST, width), dtype=np.float32)

    def rows(self, words: Sequence[str], columns: Ids | None = None) -> Singles:
        """Return the rows of the words of a text, one below the other, or some columns of them."""
        places = self._places
        for word in words:
            place = places.pop(word, None)
            places[word] = self._learn(word, words) if place is None else place
        wanted = np.array([places[word] for word in words])
        rows: Singles = self._rows[wanted] if columns is None else self._rows[wanted[:, None], columns]
        return rows

    def _learn(self, word: str, beside: Sequence[str]) -> int:
        """Work out the row of a word, and return where it was put."""
        row, place = self._of_word(word), len(self._places)
        if place >= self._most:
            oldest = next((old for old in self._places if old not in beside), None)
            place = place if oldest is None else self._places.pop(oldest)
        if place == len(self._rows):
            more = max(min(2 * place, self._most), place + 1)
            rows = np.empty((more, self._rows.shape[1]), dtype=np.float32)
            rows[:place] = self._rows
            self._rows = rows
        self._rows[place] = row
        return place
