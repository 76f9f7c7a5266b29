"""What is kept between starts: found again, built anew when something changed, and never in the way."""

import ast
import errno
import os
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot import cache
from bot.cache import kept, key_of
from bot.mind import LIBRARIES
from tests.conftest import ROOT


def test_it_is_built_once_and_found_again(tmp_path: Path) -> None:
    builds: list[int] = []

    def build() -> list[int]:
        builds.append(1)
        return [1, 2, 3]

    assert (
        kept(tmp_path / "cache", lambda: "a", build)
        == kept(tmp_path / "cache", lambda: "a", build)
        == [1, 2, 3]
    )
    assert len(builds) == 1


def test_a_changed_file_changes_the_key(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    before = key_of([tmp_path])
    (tmp_path / "a.md").write_text("two")
    assert key_of([tmp_path]) != before


def test_a_broken_file_is_built_anew_and_a_folder_that_cannot_be_used_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "a.pickle").write_bytes(b"rubbish")
    assert kept(tmp_path, lambda: "a", lambda: 7) == 7
    (tmp_path / "file").write_text("")
    assert kept(tmp_path / "file", lambda: "b", lambda: 8) == 8


def test_only_a_few_files_stay(tmp_path: Path) -> None:
    for number in range(6):
        kept(tmp_path, partial(str, number), partial(int, number))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_draft_that_cannot_be_finished_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fills(_: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "no space left")

    (tmp_path / "tmpleft").write_bytes(b"of a killed process")
    os.utime(tmp_path / "tmpleft", (0, 0))
    (tmp_path / "tmpyoung").write_bytes(b"of another process")
    monkeypatch.setattr(cache, "pack", fills)
    assert kept(tmp_path, lambda: "a", lambda: 7) == 7
    assert [path.name for path in tmp_path.iterdir()] == ["tmpyoung"]


def test_what_was_built_while_files_changed_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")

    def build() -> str:
        built = (tmp_path / "a.md").read_text()
        (tmp_path / "a.md").write_text("new")
        return built

    assert kept(tmp_path / "cache", lambda: key_of([tmp_path / "a.md"]), build) == "old"
    assert not (tmp_path / "cache").exists()


def test_the_key_has_the_version_of_every_library_that_learning_goes_by() -> None:
    packages = packages_distributions()
    imported = {
        _normal(package)
        for room in ("core", "content")
        for path in (ROOT / "bot" / room).rglob("*.py")
        for name in _imports(path)
        for package in packages.get(name, [])
    }
    assert imported - {"ql-bot"} <= {_normal(library) for library in LIBRARIES}


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def _normal(package: str) -> str:
    return package.lower().replace("_", "-").replace(".", "-")
