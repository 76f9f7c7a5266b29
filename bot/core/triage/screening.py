"""Screening a message for red flags, before anything else is done with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from bot.core.triage.lexicon import Lexicon
from bot.core.triage.mentions import Finder, Spans
from bot.core.triage.patterns import Literal, parse
from bot.core.triage.people import People
from bot.core.triage.polarity import Polarities, Polarity
from bot.core.triage.reading import Reading, read
from bot.core.triage.rules import Mention, Weighing, counting, weigh
from bot.core.triage.second_net import SecondNet, Suspicion, Traits, traits_of
from bot.core.triage.values import Alarm, Example, Level, RedFlagBook, RedFlagId, Rule
from bot.core.triage.verdict import Trace, Verdict

_NOTHING: frozenset[str] = frozenset()
_NEARLY = 12
_IDIOM = "idiom"
_TERSE = 6  # words; with so few others beside a sign, nothing says that it is ordinary
_TERSE_IN_EMERGENCY = 10  # words; so, too, if it is a sign of an emergency
_LONG = 40  # words; the ordinary ones of a longer message may drown a sign
_AROUND = 4


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message, what it speaks of, and what the second net thinks of the whole of it."""

    reading: Reading
    mentions: Sequence[Mention]
    suspicion: Suspicion | None


