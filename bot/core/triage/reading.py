"""A message as triage sees it: words, and where its clauses and sentences begin and end."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.text import fold, tokens
from bot.core.triage.lexicon import Lexicon

_DECIMAL = re.compile(r"(\d{1,6})[.,]\d{1,6}")
_WEEKS = re.compile(r"(\d) ?w\b")
_UNIT = re.compile(r"(\d)(?=[a-z])")
_BREAK = re.compile(r"([.!?;\n\u2026]+|[,:()\[\]\"\u2013\u2014]+| -+ | / )")
_LONGEST = 4096
_NUMBER_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_TENS = frozenset(word for word, value in _NUMBER_WORDS.items() if value >= 20)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a message with their places.

    Attributes:
        words: folded words, short forms written out, decimals cut to their whole part.
        known: for each word, the words of the lexicon that it may stand for.
        numbers: for each word, its value if it is a whole number, in figures or in words (from two to 99).
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

    def after_number(self, place: int) -> int:
        """Return the place behind the number at `place`, which may take two words."""
        return place + 2 if self.words[place] in _TENS and self._goes_on(place + 1) else place + 1

    def _goes_on(self, place: int) -> bool:
        number = self.numbers[place] if place < len(self.words) else None
        return number is not None and number < 10

    def text(self, start: int, end: int) -> str:
        """Return the words from `start` up to `end`."""
        return " ".join(self.words[start:end])


def read(utterance: str, lexicon: Lexicon, signs: Mapping[str, str]) -> Reading:
    """Read a message; of more than 4,096 characters, the first 4,096.

    Args:
        utterance: the message.
        lexicon: the words that triage knows.
        signs: pictures that stand for words.
    """
    words: list[str] = []
    segment: list[int] = []
    sentence: list[int] = []
    asked: set[int] = set()
    sentence_number = 0
    for part_number, (part, mark) in enumerate(_parts(_spelled(utterance[:_LONGEST], signs)[:_LONGEST])):
        found = lexicon.written_out(tokens(part))
        words += found
        segment += [part_number] * len(found)
        sentence += [sentence_number] * len(found)
        if "?" in mark:
            asked.add(part_number)
        sentence_number += _ends_sentence(mark)
    return Reading(
        words=tuple(words),
        known=tuple(lexicon.known(words)),
        numbers=_numbers(words),
        segment=tuple(segment),
        sentence=tuple(sentence),
        asked=frozenset(asked),
    )


def _spelled(utterance: str, signs: Mapping[str, str]) -> str:
    if utterance.isascii():
        return utterance
    return "".join(f" {signs[c]} " if c in signs else c for c in utterance)


def _parts(utterance: str) -> Iterable[tuple[str, str]]:
    text = _WEEKS.sub(r"\1 weeks", _DECIMAL.sub(r"\1", fold(utterance)))
    text = _UNIT.sub(r"\1 ", text)
    pieces = [*_BREAK.split(text), ""]
    return zip(pieces[::2], pieces[1::2], strict=True)


def _ends_sentence(mark: str) -> bool:
    return any(sign in mark for sign in ".!?;\n\u2026")


def _numbers(words: Sequence[str]) -> tuple[int | None, ...]:
    """Return the value of each word that is a number; in "seventy nine", 79 stands at its first word."""
    values = [_number(word) for word in words]
    for place in range(len(words) - 1):
        tens, units = values[place], values[place + 1]
        if words[place] in _TENS and tens is not None and units is not None and 0 < units < 10:
            values[place] = tens + units
    return tuple(values)


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= 6 else None
    return _NUMBER_WORDS.get(word)
