"""Whose sign it is: the writer's own, or someone else's."""

from collections.abc import Sequence
from enum import StrEnum

from bot.core.triage.mentions import Spans
from bot.core.triage.values import CueKind


class Person(StrEnum):
    """Whom a part of a message is about."""

    UNKNOWN = "not said"
    ME = "the writer"
    OTHER = "someone else"


def people(count: int, cues: Spans) -> Sequence[Person]:
    """Return for each of `count` words whom it is about: the person last spoken of.

    "my" before a relative already means the relative, and the "I" of "I think" is about nobody.
    """
    me = _about_me(cues)
    other = cues.get(CueKind.OTHER, {})
    person = Person.UNKNOWN
    result: list[Person] = []
    for place in range(count):
        if place in other or (place in me and place + 1 in other):
            person = Person.OTHER
        elif place in me:
            person = Person.ME
        result.append(person)
    return result


def _about_me(cues: Spans) -> set[int]:
    asides = cues.get(CueKind.ASIDE, {}).items()
    return {place for place in cues.get(CueKind.ME, {}) if not any(s <= place < e for s, e in asides)}


def person_of(start: int, end: int, by_word: Sequence[Person], cues: Spans) -> Person:
    """Return whom a mention is about: the person named inside it, or else the one last spoken of."""
    named = _about_me(cues) | cues.get(CueKind.OTHER, {}).keys()
    inside = [place for place in named if start <= place < end]
    return by_word[min(inside)] if inside else by_word[start]
