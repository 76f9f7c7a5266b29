"""What triage says of a message, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.core.triage.rules import Mention, Weighing
from bot.core.triage.second_net import Suspicion
from bot.core.triage.values import Alarm, Level, RedFlagId

_MISSED_TOLD = 6


@dataclass(frozen=True, slots=True)
class Trace:
    """What triage saw in a message.

    Attributes:
        mentions: the concepts that were seen, in which words, under which polarity, of whom.
        fired: the rules that hold.
        missed: the rules that nearly held, and what they lacked.
        suspicion: what the second net thinks; None without one.
    """

    mentions: tuple[Mention, ...] = ()
    fired: tuple[Weighing, ...] = ()
    missed: tuple[Weighing, ...] = ()
    suspicion: Suspicion | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of screening one message.

    Attributes:
        alarms: the red flags that were raised, the most pressing first.
        check: the red flag to ask one yes-or-no question about; None if there are alarms or no doubt.
        see_first: the red flags that only call for a caution with the answer.
        trace: why.
    """

    alarms: tuple[Alarm, ...] = ()
    check: RedFlagId | None = None
    see_first: tuple[RedFlagId, ...] = ()
    trace: Trace = field(default_factory=Trace)

    def heard_of(self, flag: RedFlagId) -> frozenset[str]:
        """Return the concepts for whose sake a red flag's rules fired."""
        weighings = (weighing for weighing in self.trace.fired if weighing.rule.flag == flag)
        return frozenset(mention.concept for weighing in weighings for mention in weighing.mentions)

    def explain(self) -> tuple[str, ...]:
        """Return the trace as lines for a clinician: what was seen, what fired, what nearly did."""
        missed = sorted(self.trace.missed, key=lambda weighing: weighing.instead is None)
        return (
            *_seen(self.trace.mentions),
            *(_fired(weighing) for weighing in self.trace.fired),
            *(_suspected(suspicion) for suspicion in (self.trace.suspicion,) if suspicion),
            *(_missed(weighing) for weighing in missed[:_MISSED_TOLD]),
        )


def _level(level: Level | None) -> str:
    return str(level) if level else "check"


def _seen(mentions: Iterable[Mention]) -> Iterator[str]:
    """Yield a line for each stretch of words, with all concepts that were seen in it."""
    concepts: dict[tuple[str, str, str], list[str]] = {}
    for mention in mentions:
        concepts.setdefault((mention.words, mention.polarity, mention.person), []).append(mention.concept)
    for (words, polarity, person), names in concepts.items():
        yield f'saw "{words}" ({polarity}, {person}): {", ".join(names)}'


def _fired(weighing: Weighing) -> str:
    words = " + ".join(f'"{m.words}"' for m in weighing.mentions)
    return f"fired {weighing.rule.flag} ({_level(weighing.rule.level)}), {weighing.rule.because}: {words}"


def _suspected(suspicion: Suspicion) -> str:
    why = "; ".join(suspicion.because) or "nothing"
    return (
        f"second net: {suspicion.score:.2f} (about 1 reads like a red flag, -1 like an ordinary message), "
        f"most like {suspicion.flag}; what spoke for it: {why}"
    )


def _missed(weighing: Weighing) -> str:
    return f"nearly {weighing.rule.flag}, {weighing.rule.because}: {weighing.missing}"
