"""Turning an utterance into the words, stems and concepts that it is matched by."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.matching.ranking import WordReading
from bot.core.matching.spelling import Spelling, trust
from bot.core.matching.stems import stem
from bot.core.matching.synonyms import Synonyms
from bot.core.text import tokens

MOST_CHARACTERS = 4_096
MOST_WORDS = 120
_MOST_SEARCHES = 24


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance as the matcher sees it.

    Attributes:
        words: each word and how it was read.
        stems: the stem of each word read.
        canonical: the stems, with phrases of a synonym set as their concept.
        trust: how far each word counts, 0 to 1; less for corrected ones.
    """

    words: tuple[WordReading, ...]
    stems: tuple[str, ...]
    canonical: tuple[str, ...]
    trust: tuple[float, ...]

    @property
    def text(self) -> str:
        """The words as read, joined by spaces."""
        return " ".join(word.read for word in self.words)


def read(utterance: str, spelling: Spelling, synonyms: Synonyms) -> Reading:
    """Read an utterance: fold it, correct what is misspelt, find stems and concepts.

    The work is bounded: what lies beyond the first 4,096 characters or 120 words is not read, and at most 24
    words are looked up for a correction.
    """
    words = _spelt(tokens(utterance[:MOST_CHARACTERS])[:MOST_WORDS], spelling)
    stems = tuple(stem(word.read) for word in words)
    canonical = tuple(synonyms.canonical(stems))
    return Reading(words, stems, canonical, tuple(map(trust, words)))


def read_phrasing(words: Sequence[str], synonyms: Synonyms) -> Reading:
    """Read the words of a phrasing, which are taken to be spelt right."""
    stems = tuple(map(stem, words))
    as_typed = tuple(WordReading(word, word) for word in words)
    return Reading(as_typed, stems, tuple(synonyms.canonical(stems)), (1.0,) * len(stems))


def _spelt(words: Sequence[str], spelling: Spelling) -> tuple[WordReading, ...]:
    searches = 0
    readings: list[WordReading] = []
    for word in words:
        searches += not spelling.is_cheap(word)
        readings.append(spelling.read(word) if searches <= _MOST_SEARCHES else spelling.unread(word))
    return tuple(readings)
