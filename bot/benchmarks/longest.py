"""Measuring what the longest texts that Telegram carries cost, of the kinds that cost most."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from string import ascii_lowercase
from time import process_time

from bot.benchmarks.noise import with_typos

LONGEST = 4_096

_JOINTS = (". ", "? ", ", ", " and ")
_SCRIPTS = ((0x20, 0x7F), (0x300, 0x36F), (0x4E00, 0x9FFF), (0x1F300, 0x1F600))

Deed = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class LongestRow:
    """What texts of one kind cost one part of the bot.

    Attributes:
        kind: of the texts.
        part: of the bot.
        median_ms: milliseconds that half of the texts stay below.
        most_ms: milliseconds of the text that took longest.
    """

    kind: str
    part: str
    median_ms: float
    most_ms: float


def texts(ordinary: Sequence[str], alarming: Sequence[str], count: int) -> dict[str, list[str]]:
    """Return texts of 4,096 characters, so many of each kind; always the same.

    Args:
        ordinary: questions.
        alarming: messages that tell of red flags.
        count: how many of each kind.
    """
    chance = Random(5)  # noqa: S311 - test data, not secrets
    kinds: dict[str, Callable[[], str]] = {
        "questions": lambda: chance.choice(ordinary) + chance.choice(_JOINTS),
        "red flags": lambda: chance.choice(alarming) + chance.choice(_JOINTS),
        "misspelt": lambda: with_typos(chance.choice(ordinary), 1.0, chance.randrange(1 << 30)) + ". ",
        "gibberish": lambda: "".join(chance.choices(ascii_lowercase, k=chance.randint(2, 14))) + " ",
        "scripts": lambda: chr(chance.randrange(*chance.choice(_SCRIPTS))),
        "one letter": lambda: "a",
        "one word": lambda: "a ",
        "numbers": lambda: "12 ",
        "joining": lambda: "and ",
        "stops": lambda: ".",
    }
    made = {kind: [_filled(piece) for _ in range(count)] for kind, piece in kinds.items()}
    return made | {"blanks": [_apart(chance.choice(ordinary)) for _ in range(count)]}


def _filled(piece: Callable[[], str]) -> str:
    text = ""
    while len(text) < LONGEST:
        text += piece()
    return text[:LONGEST]


def _apart(question: str) -> str:
    """Return a question with as many blanks behind its first word as make it the longest."""
    first, _, rest = question.partition(" ")
    return first + rest[: LONGEST - len(first)].rjust(LONGEST - len(first))


def measure(
    texts_of: Mapping[str, Sequence[str]],
    parts: Mapping[str, Deed],
    clock: Callable[[], float] = process_time,
) -> list[LongestRow]:
    """Let parts of the bot do their deed on texts of some kinds; each text is new to each part.

    Args:
        texts_of: the texts of each kind, at least one for each part.
        parts: what each part does with a text.
        clock: tells seconds, ever growing.
    """
    return [
        _row(kind, part, deed, same_kind[number :: len(parts)], clock)
        for kind, same_kind in texts_of.items()
        for number, (part, deed) in enumerate(parts.items())
    ]


def _row(kind: str, part: str, deed: Deed, told: Sequence[str], clock: Callable[[], float]) -> LongestRow:
    taken = []
    for text in told:
        began = clock()
        deed(text)
        taken.append((clock() - began) * 1_000)
    return LongestRow(kind, part, median(taken), max(taken))
