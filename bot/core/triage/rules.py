"""Weighing rules: which combinations of concepts a message holds, and which it misses by how little."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.triage.people import Person
from bot.core.triage.polarity import Polarity
from bot.core.triage.values import Concept, Rule


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept, in the words in which a message speaks of it."""

    concept: str
    start: int
    end: int
    words: str
    polarity: Polarity
    person: Person


Mentions = Mapping[str, Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What became of one rule.

    Attributes:
        rule: the rule.
        mentions: the mentions that satisfy it, one for each of its conditions, if it fired.
        missing: why it did not fire, in a few words; empty if it did.
    """

    rule: Rule
    mentions: tuple[Mention, ...] = ()
    missing: str = ""

    @property
    def fired(self) -> bool:
        """Whether the rule holds."""
        return not self.missing


def counting(mentions: Iterable[Mention], concept: Concept) -> list[Mention]:
    """Return the mentions that count for rules: present ones, and past ones of what matters for life."""
    counts = {Polarity.PRESENT}
    if concept.past_counts:
        counts |= {Polarity.PAST, Polarity.PAST_EVENT}
    if not concept.event:
        counts.add(Polarity.PAST_EVENT)
    return [m for m in mentions if m.polarity in counts]


def weigh(rule: Rule, present: Mentions, spoken: Mentions) -> Weighing:
    """Weigh a rule.

    Args:
        rule: the rule.
        present: the mentions that count, by concept, in the order of the message.
        spoken: all mentions, by concept.
    """
    found = [_of(condition, present) for condition in rule.all]
    if not all(found):
        return Weighing(rule, missing=_missing(rule, found, spoken))
    against = sorted(name for name in rule.unless if _not_denied(spoken.get(name, ())))
    if against:
        return Weighing(rule, missing=f"speaks against it: {', '.join(against)}")
    for person in (Person.ME, Person.OTHER):
        together = _together([_about(person, mentions) for mentions in found], rule.within)
        if together:
            return Weighing(rule, mentions=together)
    return Weighing(rule, missing="said too far apart, or of different people")


def _of(condition: frozenset[str], mentions: Mentions) -> list[Mention]:
    lists = [mentions[name] for name in condition if name in mentions]
    if len(lists) == 1:
        return list(lists[0])
    return sorted((m for several in lists for m in several), key=lambda m: (m.start, m.end))


def _not_denied(mentions: Iterable[Mention]) -> bool:
    return any(m.polarity is not Polarity.DENIED for m in mentions)


def _about(person: Person, mentions: Iterable[Mention]) -> list[Mention]:
    return [m for m in mentions if m.person in (person, Person.UNKNOWN)]


def _together(found: Sequence[Sequence[Mention]], within: int | None) -> tuple[Mention, ...]:
    """Return one mention for each condition, near enough to each other; empty if there are none."""
    if not all(found):
        return ()
    if within is None:
        return tuple(mentions[0] for mentions in found)
    anchors, *others = found
    starts = [[m.start for m in mentions] for mentions in others]
    for anchor in anchors:
        near = [
            _nearest(anchor, mentions, places) for mentions, places in zip(others, starts, strict=True)
        ]
        if all(_apart(anchor, mention) <= within for mention in near):
            return (anchor, *near)
    return ()


def _nearest(anchor: Mention, mentions: Sequence[Mention], places: Sequence[int]) -> Mention:
    place = bisect_left(places, anchor.start)
    return min(mentions[max(0, place - 2) : place + 2], key=lambda m: _apart(anchor, m))


def _apart(one: Mention, other: Mention) -> int:
    """How many words lie between two mentions; 0 if they touch or overlap."""
    return max(0, max(one.start, other.start) - min(one.end, other.end))


def _missing(rule: Rule, found: Sequence[Sequence[Mention]], spoken: Mentions) -> str:
    lacking = [condition for condition, mentions in zip(rule.all, found, strict=True) if not mentions]
    return "; ".join(_lack(condition, spoken) for condition in lacking)


def _lack(condition: frozenset[str], spoken: Mentions) -> str:
    said = [m for name in sorted(condition) for m in spoken.get(name, ())]
    if said:
        return f'"{said[0].words}" is {said[0].polarity}'
    return f"no {' or '.join(sorted(condition))}"
