"""A backup takes the place of a SQLite database that nobody uses."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.database import DatabaseUseError, age_of

_BESIDE = ("", "-wal", "-shm", "-journal")
"""A SQLite database and what it keeps beside itself: an old log would be played into the new file."""


def restore(source: Path, target: Path) -> Path | None:
    """Put a copy of a backup in the place of a database; nothing changes where that cannot be done.

    Args:
        source: the backup; it stays as it is.
        target: the database, whether it is there or not.

    Returns:
        Where the database is now that was there before; None if there was none.

    Raises:
        DatabaseUseError: the backup is not sound or of a newer version, or the database is in use.
    """
    if not source.is_file():
        raise DatabaseUseError(f"There is no file {source}.")
    if target.exists() and source.samefile(target):
        raise DatabaseUseError(f"{source} is the database itself.")
    draft = target.with_name(f"{target.name}.restoring")
    try:
        _copy(source, draft)
        replaced = _set_aside(target)
        draft.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUseError(f"{source} could not be restored: {error}.") from None
    finally:
        for name in _BESIDE:
            _beside(draft, name).unlink(missing_ok=True)
    return replaced


def _copy(source: Path, draft: Path) -> None:
    """Copy a database and look at the copy; the copy has all that is still in the log of the original."""
    draft.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(draft, isolation_level=None)) as copy,
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise DatabaseUseError(f"{source} is not sound: {found}.")
        age = age_of(_revision(copy))
    if age == "none":
        raise DatabaseUseError(f"{source} is not a database of the bot.")
    if age == "newer":
        raise DatabaseUseError(f"{source} is of a newer version of the bot: install that version first.")


def _revision(copy: sqlite3.Connection) -> str | None:
    try:
        row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    return str(row[0]) if row else None


def _set_aside(target: Path) -> Path | None:
    """Rename a database that nobody uses, and all that is beside it; return its new name."""
    if not target.exists():
        for name in _BESIDE:
            _beside(target, name).unlink(missing_ok=True)
        return None
    _refuse_use(target)
    aside = target.with_name(f"{target.name}.replaced")
    for name in _BESIDE:
        _beside(aside, name).unlink(missing_ok=True)
        if _beside(target, name).exists():
            _beside(target, name).replace(_beside(aside, name))
    return aside


def _refuse_use(target: Path) -> None:
    with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as old:
        try:
            # Only whoever is alone with a database may end its log; what is in the log goes into the file.
            old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise DatabaseUseError(f"{target} is in use: stop the bot first.") from None


def _beside(path: Path, name: str) -> Path:
    return path.with_name(path.name + name)
