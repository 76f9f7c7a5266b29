"""Weighing rules: which combinations of concepts a message holds, and which it misses by how little."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.triage.people import Person
from bot.core.triage.polarity import Polarity
from bot.core.triage.values import NEARBY, Concept, Rule


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
    """What became of a rule that held or nearly held.

    Attributes:
        rule: the rule.
        mentions: the mentions that satisfy it, one for each of its conditions, if it fired.
        lacking: the condition that nothing in the message satisfied.
        instead: a mention of that condition which does not count, since it is denied or past.
        against: the concepts that speak against it.
    """

    rule: Rule
    mentions: tuple[Mention, ...] = ()
    lacking: frozenset[str] = frozenset()
    instead: Mention | None = None
    against: frozenset[str] = frozenset()

    @property
    def fired(self) -> bool:
        """Whether the rule holds."""
        return bool(self.mentions)

    @property
    def missing(self) -> str:
        """Why the rule did not fire, in a few words for a clinician; empty if it did."""
        if self.fired:
            return ""
        if self.instead:
            return f'"{self.instead.words}" is {self.instead.polarity}'
        if self.lacking:
            return f"no {' or '.join(sorted(self.lacking))}"
        if self.against:
            return f"speaks against it: {', '.join(sorted(self.against))}"
        return "said too far apart, or of different people"


def counting(mentions: Iterable[Mention], concept: Concept) -> list[Mention]:
    """Return the mentions that count for rules: present ones, and past ones of what matters for life."""
    counts = {Polarity.PRESENT}
    if concept.past_counts:
        counts |= {Polarity.PAST, Polarity.PAST_EVENT}
    if not concept.event:
        counts.add(Polarity.PAST_EVENT)
    return [m for m in mentions if m.polarity in counts]


def weigh(rule: Rule, present: Mentions, spoken: Mentions) -> Weighing | None:
    """Weigh a rule; None if it lacks more than one of its conditions.

    Args:
        rule: the rule.
        present: the mentions that count, by concept, in the order of the message.
        spoken: all mentions, by concept.
    """
    lacking = [condition for condition in rule.all if present.keys().isdisjoint(condition)]
    if lacking:
        return _short_of_one(rule, lacking[0], spoken) if len(lacking) == 1 else None
    found = [_of(condition, present) for condition in rule.all]
    for person in (Person.ME, Person.OTHER):
        together = _together([_about(person, mentions) for mentions in found], rule.within)
        if together:
            against = _against(rule, together, spoken)
            return Weighing(rule, against=against) if against else Weighing(rule, mentions=together)
    return Weighing(rule)


def _against(rule: Rule, together: Sequence[Mention], spoken: Mentions) -> frozenset[str]:
    """Return the concepts near by that speak against a rule; far off, they speak of something else."""
    start, end = min(m.start for m in together) - NEARBY, max(m.end for m in together) + NEARBY
    return frozenset(
        name
        for name in rule.unless
        for m in spoken.get(name, ())
        if m.polarity is not Polarity.DENIED and start < m.end and m.start < end
    )


def _short_of_one(rule: Rule, lacking: frozenset[str], spoken: Mentions) -> Weighing | None:
    instead = next((m for name in sorted(lacking) for m in spoken.get(name, ())), None)
    if len(rule.all) == 1 and instead is None:
        return None
    return Weighing(rule, lacking=lacking, instead=instead)


def _of(condition: frozenset[str], mentions: Mentions) -> list[Mention]:
    lists = [mentions[name] for name in condition if name in mentions]
    if len(lists) == 1:
        return list(lists[0])
    return sorted((m for several in lists for m in several), key=lambda m: (m.start, m.end))


def _about(person: Person, mentions: Iterable[Mention]) -> list[Mention]:
    return [m for m in mentions if m.person in (person, Person.UNKNOWN)]


def _together(found: Sequence[Sequence[Mention]], within: int) -> tuple[Mention, ...]:
    """Return one mention for each condition, near enough to each other; empty if there are none."""
    if not all(found):
        return ()
    anchors, *others = found
    starts = [[m.start for m in mentions] for mentions in others]
    for anchor in anchors:
        near = [_nearest(anchor, mentions, places) for mentions, places in zip(others, starts, strict=True)]
        if all(_apart(anchor, mention) <= within for mention in near):
            return (anchor, *near)
    return ()


def _nearest(anchor: Mention, mentions: Sequence[Mention], places: Sequence[int]) -> Mention:
    place = bisect_left(places, anchor.start)
    return min(mentions[max(0, place - 2) : place + 2], key=lambda m: _apart(anchor, m))


def _apart(one: Mention, other: Mention) -> int:
    """How many words lie between two mentions; 0 if they touch or overlap."""
    return max(0, max(one.start, other.start) - min(one.end, other.end))
