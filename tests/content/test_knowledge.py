"""Reading the knowledge folder: what is wrong is found once, where it is."""

import codecs
import shutil
from pathlib import Path

import pytest

from bot.content.findings import ContentError
from bot.content.knowledge import read_knowledge
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
