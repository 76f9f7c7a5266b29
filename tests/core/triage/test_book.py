"""The book of red flags: wording, numbers to ring, and findings that a clinician can act on."""

import re
from pathlib import Path

import pytest

from bot.content.findings import ContentError
from bot.content.red_flags import read_red_flags
from bot.core.triage import Alarm, Level, RedFlagBook
from tests.core.triage.reading_lists import KNOWLEDGE

COUNTRIES = ["", "GB", "IE", "US", "CA", "AU", "NZ", "EU", "FR"]
SMALL = """
numbers:
  general: {{emergency: "999 UK", urgent_line: your doctor}}
flags:
  rf_one: {{title: One, level: emergency, emergency: "Call {{emergency}}.", check: "Is it so?"}}
rules:
  rf_one:
    - {{because: numb, level: emergency, all: [{concept}]}}
concepts:
  numb: {phrases}
"""


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_alarm_has_words_with_numbers_filled_in(book: RedFlagBook, country: str) -> None:
    for flag in book.flags.values():
        for level in flag.say:
            words = book.words_for(Alarm(flag.id, level), country)
            assert words
            assert "{" not in words


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_wording_holds_a_bare_111(book: RedFlagBook, country: str) -> None:
    for flag in book.flags.values():
        for level in flag.say:
            words = book.words_for(Alarm(flag.id, level), country)
            assert not re.search(r"(?<!NHS )\b111\b(?! New Zealand|, New Zealand)", words)


def test_every_level_that_a_rule_reaches_has_its_wording(book: RedFlagBook) -> None:
    for rule in book.rules:
        if rule.level is None:
            assert book.flags[rule.flag].check
        else:
            assert rule.level in book.flags[rule.flag].say


def test_the_country_decides_the_number(book: RedFlagBook) -> None:
    alarm = Alarm(book.first[0], Level.EMERGENCY)
    assert "999" in book.words_for(alarm, "gb")
    assert "911" in book.words_for(alarm, "US")
    assert "112 Europe" in book.words_for(alarm)


def written(folder: Path, concept: str = "numb", phrases: str = "numb, tingly") -> Path:
    path = folder / "red_flags.yaml"
    path.write_text(SMALL.format(concept=concept, phrases=phrases), encoding="utf-8")
    return path


def test_a_small_book_is_read(tmp_path: Path) -> None:
    book = read_red_flags(written(tmp_path))
    assert book.concepts[0].phrases == ("numb", "tingly")


@pytest.mark.parametrize(
    ("concept", "phrases", "code"),
    [
        ("nmub", "numb", "K310"),
        ("numb", '"..."', "K307"),
        ("numb", "numb <leg>", "K308"),
        ("numb", "numb <numb>", "K309"),
    ],
)
def test_findings_name_file_line_and_remedy(tmp_path: Path, concept: str, phrases: str, code: str) -> None:
    path = written(tmp_path, concept, phrases)
    with pytest.raises(ContentError) as error:
        read_red_flags(path)
    finding = error.value.findings[0]
    assert finding.code == code
    assert finding.path == path
    assert finding.line > 1
    assert finding.remedy


def test_a_bare_111_is_a_finding(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("999 UK", "call 111"), encoding="utf-8")
    with pytest.raises(ContentError, match="K306"):
        read_red_flags(path)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            '  rf_one: {title: One, level: emergency, emergency: "Call {emergency}.", check: "Is it so?"}',
            "  rf_one:",
        ),
        ("    - {because: numb, level: emergency, all: [numb]}", ""),
        ("    - {because: numb, level: emergency, all: [numb]}", "    - numb"),
        ("all: [numb]", "all: [numb], within: ten"),
        ("all: [numb]", "all: numb"),
        ('general: {emergency: "999 UK", urgent_line: your doctor}', "general:"),
        ("numb: numb, tingly", "numb:"),
        ("numb: numb, tingly", "numb: {past_counts: true}"),
    ],
)
def test_a_mistake_in_the_form_is_a_finding_with_its_line(tmp_path: Path, right: str, wrong: str) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_red_flags(path)
    assert {finding.code for finding in error.value.findings} <= {"K307", "K317"}
    assert all(finding.line > 2 for finding in error.value.findings)


@pytest.mark.parametrize("field", ["past_counts", "event"])
@pytest.mark.parametrize("word", ["no", "off", "yes", "'false'", "0", ""])
def test_what_is_neither_true_nor_false_is_a_finding(tmp_path: Path, field: str, word: str) -> None:
    path = written(tmp_path, phrases=f"\n    phrases: numb\n    {field}: {word}")
    with pytest.raises(ContentError) as error:
        read_red_flags(path)
    assert [(each.code, each.line) for each in error.value.findings] == [("K318", 12)]


@pytest.mark.parametrize("word", ["true", "false"])
def test_true_and_false_are_what_they_say(tmp_path: Path, word: str) -> None:
    [concept] = read_red_flags(written(tmp_path, phrases=f"{{phrases: numb, past_counts: {word}}}")).concepts
    assert (concept.past_counts, concept.event) == (word == "true", False)


def test_a_flag_without_words_for_its_level_is_a_finding(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8").replace('emergency: "Call {emergency}."', "emergency:")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="K305"):
        read_red_flags(path)


@pytest.mark.parametrize("row", ["hello", "hello,"])
def test_an_example_that_names_no_flag_is_a_finding(tmp_path: Path, row: str) -> None:
    path = written(tmp_path)
    (tmp_path / "red_flag_examples.csv").write_text(f"text,expected\n{row}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="K315"):
        read_red_flags(path, ordinary=["how long"])


def test_an_example_of_an_unknown_flag_is_a_finding(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "red_flag_examples.csv").write_text("text,expected\nhello,rf_two\n", encoding="utf-8")
    with pytest.raises(ContentError, match="K315"):
        read_red_flags(path, ordinary=["how long"])


def test_sources_are_those_of_the_knowledge_base(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8").replace(
        'check: "Is it so?"', 'check: "Is it so?", sources: [NOBODY]'
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="K304"):
        read_red_flags(path, sources={})


def test_the_book_of_the_knowledge_folder_has_no_findings() -> None:
    assert read_red_flags(KNOWLEDGE / "red_flags.yaml").flags
