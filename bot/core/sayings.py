"""Ways of saying one thing in a few words: yes, no, "you misread me"."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.core.text import tokens

_LONG = 5
"""From this length on a word may have one typing error; "no" and "now" are two words."""
_ASIDE = {"oh", "ok", "okay", "well", "um", "er", "ah", "so", "thanks", "sorry", "honestly", "actually"}
"""What may stand around an answer and changes nothing of it."""


class Sayings:
    """Recognises some ways of saying one thing, word by word.

    Each word has to be there, so that no "not" is lost or put in: "I am not fine" is like "I am fine" in its
    letters only. A longer word may have one typing error, but not at its beginning: "fever" is not "never".

    Args:
        phrases: the ways of saying it.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._said: dict[int, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = _words(phrase)
            self._said.setdefault(len(words), []).append(words)

    def hold(self, utterance: str) -> bool:
        """Tell whether an utterance says it."""
        words = _words(utterance)
        return any(_alike(words, said) for said in self._said.get(len(words), ()))


def _words(text: str) -> tuple[str, ...]:
    words = tokens(text)
    return tuple(word for word in words if word not in _ASIDE) or tuple(words)


def _alike(words: Sequence[str], others: Sequence[str]) -> bool:
    return all(word == other or _misspelt(word, other) for word, other in zip(words, others, strict=True))


def _misspelt(word: str, other: str) -> bool:
    long = min(len(word), len(other)) >= _LONG
    return long and word[0] == other[0] and OSA.distance(word, other, score_cutoff=1) <= 1
