"""What takes seconds to build is kept between starts, under a key of all that it was built from."""

import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_KEPT_FILES = 3


def key_of(folders: Iterable[Path]) -> str:
    """Return a key of every file in some folders, and of this Python."""
    digest = sha256(sys.version.encode())
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def kept(folder: Path, key: str, build: Callable[[], T]) -> T:
    """Return what was built under this key before, or build it and keep it.

    The folder is a help and never a need: where it cannot be used, nothing is kept.

    Args:
        folder: whose files are this user's own, as they are read with pickle.
        key: changes whenever the result would.
        build: makes it.
    """
    path = folder / f"{key}.pickle"
    with suppress(OSError, pickle.PickleError, EOFError, AttributeError, ImportError, IndexError):
        if _is_ours(path):
            found: T = pickle.loads(path.read_bytes())  # noqa: S301  (a file that only this user can write)
            return found
    built = build()
    with suppress(OSError):
        _keep(folder, path, pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL))
    return built


def _is_ours(path: Path) -> bool:
    return path.is_file() and (not hasattr(os, "getuid") or path.stat().st_uid == os.getuid())


def _keep(folder: Path, path: Path, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(path)
    for old in sorted(folder.glob("*.pickle"), key=lambda p: p.stat().st_mtime)[:-_KEPT_FILES]:
        old.unlink(missing_ok=True)
