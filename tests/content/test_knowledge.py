"""Reading the knowledge folder: what is wrong is found once, where it is."""

import shutil
from pathlib import Path

import pytest

from bot.content.findings import ContentError
from bot.content.knowledge import read_knowledge
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
