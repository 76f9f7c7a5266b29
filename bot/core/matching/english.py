"""What is known of English at large: which words it has, and how much each of them tells."""

from collections.abc import Sequence
from math import log

_SHARE_OF_FIRST = 10.0
_TELLS_ALL_FROM = 12.0


class English:
    """English words by how common they are.

    A knowledge base is too small to tell which of its words are rare by chance: "actually" may stand in one
    phrasing only and still means nothing in particular. A word of rank r in English makes up about 1 / (10 r)
    of all words (Zipf, "Human behavior and the principle of least effort", 1949), so it tells
    ln(10 r) (Shannon's information, in nats). As a share of 12, reached at rank 16,000 or by a word that is
    not in the list, that is how much it counts: "the" 0.19, "please" 0.8, "pelvis" 1.

    Args:
        words: English words in lower case, the most frequent first; none if nothing is known.
    """

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._telling = {
            word: min(1.0, log(_SHARE_OF_FIRST * rank) / _TELLS_ALL_FROM)
            for rank, word in enumerate(words, start=1)
        }

    def __contains__(self, word: object) -> bool:
        return word in self._telling

    def telling(self, word: str) -> float:
        """Return how much a word tells, above 0 and up to 1."""
        return self._telling.get(word, 1.0)
