"""Turning an utterance into the words, stems and concepts that it is matched by."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice

from bot.core.matching.ranking import WordReading
from bot.core.matching.spelling import Spelling
from bot.core.matching.stems import stem
from bot.core.matching.synonyms import Synonyms
from bot.core.text import tokens

MOST_CHARACTERS = 1_024
MOST_WORDS = 64
MOST_SEARCHES = 12
_WORDS_OF_A_LONG_ONE = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance as the matcher sees it.

    Attributes:
        words: each word and how it was read.
        stems: the stem of each word read.
        canonical: the stems, with phrases of a synonym set as their concept.
        compared: the words whose stems and letters are compared with phrasings: those read, but the plainest
            words of a concept where no phrasing has the reader's.
        trust: how far each compared word counts, 0 to 1; less for corrected ones.
    """

    words: tuple[WordReading, ...]
    stems: tuple[str, ...]
    canonical: tuple[str, ...]
    compared: tuple[str, ...]
    trust: tuple[float, ...]


def read(
    utterance: str,
    spelling: Spelling,
    synonyms: Synonyms,
    held: Container[str] = (),
    are_neighbours: Callable[[str, str], bool] = lambda _stem, _next: False,
) -> Reading:
    """Read an utterance: fold it, correct what is misspelt, find stems and concepts.

    The work is bounded: what lies beyond the first 64 words is not read, of more than 1,024 characters beyond
    the first 40, and at most 12 words are looked up for a correction.

    Args:
        utterance: the reader's words as typed.
        spelling: reads each word.
        synonyms: finds concepts.
        held: the stems that phrasings have.
        are_neighbours: whether a phrasing has two stems in this order, near each other.
    """
    most = MOST_WORDS if len(utterance) <= MOST_CHARACTERS else _WORDS_OF_A_LONG_ONE
    alone = _spelt(tokens(utterance[:MOST_CHARACTERS])[:most], spelling)
    words = _among_others(alone, spelling, are_neighbours)
    stems = tuple([stem(word.read) for word in words])
    canonical = tuple(synonyms.canonical(stems))
    compared = [(word.read, word.trust) for word in words]
    if canonical != stems:
        compared = _plainly(words, tuple(synonyms.spans(stems)), synonyms, held)
    return Reading(words, stems, canonical, *_columns(compared))


def read_phrasing(words: Sequence[str], synonyms: Synonyms) -> Reading:
    """Read the words of a phrasing, which are taken to be spelt right."""
    stems = tuple(map(stem, words))
    as_typed = tuple(map(_as_typed, words))
    compared = tuple(word.read for word in as_typed)
    return Reading(as_typed, stems, tuple(synonyms.canonical(stems)), compared, (1.0,) * len(stems))


@lru_cache(maxsize=50_000)
def _as_typed(word: str) -> WordReading:
    """Return the reading of a word that is spelt right: one for all phrasings, which are many."""
    return WordReading(word, word)


def _spelt(words: Sequence[str], spelling: Spelling) -> tuple[WordReading, ...]:
    if len(words) <= MOST_SEARCHES:
        return tuple(map(spelling.read, words))
    # Also those that were looked up before count: what others asked earlier must not change a reading.
    unknown = dict.fromkeys(word for word in words if not spelling.is_cheap(word))
    unread = set(islice(unknown, MOST_SEARCHES, None))
    return tuple(spelling.unread(word) if word in unread else spelling.read(word) for word in words)


def _among_others(
    words: tuple[WordReading, ...], spelling: Spelling, are_neighbours: Callable[[str, str], bool]
) -> tuple[WordReading, ...]:
    """Choose again between the corrections of misspelt words, with the words before and after in view."""
    if not any(word.corrected for word in words):
        return words
    stems = ["", *(stem(word.read) for word in words), ""]

    def beside(place: int, read: str) -> int:
        own = stem(read)
        return are_neighbours(stems[place], own) + are_neighbours(own, stems[place + 2])

    return tuple(spelling.among(word, partial(beside, place)) for place, word in enumerate(words))


def _plainly(
    words: Sequence[WordReading],
    spans: Sequence[tuple[str, int]],
    synonyms: Synonyms,
    held: Container[str],
) -> list[tuple[str, float]]:
    """Return the words and their trust, with the plainest ones in the place of those that no phrasing has."""
    compared: list[tuple[str, float]] = []
    at = 0
    for canonical, length in spans:
        own = words[at : at + length]
        plainest = synonyms.plainest(canonical)
        if plainest and any(stem(word.read) not in held for word in own):
            compared += [(word, min(word.trust for word in own)) for word in plainest]
        else:
            compared += [(word.read, word.trust) for word in own]
        at += length
    return compared


def _columns(compared: Sequence[tuple[str, float]]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    return tuple([word for word, _ in compared]), tuple([weight for _, weight in compared])
