"""Measuring what a question costs as a knowledge base grows, on data made from its own phrasings."""

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from time import process_time

import numpy as np

from bot.benchmarks.noise import with_typos
from bot.core.matching import English, Matcher, Phrasing

SIZES = (100, 1_000, 10_000, 100_000)

_HELD_OUT = 9
_SWAPPED = 0.25
_TYPOS_IN_PHRASINGS = 0.1
_TYPOS_IN_QUESTIONS = 0.25


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """What a knowledge base of one size costs.

    Attributes:
        size: how many phrasings were taught.
        build_s: seconds of processor time that learning took.
        memory_mb: megabytes that the process held afterwards; NaN where the system does not say.
        peak_mb: megabytes that it held at most while learning; NaN where the system does not say.
        p50_ms: milliseconds that half of the questions stay below.
        p99_ms: milliseconds that 99 in 100 stay below.
        top1: the share of questions whose label is ranked first.
        top1_exhaustive: the same, if every question is compared with every phrasing.
    """

    size: int
    build_s: float
    memory_mb: float
    peak_mb: float
    p50_ms: float
    p99_ms: float
    top1: float
    top1_exhaustive: float


def split(phrasings: Sequence[Phrasing]) -> tuple[list[Phrasing], list[Phrasing]]:
    """Return phrasings to teach, and every ninth to ask, with an edit in a quarter of its words."""
    ordered = sorted(set(phrasings), key=lambda phrasing: (phrasing.label, phrasing.text))
    asked = [Phrasing(with_typos(p.text, _TYPOS_IN_QUESTIONS), p.label) for p in ordered[::_HELD_OUT]]
    return [p for place, p in enumerate(ordered) if place % _HELD_OUT], asked


def grown(phrasings: Sequence[Phrasing], size: int, seed: int = 7) -> list[Phrasing]:
    """Return so many phrasings: some of those given, evenly spread, or all and variants of them.

    A variant lacks a word or has two exchanged, has a typing error in a tenth of its words and, one time in
    four, a word from another phrasing of its label in the place of its own. The same seed gives the same.
    """
    if size <= len(phrasings):
        return [phrasings[i] for i in np.linspace(0, len(phrasings) - 1, size, dtype=int).tolist()]
    chance = Random(f"{seed} {size}")  # noqa: S311 - test data, not secrets
    words: dict[str, list[str]] = {}
    for phrasing in phrasings:
        words.setdefault(phrasing.label, []).extend(phrasing.text.split())
    found = dict.fromkeys(phrasings)
    while len(found) < size:
        base = chance.choice(phrasings)
        found[_variant(base, words[base.label], chance)] = None
    return list(found)


def _variant(base: Phrasing, words: Sequence[str], chance: Random) -> Phrasing:
    text = base.text.split()
    at, other = chance.randrange(len(text)), chance.randrange(len(text))
    if chance.random() < _SWAPPED:
        text[at] = chance.choice(words)
    if chance.random() < 1 / 2:
        text[at], text[other] = text[other], text[at]
    elif len(text) > 2:
        del text[other]
    return Phrasing(with_typos(" ".join(text), _TYPOS_IN_PHRASINGS, chance.randrange(1 << 30)), base.label)


def measured(
    phrasings: Sequence[Phrasing], asked: Sequence[Phrasing], english_words: Sequence[str]
) -> ScaleRow:
    """Teach phrasings and ask questions in a process of their own, and return what it cost.

    Args:
        phrasings: what is taught.
        asked: questions and their labels.
        english_words: English words, the most frequent first.
    """
    task = [[[p.text, p.label] for p in phrasings], [[p.text, p.label] for p in asked], list(english_words)]
    command = [sys.executable, "-m", "bot.benchmarks.scale"]
    done = subprocess.run(command, input=json.dumps(task), stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return ScaleRow(**json.loads(done.stdout))


def measure(
    phrasings: Sequence[Phrasing],
    asked: Sequence[Phrasing],
    english_words: Sequence[str],
    clock: Callable[[], float] = process_time,
) -> ScaleRow:
    """Do in this process what `measured` does in another one; `clock` tells seconds, ever growing."""
    began = clock()
    matcher = Matcher.fit(phrasings, english=English(english_words))
    build = clock() - began
    gc.collect()
    memory, peak = _held("VmRSS"), _held("VmHWM")
    top1, seconds = _ask(matcher, asked, clock)
    exhaustive, _ = _ask(matcher.comparing_all(), asked, clock)
    p50, p99 = (float(np.quantile(seconds, q)) * 1_000 for q in (0.5, 0.99))
    return ScaleRow(len(phrasings), build, memory, peak, p50, p99, top1, exhaustive)


def _ask(
    matcher: Matcher, asked: Sequence[Phrasing], clock: Callable[[], float]
) -> tuple[float, list[float]]:
    right, seconds = 0, []
    for question in asked:
        began = clock()
        best = matcher.rank(question.text).best
        seconds.append(clock() - began)
        right += best is not None and best.label == question.label
    return right / len(asked), seconds


def _held(what: str) -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    held = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(what))
    return int(held.split()[1]) / 1_024


def _main() -> None:
    taught, asked, english_words = json.load(sys.stdin)
    row = measure([Phrasing(*p) for p in taught], [Phrasing(*p) for p in asked], english_words)
    json.dump(asdict(row), sys.stdout)


if __name__ == "__main__":
    _main()
