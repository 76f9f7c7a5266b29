"""The small language in which clinicians write phrases, read into elements.

A phrase is words with spaces between. `a|b` is either word (`in_time|ever`: one alternative of two words),
`=word` that spelling and no other, `<name>` any phrase of another concept, `...` up to three further words,
`#` a number, `#65-105` a number in a range, `^` the beginning and `$` the end of a clause. What stands behind
`>` must follow but is left to other phrases. Endings (-s, -ed, -ing) and misspellings are understood, and
small words (fillers) may stand between: `lost control bladder` finds "lost all control of my bladder".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, product

from bot.core.text import tokens

_NUMBER = re.compile(r"#(?:(\d+)-(\d+))?")
_CONCEPT = re.compile(r"<([a-z_]+)>")
_MANY = 10**6
GAP = 3
"""How many words `...` may stand for."""


@dataclass(frozen=True, slots=True)
class Literal:
    """One of these words; a word with `=` before it in that spelling only."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reference:
    """Any phrase of another concept."""

    concept: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in a range, both ends included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `GAP` words, whatever they are."""


@dataclass(frozen=True, slots=True)
class ClauseStart:
    """The beginning of a clause."""


@dataclass(frozen=True, slots=True)
class ClauseEnd:
    """The end of a clause."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What follows must be there, but is not part of the phrase."""


Element = Literal | Reference | Number | Gap | ClauseStart | ClauseEnd | Ahead
_SIGNS: dict[str, Element] = {"...": Gap(), "^": ClauseStart(), "$": ClauseEnd(), ">": Ahead()}


class PhraseError(ValueError):
    """The phrase is not in the small language; the message says why, to a clinician."""


def parse(phrase: str) -> tuple[tuple[Element, ...], ...]:
    """Read a phrase: one row of elements, or several where an alternative is more than a plain word.

    Raises:
        PhraseError: it is empty, holds nothing but signs, or an element of it cannot be read.
    """
    rows = tuple(tuple(chain.from_iterable(row)) for row in product(*map(_choices, phrase.split())))
    for elements in rows:
        if not any(isinstance(e, Literal | Reference | Number) for e in elements):
            raise PhraseError(f'"{phrase}" holds no word')
        if isinstance(elements[0], Gap) or isinstance(elements[-1], Gap):
            raise PhraseError(f'"{phrase}" begins or ends with "...", which stands only between words')
    return rows


def _choices(part: str) -> list[tuple[Element, ...]]:
    """Read what stands between two spaces: plain words in one literal, all else in a row of its own."""
    read = [_read(alternative) for alternative in part.split("|")]
    plain: frozenset[str] = frozenset()
    others: list[tuple[Element, ...]] = []
    for row in read:
        if len(row) == 1 and isinstance(row[0], Literal):
            plain |= row[0].words
        else:
            others.append(row)
    return [(Literal(plain),), *others] if plain else others


def _read(part: str) -> tuple[Element, ...]:
    if part in _SIGNS:
        return (_SIGNS[part],)
    if found := _CONCEPT.fullmatch(part):
        return (Reference(found[1]),)
    if found := _NUMBER.fullmatch(part):
        return (Number(int(found[1] or 0), int(found[2] or _MANY)),)
    exactly = "=" * part.startswith("=")
    words = tokens(part)
    if not words:
        raise PhraseError(f'"{part}" is not a word')
    return tuple(Literal(frozenset([exactly + word])) for word in words)


def references(elements: Iterable[Element]) -> set[str]:
    """Return the names of the concepts that a row of elements leans on."""
    return {e.concept for e in elements if isinstance(e, Reference)}


def links(phrases: Iterable[str]) -> set[str]:
    """Return the names of the concepts that some phrases lean on."""
    return {name for phrase in phrases for row in parse(phrase) for name in references(row)}


def in_circle(name: str, leans: Mapping[str, set[str]]) -> bool:
    """Return whether a concept leans on itself by way of others; `leans` names what each leans on."""
    reached: set[str] = set()
    ahead = set(leans[name])
    while ahead:
        reached |= ahead
        ahead = set().union(*(leans.get(other, set()) for other in ahead)) - reached
    return name in reached
