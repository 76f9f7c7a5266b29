"""Reading the knowledge folder: what is wrong is found once, where it is."""

import codecs
import shutil
from pathlib import Path

import pytest

from bot.content.findings import ContentError
from bot.content.knowledge import read_knowledge
from bot.core.knowledge import EntryId
from bot.mind import read_content
from bot.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().knowledge_dir, tmp_path / "knowledge"))


def test_a_broken_entry_is_the_only_finding_though_questions_are_sorted_to_it(folder: Path) -> None:
    path = folder / "entries" / "conditions" / "scoliosis.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("## Take care", "## Take cares"), encoding="utf-8"
    )
    with pytest.raises(ContentError) as caught:
        read_knowledge(folder)
    assert [(finding.path, finding.code) for finding in caught.value.findings] == [(path, "K106")]


@pytest.mark.parametrize(
    ("lost", "code", "after"),
    [
        ("\n      you cannot pee\n", "K107", 2),
        ("  ```\n  you cannot pee\n  ```\n", "K107", 1),
        ("  > you cannot pee\n", "K107", 1),
        ("  ***\n", "K107", 1),
        ("  - you cannot pee\n", "K107", 1),
        ("  1. you cannot pee\n", "K107", 1),
        ("  ## You cannot pee\n", "K107", 1),
        ("\n  you cannot pee\n", "K107", 2),
        ("\n```\nyou cannot pee\n```\n", "K107", 2),
        ("\n    you cannot pee\n", "K107", 2),
        ("\n***\n", "K107", 2),
        ("\n<div>\nyou cannot pee\n</div>\n", "K107", 2),
        ("\n[pee]: cannot\n", "K107", 2),
        ("\n## Harder\n", "K106", 2),
        ("\n## Harder\n\n-\n", "K106", 2),
        ("\n## Stop if\n\nyou cannot pee\n", "K107", 4),
    ],
)
def test_nothing_of_an_entry_is_lost_without_a_finding(
    folder: Path, lost: str, code: str, after: int
) -> None:
    path = folder / "entries" / "conditions" / "scoliosis.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + lost, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_knowledge(folder)
    line = text.count("\n") + after
    assert [(each.path, each.line, each.code) for each in caught.value.findings] == [(path, line, code)]


def test_blank_lines_between_items_and_broken_lines_lose_nothing(folder: Path) -> None:
    path = folder / "entries" / "conditions" / "scoliosis.md"
    with path.open("a", encoding="utf-8") as file:
        file.write("\n- you cannot\n  pee\n\n- it\ngets worse\n")
    assert read_knowledge(folder).base.entries[EntryId("scoliosis")].stop_if[-2:] == (
        "you cannot pee",
        "it gets worse",
    )


def test_an_entry_that_is_not_there_is_found_once_among_the_sorted_questions(folder: Path) -> None:
    path = folder / "sorted_questions.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\nscoliosis,", "\nscoliosos,"), encoding="utf-8"
    )
    with pytest.raises(ContentError) as caught:
        read_knowledge(folder)
    [finding] = caught.value.findings
    assert (finding.path, finding.code) == (path, "K114")
    assert "scoliosos" in str(finding)


@pytest.mark.parametrize(
    "name",
    [
        "entries/conditions/scoliosis.md",
        "courtesies.yaml",
        "sorted_questions.csv",
        "red_flags.yaml",
        "red_flag_examples.csv",
        "languages.yaml",
        "programmes/fortnight.yaml",
        "reminder_words.yaml",
    ],
)
def test_a_file_that_is_not_utf_8_is_found_with_its_line(folder: Path, name: str) -> None:
    path = folder / name
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:7], "# café\n".encode("latin-1"), *lines[7:]]))
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    [finding] = caught.value.findings
    assert (finding.path, finding.line, finding.code) == (path, 8, "K100")
    assert "UTF-8" in finding.message


def test_files_that_begin_with_a_byte_order_mark_are_read_like_any_other(folder: Path) -> None:
    as_it_was = read_content(folder).read.base
    for path in (*folder.rglob("*.md"), *folder.rglob("*.yaml"), *folder.rglob("*.csv")):
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert read_content(folder).read.base == as_it_was


@pytest.mark.parametrize(
    "name", ["groups.yaml", "red_flags.yaml", "red_flag_examples.csv", "reminder_words.yaml"]
)
def test_a_missing_file_is_found(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ContentError, match="K002"):
        read_content(folder)


@pytest.mark.parametrize("wrong", ["reviewed: {name: Ann, on: 2026-02-30}", "reviewed: nu\x08ll"])
def test_a_day_that_does_not_exist_and_a_pasted_control_character_are_found(folder: Path, wrong: str) -> None:
    path = folder / "entries" / "conditions" / "scoliosis.md"
    path.write_text(path.read_text(encoding="utf-8").replace("reviewed: null", wrong), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_knowledge(folder)
    assert [(finding.path, finding.code) for finding in caught.value.findings] == [(path, "K100")]
