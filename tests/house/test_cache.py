"""What is kept between starts: found again, built anew when something changed, and never in the way."""

from pathlib import Path

from bot.cache import kept, key_of


def test_it_is_built_once_and_found_again(tmp_path: Path) -> None:
    builds: list[int] = []

    def build() -> list[int]:
        builds.append(1)
        return [1, 2, 3]

    assert kept(tmp_path / "cache", "a", build) == kept(tmp_path / "cache", "a", build) == [1, 2, 3]
    assert len(builds) == 1


def test_a_changed_file_changes_the_key(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    before = key_of([tmp_path])
    (tmp_path / "a.md").write_text("two")
    assert key_of([tmp_path]) != before


def test_a_broken_file_is_built_anew_and_a_folder_that_cannot_be_used_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "a.pickle").write_bytes(b"rubbish")
    assert kept(tmp_path, "a", lambda: 7) == 7
    (tmp_path / "file").write_text("")
    assert kept(tmp_path / "file", "b", lambda: 8) == 8


def test_only_a_few_files_stay(tmp_path: Path) -> None:
    for number in range(6):
        kept(tmp_path, str(number), lambda number=number: number)  # type: ignore[misc]
    assert len(list(tmp_path.iterdir())) == 3