class Triage:
    """Screens messages by one book of red flags, which it compiles once."""

    def __init__(self, book: RedFlagBook) -> None:
        self._book = book
        self._concepts = {concept.name: concept for concept in book.concepts}
        self._signs = frozenset(name for rule in book.rules for names in rule.all for name in names)
        first = (rule for rule in book.rules if rule.flag in book.first)
        self._told_first = frozenset(name for rule in first for names in rule.all for name in names)
        aside = {str(kind): phrases for kind, phrases in book.cues.items()} | {_IDIOM: book.idioms}
        concepts = {concept.name: concept.phrases for concept in book.concepts}
        self._cues_and_idioms = Finder(aside, book.fillers)
        self._finder = Finder(concepts, book.fillers)
        self._lexicon = _lexicon(book)
        self._order = {flag: place for place, flag in enumerate(book.flags)}
        self._second_net = self._learned(book.examples) if book.examples else None

    def screen(self, utterance: str, answered_no: frozenset[RedFlagId] = frozenset()) -> Verdict:
        """Screen a message.

        Args:
            utterance: the reader's words; of more than 4,096 characters, the first 4,096.
            answered_no: the red flags whose check question this reader has already answered with no.
        """
        reading = self._read(utterance)
        mentions = self._mentions(reading)
        weighings = self._weigh(mentions)
        suspicion = self._suspicion(reading.words, mentions)
        heard = _Heard(reading, mentions, suspicion)
        fired = self._believed([w for w in weighings if w.fired], heard)
        alarms = self._alarms(w.rule for w in fired) or self._second_alarm(suspicion, answered_no)
        if not alarms:
            fired += self._believed(self._asked(mentions), heard)
        raised = {alarm.flag for alarm in alarms}
        return Verdict(
            alarms=alarms,
            check=None if alarms else self._check(fired, suspicion, answered_no),
            see_first=tuple(self._see_first((w.rule for w in fired), raised)),
            trace=Trace(tuple(mentions), tuple(fired), tuple(_nearly(weighings)), suspicion),
        )

    def alarms_of_rules(self, utterance: str) -> tuple[Alarm, ...]:
        """Return the alarms that the rules alone raise, whatever the rest of the message reads like."""
        mentions = self._mentions(self._read(utterance))
        return self._alarms(w.rule for w in self._weigh(mentions) if w.fired)

    def speaks_of(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the names of the concepts that some texts speak of, denied or not."""
        return frozenset(mention.concept for text in texts for mention in self._mentions(self._read(text)))

    def _learned(self, examples: Iterable[Example]) -> SecondNet:
        return SecondNet((self._traits_of(example.text), example.flags) for example in examples)

    def _traits_of(self, utterance: str) -> Traits:
        reading = self._read(utterance)
        return self._traits(reading.words, self._mentions(reading))

    def _read(self, utterance: str) -> Reading:
        return read(utterance, self._lexicon, self._book.signs)

    def _traits(self, words: Sequence[str], mentions: Iterable[Mention]) -> Traits:
        return traits_of(self._lexicon.corrected(words), mentions)

    def _mentions(self, reading: Reading) -> list[Mention]:
        cues = self._cues_and_idioms.find(reading)
        spans = self._finder.find(_masked(reading, cues.pop(_IDIOM, {})))
        polarities = Polarities(reading, cues, {name: spans[name] for name in spans.keys() & self._signs})
        people = People(len(reading.words), cues)
        return [
            Mention(
                concept=name,
                start=start,
                end=end,
                words=reading.text(start, end),
                polarity=polarities.of(start, end),
                person=people.of(start, end),
            )
            for start, end, name in _in_order(spans)
        ]

    def _weigh(self, mentions: Sequence[Mention]) -> list[Weighing]:
        spoken: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            spoken[mention.concept].append(mention)
        kept = {name: counting(several, self._concepts[name]) for name, several in spoken.items()}
        present = {name: several for name, several in kept.items() if several}
        weighed = (weigh(rule, present, spoken) for rule in self._book.rules)
        return [weighing for weighing in weighed if weighing]

    def _asked(self, mentions: Sequence[Mention]) -> list[Weighing]:
        """Return the rules that would fire if what is asked about were so; they call for a check."""
        if not any(map(self._is_asked, mentions)):
            return []
        so = [replace(m, polarity=Polarity.PRESENT) if self._is_asked(m) else m for m in mentions]
        doubts = (w for w in self._weigh(so) if w.fired and w.rule.level is not Level.SEE_FIRST)
        return [replace(weighing, rule=replace(weighing.rule, level=None)) for weighing in doubts]

    def _is_asked(self, mention: Mention) -> bool:
        """Tell whether a sign is asked about; one of what is told first, also in general ("if ...")."""
        in_general = mention.polarity is Polarity.GENERAL and mention.concept in self._told_first
        return in_general or mention.polarity is Polarity.ASKED

    def _alarms(self, rules: Iterable[Rule]) -> tuple[Alarm, ...]:
        reached: dict[RedFlagId, Level] = {}
        for rule in rules:
            if rule.level in (Level.EMERGENCY, Level.URGENT):
                reached[rule.flag] = min(rule.level, reached.get(rule.flag, rule.level), key=_rank)
        alarms = [Alarm(flag, level) for flag, level in reached.items()]
        return tuple(sorted(alarms, key=self._urgency))

    def _urgency(self, alarm: Alarm) -> tuple[bool, int, int]:
        return alarm.flag not in self._book.first, alarm.level.rank, self._order[alarm.flag]

    def _suspicion(self, words: Sequence[str], mentions: Sequence[Mention]) -> Suspicion | None:
        return self._second_net.suspicion(self._traits(words, mentions)) if self._second_net else None

    def _believed(self, fired: Iterable[Weighing], heard: "_Heard") -> list[Weighing]:
        """Return the rules that are to be heeded, an alarm as a check where the message reads ordinary.

        Those that are told first, of suicide, are told where others are asked about, and never let go.
        """
        return [believed for weighing in fired if (believed := self._as_believed(weighing, heard))]

    def _as_believed(self, weighing: Weighing, heard: "_Heard") -> Weighing | None:
        if heard.suspicion is None or weighing.rule.level is Level.SEE_FIRST:
            return weighing
        believed, asked = self._heeded(weighing, heard, heard.suspicion.score)
        if believed:
            return weighing
        first = weighing.rule.flag in self._book.first
        return replace(weighing, rule=replace(weighing.rule, level=None)) if asked or first else None

    def _heeded(self, weighing: Weighing, heard: "_Heard", score: float) -> tuple[bool, bool]:
        """Tell whether a rule that fired is believed, and whether it is at least asked about.

        In a long message the words around the rule's signs count as much as the whole: all else in it, which
        is ordinary, would drown a sign, and its length would make a figure of speech an alarm.
        """
        book = self._book.thresholds
        first = weighing.rule.flag in self._book.first
        believe_above = book.ignore_below if first else book.believe_above
        length = len(heard.reading.words)
        if length <= _LONG:
            terse = _TERSE_IN_EMERGENCY if weighing.rule.level is Level.EMERGENCY else _TERSE
            return score > believe_above, length <= terse or score > book.ignore_below
        around = self._score_around(weighing, heard)
        believed = (score + around) / 2 > believe_above or around > book.alarm_above
        return believed, around > book.ignore_below

    def _score_around(self, weighing: Weighing, heard: "_Heard") -> float:
        """Return how much the words around a rule's signs read like a red flag."""
        start = max(0, min(m.start for m in weighing.mentions) - _AROUND)
        end = max(m.end for m in weighing.mentions) + _AROUND
        mentions = [m for m in heard.mentions if start <= m.start and m.end <= end]
        suspicion = self._suspicion(heard.reading.words[start:end], mentions)
        return suspicion.score if suspicion else 0.0

    def _second_alarm(
        self, suspicion: Suspicion | None, answered_no: frozenset[RedFlagId]
    ) -> tuple[Alarm, ...]:
        """Return the alarm that the second net raises alone, not for what was just answered with no."""
        if (
            not suspicion
            or suspicion.score <= self._book.thresholds.alarm_above
            or suspicion.flag in answered_no
        ):
            return ()
        return (Alarm(suspicion.flag, self._book.flags[suspicion.flag].level),)

    def _check(
        self, fired: Iterable[Weighing], suspicion: Suspicion | None, answered_no: frozenset[RedFlagId]
    ) -> RedFlagId | None:
        """Return the question to ask: a rule's before the second net's; none that was answered with no."""
        flags = {w.rule.flag for w in fired if w.rule.level is None} - answered_no
        if flags:
            return min(flags, key=lambda flag: (flag not in self._book.first, self._order[flag]))
        if (
            not suspicion
            or suspicion.score <= self._book.thresholds.ask_above
            or suspicion.flag in answered_no
        ):
            return None
        return suspicion.flag

    def _see_first(self, rules: Iterable[Rule], raised: set[RedFlagId]) -> list[RedFlagId]:
        flags = {rule.flag for rule in rules if rule.level is Level.SEE_FIRST} - raised
        return sorted(flags, key=self._order.__getitem__)


def _rank(level: Level) -> int:
    return level.rank


def _nearly(weighings: Iterable[Weighing]) -> Iterable[Weighing]:
    """Return some of the rules that lacked one thing: a condition, a polarity, or nearness."""
    return islice((weighing for weighing in weighings if not weighing.fired), _NEARLY)


def _masked(reading: Reading, idioms: Mapping[int, int]) -> Reading:
    """Return the reading with the words of its idioms emptied, so that no concept sees them."""
    known, numbers = list(reading.known), list(reading.numbers)
    for start, end in idioms.items():
        known[start:end] = [_NOTHING] * (end - start)
        numbers[start:end] = [None] * (end - start)
    return replace(reading, known=tuple(known), numbers=tuple(numbers))


def _in_order(spans: Spans) -> list[tuple[int, int, str]]:
    return sorted((start, end, name) for name, found in spans.items() for start, end in found.items())


def _lexicon(book: RedFlagBook) -> Lexicon:
    spoken = {word for concept in book.concepts for word in _words(concept.phrases)}
    cues = {word for phrases in book.cues.values() for word in _words(phrases)}
    plain = (cues - spoken) | book.fillers
    words = spoken | cues | plain | set(_words(book.idioms))
    return Lexicon(words, plain, book.ordinary_words - words)


def _words(phrases: Iterable[str]) -> Iterable[str]:
    for phrase in phrases:
        for element in chain.from_iterable(parse(phrase)):
            if isinstance(element, Literal):
                yield from element.words
