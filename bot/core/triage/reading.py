"""A message as triage sees it: words, and where its clauses and sentences begin and end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.text import fold, tokens
from bot.core.triage.lexicon import Lexicon

_DECIMAL = re.compile(r"(\d{1,6})[.,]\d{1,6}")
_UNIT = re.compile(r"(\d)(?=[a-z])")
_BREAK = re.compile(r"([.!?;\n\u2026]+|[,:()\[\]\"\u2013\u2014]+| -+ | / )")
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a message with their places.

    Attributes:
        words: folded words, short forms written out, decimals cut to their whole part.
        known: for each word, the words of the lexicon that it may stand for.
        numbers: for each word, its value if it is a whole number.
        segment: for each word, the number of its stretch between two punctuation marks.
        sentence: for each word, the number of its sentence.
        asked: the segments that end in a question mark.
    """

    words: tuple[str, ...]
    known: tuple[frozenset[str], ...]
    numbers: tuple[int | None, ...]
    segment: tuple[int, ...]
    sentence: tuple[int, ...]
    asked: frozenset[int]

    def text(self, start: int, end: int) -> str:
        """Return the words from `start` up to `end`."""
        return " ".join(self.words[start:end])


def read(utterance: str, lexicon: Lexicon) -> Reading:
    """Read a message; of more than 4,096 characters, the first 4,096."""
    words: list[str] = []
    segment: list[int] = []
    sentence: list[int] = []
    asked: set[int] = set()
    part_number = sentence_number = 0
    for part, mark in _parts(utterance[:_LONGEST]):
        found = lexicon.written_out(tokens(part))
        words += found
        segment += [part_number] * len(found)
        sentence += [sentence_number] * len(found)
        if "?" in mark:
            asked.add(part_number)
        part_number += 1
        sentence_number += _ends_sentence(mark)
    return Reading(
        words=tuple(words),
        known=tuple(map(lexicon.known, words)),
        numbers=tuple(map(_number, words)),
        segment=tuple(segment),
        sentence=tuple(sentence),
        asked=frozenset(asked),
    )


def _parts(utterance: str) -> Iterable[tuple[str, str]]:
    text = _UNIT.sub(r"\1 ", _DECIMAL.sub(r"\1", fold(utterance)))
    pieces = [*_BREAK.split(text), ""]
    return zip(pieces[::2], pieces[1::2], strict=True)


def _ends_sentence(mark: str) -> bool:
    return any(sign in mark for sign in ".!?;\n\u2026")


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 6 else None
