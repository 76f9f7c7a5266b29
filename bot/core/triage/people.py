"""Whose sign it is: the writer's own, or someone else's."""

from enum import StrEnum

from bot.core.triage.mentions import Spans
from bot.core.triage.values import CueKind


class Person(StrEnum):
    """Whom a part of a message is about."""

    UNKNOWN = "not said"
    ME = "the writer"
    OTHER = "someone else"


class People:
    """The people of a message.

    Args:
        count: how many words it has.
        cues: where it speaks of the writer and of others. "my" before a relative already means the relative,
            and the "I" of "I think" is about nobody.
    """

    def __init__(self, count: int, cues: Spans) -> None:
        aside = {place for s, e in cues.get(CueKind.ASIDE, {}).items() for place in range(s, e)}
        self._others = frozenset(cues.get(CueKind.OTHER, ()))
        self._me = frozenset(cues.get(CueKind.ME, ())) - aside
        person = Person.UNKNOWN
        self._by_word: list[Person] = []
        for place in range(count):
            person = self._named(place) or person
            self._by_word.append(person)

    def of(self, start: int, end: int) -> Person:
        """Return whom a mention is about: the person named inside it, or else the one last spoken of."""
        inside = (place for place in range(start, end) if self._named(place))
        return self._by_word[next(inside, start)]

    def _named(self, place: int) -> Person | None:
        if place in self._others or (place in self._me and place + 1 in self._others):
            return Person.OTHER
        return Person.ME if place in self._me else None
