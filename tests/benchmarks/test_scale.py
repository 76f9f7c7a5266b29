"""The measuring of size: that the data it makes are what it says."""

import pytest

from bot.benchmarks.scale import grown, measure, split
from tests.core.matching.library_desk import ENGLISH_WORDS, phrasings


def test_what_is_asked_is_not_taught() -> None:
    taught, asked = split(phrasings())
    assert len(taught) + len(asked) == len(set(phrasings()))
    assert {question.label for question in asked} <= {phrasing.label for phrasing in taught}


@pytest.mark.parametrize("size", [10, 30, 400])
def test_as_many_different_phrasings_as_asked_for_and_always_the_same(size: int) -> None:
    taught, _ = split(phrasings())
    made = grown(taught, size)
    assert len(set(made)) == size
    assert made == grown(taught, size)
    assert {phrasing.label for phrasing in made} <= {phrasing.label for phrasing in taught}


def test_a_size_is_measured() -> None:
    taught, asked = split(phrasings())
    ticks = iter(range(10_000))
    row = measure(grown(taught, 100), asked, ENGLISH_WORDS, lambda: float(next(ticks)))
    assert row.size == 100
    assert row.build_s == 1
    assert row.p50_ms == row.p99_ms == 1_000
    assert row.top1 == row.top1_exhaustive
    assert not row.memory_mb > row.peak_mb
