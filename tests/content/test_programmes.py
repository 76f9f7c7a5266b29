"""Programmes are content: what a clinician writes wrong is said with file, line and remedy."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Mind
from bot.content.findings import ContentError
from bot.content.programmes import programme_findings, read_programmes
from bot.core.programme import Scores, Trend, is_rising, trend
from bot.core.triage import Level
from bot.pictures import Pictures
from tests.conftest import ROOT

FOLDER = ROOT / "knowledge" / "programmes"
FORTNIGHT = (FOLDER / "fortnight.yaml").read_text(encoding="utf-8")
FLAG = "    red_flag: rf_cauda_equina"
ASKED = "  - ask: "


def found(mind: Mind, folder: Path) -> list[str]:
    pictures = Pictures(ROOT / "templates").names()
    sources = frozenset(source.key for entry in mind.read.base.entries.values() for source in entry.sources)
    return [
        str(each) for each in programme_findings(folder, mind.read.base, mind.red_flags, sources, pictures)
    ]


def test_the_programmes_have_no_findings(mind: Mind) -> None:
    assert found(mind, FOLDER) == []


@pytest.mark.parametrize(
    ("wrong", "right", "says", "line"),
    [
        ("sessions: fourteen", "sessions: 14", "sessions: Input should be a valid integer", None),
        ("days: [mon, everyday]", "days: [mon, tue, wed, thu, fri, sat, sun]", "'everyday' is no day", None),
        ("milestones: [7, 15]", "milestones: [7, 14]", "after the last session", None),
        ("colour: red", "reviewed: null", "reviewed: Field required", 1),
        ("colour: red", "reviewed: null", "colour: Extra inputs", None),
        ("  numbness: >-", "  numb: >-", "has not its three reasons", "stopping:"),
        ("  - from_session: 3", "  - from_session: 1", "does not begin with session 1", "stages:"),
        ("        timed: no", "        timed: true", "timed: Input should be a valid boolean", None),
        ("    why: it numbs", "    red_flag: rf_cauda_equina", "why: Extra inputs", None),
        ("    topics: []", "    red_flag: rf_cauda_equina", "either red_flag or topics", ASKED),
        (f"{FLAG}\n    topics: [sciatica]", FLAG, "either red_flag or topics", ASKED),
    ],
)
def test_a_mistake_is_said_with_its_line(
    tmp_path: Path, wrong: str, right: str, says: str, line: str | int | None
) -> None:
    """The finding stands on the line of the mistake, or on the one that is named, by its words or number."""
    assert right in FORTNIGHT
    path = tmp_path / "fortnight.yaml"
    path.write_text(FORTNIGHT.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ContentError) as mistake:
        read_programmes(tmp_path)
    [finding] = [each for each in mistake.value.findings if says in each.message]
    before = FORTNIGHT[: FORTNIGHT.index(line if isinstance(line, str) else right)]
    assert (finding.path, finding.line) == (path, line if isinstance(line, int) else before.count("\n") + 1)


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("topics: [sciatic]", "topics: [sciatica]", "There is no entry 'sciatic'"),
        ("red_flag: rf_cauda", "red_flag: rf_cauda_equina", "There is no red flag 'rf_cauda'"),
        ("picture: lying", "picture: release_on_floor", "There is no picture 'lying'"),
        ("next: strong", "next: strength", "There is no other programme 'strong'"),
        ("sources: [ARTICEL", "sources: [ARTICLE", "There is no source 'ARTICEL'"),
    ],
)
def test_a_name_that_stands_for_nothing_is_found(
    mind: Mind, tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "fortnight.yaml").write_text(FORTNIGHT.replace(right, wrong, 1), encoding="utf-8")
    assert [says in each for each in found(mind, tmp_path)] == [True]


def test_a_folder_without_programmes_is_found(mind: Mind, tmp_path: Path) -> None:
    assert ["K405" in each for each in found(mind, tmp_path)] == [True]


def test_a_missing_entry_to_which_sessions_lead_is_found(mind: Mind) -> None:
    entries = {name: entry for name, entry in mind.read.base.entries.items() if name != "too_painful"}
    base = replace(mind.read.base, entries=entries)
    everything = frozenset(Pictures(ROOT / "templates").names())
    sources = frozenset(source.key for entry in entries.values() for source in entry.sources)
    findings = [*programme_findings(FOLDER, base, mind.red_flags, sources, everything)]
    assert ["too_painful" in str(each) for each in findings] == [True]


def test_every_red_flag_of_a_screen_has_advice_of_its_own(mind: Mind) -> None:
    for programme in mind.programmes.by_id.values():
        flags = [question.red_flag for question in programme.screen if question.red_flag]
        assert flags
        assert all(mind.red_flags.flags[flag].level is not Level.SEE_FIRST for flag in flags)


def scores(*felt: int | None) -> list[Scores]:
    return [Scores(before=each) for each in felt]


@pytest.mark.parametrize(
    ("felt", "expected"),
    [
        ((6, 6, 5, 4, 3, 3), Trend.BETTER),
        ((3, 3, 3, 6, 6), Trend.WORSE),
        ((5, 4, 5, 5, 4), Trend.SAME),
        ((5, 4, 3), Trend.UNKNOWN),
        ((), Trend.UNKNOWN),
        ((None, None, None, None, 5), Trend.UNKNOWN),
        ((6, None, 6, 6, None, 2, 2, 2), Trend.BETTER),
    ],
)
def test_the_trend_of_scores(felt: tuple[int | None, ...], expected: Trend) -> None:
    assert trend(scores(*felt)) is expected


@pytest.mark.parametrize(
    ("felt", "expected"),
    [
        ((2, 3, 4), True),
        ((5, 2, 3, 6), True),
        ((2, 3, 3), False),
        ((4, 3, 5), False),
        ((3, 4), False),
        ((2, None, 3, 4), False),
        ((), False),
    ],
)
def test_pain_that_rises_over_three_sessions(felt: tuple[int | None, ...], expected: bool) -> None:
    assert is_rising(scores(*felt)) is expected
    assert is_rising([Scores(after=each) for each in felt]) is expected


def test_the_chart_is_told_in_words_and_drawn_without_scores_too() -> None:
    pictures = Pictures(ROOT / "templates")
    values = {
        "title": "The fortnight",
        "sessions": 14,
        "done": 3,
        "before": [6, None, 4],
        "after": [5, 5, None],
    }
    png, words = pictures.chart(values)
    assert png.startswith(b"\x89PNG")
    assert words.startswith("Chart of The fortnight: 3 of 14 sessions done.")
    assert "Pain before a session: 6 out of 10 at first, 4 last" in words
    none, told = pictures.chart({**values, "done": 0, "before": [], "after": []})
    assert none != png
    assert "No pain scores" in told
