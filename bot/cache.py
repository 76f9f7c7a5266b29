"""What takes seconds to build is kept between starts, under a key of all that it was built from."""

import gc
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from time import sleep
from typing import Any, TypeVar

T = TypeVar("T")

_KEPT_FILES = 2
"""The one in use, and the one before it: a change that is taken back costs no learning."""

_DRAFT = "tmp"
_DRAFT_SECONDS = 3600.0
"""A draft that is older will never be finished."""

Stamp = Mapping[str, tuple[int, int]]
"""When each file of a folder was last written, in nanoseconds, and its size in bytes."""


def key_of(places: Iterable[Path], name: str = "") -> str:
    """Return a key of a name, of some files and of every file in some folders, and of this Python."""
    digest = sha256(f"{sys.version} {name}".encode())
    for place in places:
        files = place.rglob("*") if place.is_dir() else [place]
        for path in sorted(p for p in files if p.is_file() and "__pycache__" not in p.parts):
            digest.update(str(path.relative_to(place)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp(folder: Path) -> Stamp:
    """Return when each file of a folder was last written, and its size: another one after every change."""
    found = {}
    for path in folder.rglob("*"):
        with suppress(OSError):  # gone in this very moment
            told = path.stat()
            found[str(path)] = (told.st_mtime_ns, told.st_size)
    return found


def kept(folder: Path, key: Callable[[], str], build: Callable[[], T]) -> T:
    """Return what was built under this key before, or build it and keep it.

    The folder is a help and never a need: where it cannot be used, nothing is kept. Nor is what was built
    while the key changed: it may be half of the old and half of the new.

    Args:
        folder: whose files are this user's own, as they are read with pickle.
        key: returns what changes whenever the result would.
        build: makes it.
    """
    first = key()
    path = folder / f"{first}.pickle"
    with suppress(OSError, pickle.PickleError, EOFError, AttributeError, ImportError, IndexError):
        if _is_ours(path):
            found: T = unpacked(path)
            return found
    built = build()
    _here_to_stay()
    with suppress(OSError):
        if key() == first:
            _keep(folder, path, built)
    return built


def pack(thing: object, path: Path) -> None:
    """Write something into a file of this user's own."""
    path.write_bytes(pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL))


def unpacked(path: Path) -> Any:
    """Read what `pack` wrote, a block at a time: other threads go on meanwhile.

    The garbage collector rests meanwhile: it would look at half a million new objects again and again.
    """
    gc.disable()
    try:
        with path.open("rb") as file:
            return pickle.load(_InTurns(file))  # noqa: S301  (a file that only this user can write)
    finally:
        _here_to_stay()
        gc.enable()


class _InTurns:
    """A file that gives other threads a turn at each read.

    A read from memory is over before they wake: they waited for an eighth of a second while 106 MB were read.
    """

    def __init__(self, file: BufferedReader) -> None:
        self._file = file

    def read(self, size: int) -> bytes:
        sleep(0)
        return self._file.read(size)

    def readinto(self, buffer: bytearray) -> int:
        sleep(0)
        return self._file.readinto(buffer)

    def readline(self) -> bytes:
        return self._file.readline()


def _here_to_stay() -> None:
    """Keep the garbage collector from what is there now: a look at all of it takes a third of a second."""
    gc.freeze()


def _is_ours(path: Path) -> bool:
    return path.is_file() and (not hasattr(os, "getuid") or path.stat().st_uid == os.getuid())


def _keep(folder: Path, path: Path, thing: object) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=_DRAFT, delete=False) as file:
        draft = Path(file.name)
    try:
        _clear_drafts(folder, draft)
        pack(thing, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    for old in sorted(folder.glob("*.pickle"), key=lambda p: p.stat().st_mtime)[:-_KEPT_FILES]:
        old.unlink(missing_ok=True)


def _clear_drafts(folder: Path, own: Path) -> None:
    """Delete what killed processes left half written; a young one may be another process's."""
    old = own.stat().st_mtime - _DRAFT_SECONDS
    for draft in folder.glob(f"{_DRAFT}*"):
        if draft.stat().st_mtime < old:
            draft.unlink(missing_ok=True)
