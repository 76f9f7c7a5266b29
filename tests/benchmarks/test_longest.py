"""The measuring of the longest texts: that they are what they say, and that each is measured once."""

from bot.benchmarks.longest import LONGEST, measure, texts

ORDINARY, ALARMING = ["when are you open", "where is the printer"], ["i can not feel my legs"]


def test_texts_are_as_long_as_can_be_and_always_the_same() -> None:
    made = texts(ORDINARY, ALARMING, 2)
    assert {len(text) for told in made.values() for text in told} == {LONGEST}
    assert made == texts(ORDINARY, ALARMING, 2)


def test_blanks_and_joining_words_are_among_them() -> None:
    made = texts(ORDINARY, ALARMING, 1)
    assert "and " * 1_000 in made["joining"][0]
    assert " " * 4_000 in made["blanks"][0]
    assert " ".join(made["blanks"][0].split()) in ORDINARY


def test_each_part_gets_texts_that_are_new_to_it() -> None:
    heard: dict[str, list[str]] = {"rank": [], "triage": []}
    ticks = iter(range(100))
    parts = {part: told.append for part, told in heard.items()}
    rows = measure({"some": ["a", "b", "c", "d"]}, parts, lambda: float(next(ticks)))
    assert heard == {"rank": ["a", "c"], "triage": ["b", "d"]}
    assert [(row.part, row.median_ms, row.most_ms) for row in rows] == [
        ("rank", 1_000, 1_000),
        ("triage", 1_000, 1_000),
    ]
