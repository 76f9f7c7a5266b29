"""What a method weighs: the memory of this process, and packages on the disk."""

import re
import resource
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OF_AN_EXTRA = re.compile(r";.*\bextra\b")


def memory_mb() -> float:
    """Return the memory of this process in MB: now where the system tells it, else the most it ever had."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def installed_mb(names: Iterable[str], alone: Iterable[str] = (), files: Iterable[Path] = ()) -> float:
    """Return the size on the disk, in MB, of packages and of all that they require and is installed here.

    Args:
        names: packages, by their names in the registry; one that is not installed weighs nothing.
        alone: packages whose own requirements are not used, and not counted.
        files: what is no package: files, or folders with all that is in them.
    """
    found: dict[str, Distribution] = {}
    _collect(names, found)
    kept = [*found.values(), *filter(None, map(_found, alone))]
    return (sum(map(_bytes, kept)) + sum(map(_weight, files))) / 1e6


def _collect(names: Iterable[str], found: dict[str, Distribution]) -> None:
    for name in names:
        key = re.sub(r"[-_.]+", "-", name).lower()
        package = None if key in found else _found(name)
        if package is not None:
            found[key] = package
            _collect(_required(package), found)


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _required(package: Distribution) -> list[str]:
    lines = [line for line in package.requires or () if not _OF_AN_EXTRA.search(line)]
    return [name[0] for name in map(_NAME.match, lines) if name]


def _bytes(package: Distribution) -> int:
    return sum(_weight(Path(str(package.locate_file(file)))) for file in package.files or ())


def _weight(path: Path) -> int:
    if path.is_dir():
        return sum(map(_weight, path.iterdir()))
    return path.stat().st_size if path.is_file() else 0
