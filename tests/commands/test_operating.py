"""Saving and restoring the database, and what `doctor` says of one that is not well."""

import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.app import open_database
from bot.commands import examining
from bot.commands.operating import database_trouble, with_database
from bot.settings import Settings
from bot.storage import clock_steps, inbox, outbox, questions
from bot.storage.database import Database, DatabaseUseError
from tests.commands.test_commands import bot

Told = list[tuple[bool, str]]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a database with a question in it."""
    path = tmp_path / "bot.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}")
    with_database(migrated)
    ask(path, "kept")
    return path


async def migrated(database: Database) -> None:
    await database.migrate()


def ask(path: Path, words: str) -> None:
    """Keep an unanswered question, through a connection that is closed again."""

    async def deed(database: Database) -> None:
        async with database.begin() as session:
            await questions.note(session, 1.0, "unanswered", [], 0.1, words)

    with_database(deed)


def asked(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [words for (words,) in database.execute("SELECT utterance FROM questions ORDER BY id")]


def doctor(monkeypatch: pytest.MonkeyPatch, before: Callable[[Database], Awaitable[None]]) -> Told:
    """Return what `doctor` says of the database, after something was done to it or to its connections."""
    told: Told = []
    monkeypatch.setattr(examining, "_tell", lambda good, _, words: told.append((good, words)))
    with_database(before)
    examining._tell_database(Settings())
    return told


@pytest.mark.parametrize("command", [["backup", "saved.sqlite3"], ["doctor"], ["suggest"]])
def test_no_database_is_made_where_one_is_looked_for(tmp_path: Path, command: list[str]) -> None:
    ran = bot(*command, folder=tmp_path, TELEGRAM_BOT_TOKEN="1:a")
    said = ran.stdout + ran.stderr
    assert ran.returncode != 0
    assert f"There is no database {tmp_path / 'ql-bot.sqlite3'}" in said
    assert [*tmp_path.iterdir()] == []


def test_nothing_is_saved_of_what_is_not_the_bots(tmp_path: Path) -> None:
    (tmp_path / "ql-bot.sqlite3").write_bytes(b"")
    ran = bot("backup", "saved.sqlite3", folder=tmp_path)
    assert ran.returncode == 1
    assert "is not a database of the bot" in ran.stderr
    assert not (tmp_path / "saved.sqlite3").exists()


def test_a_backup_that_fails_leaves_nothing_behind_and_says_why(file: Path, tmp_path: Path) -> None:
    assert "There is no folder" in bot("backup", str(tmp_path / "none" / "b.sqlite3")).stderr
    target = tmp_path / "saved.sqlite3"

    async def deed(database: Database) -> None:
        @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
        def fills(_: object, cursor: object, statement: str, *rest: object) -> None:
            if statement.startswith("VACUUM"):
                target.write_bytes(b"")
                raise sqlite3.OperationalError("database or disk is full")

        with pytest.raises(DatabaseUseError, match=r"Nothing was saved to .*"):
            await database.backup(target)

    with_database(deed)
    assert not target.exists()


def test_a_killed_bots_log_is_not_played_into_the_backup_that_replaces_it(file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b1.sqlite3"
    assert bot("backup", str(backup)).returncode == 0
    # A process that is killed leaves its log beside the file.
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        "c.execute('PRAGMA journal_mode=WAL'); "
        "c.execute(\"UPDATE questions SET utterance = 'after the backup'\"); c.commit(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(file)])
    assert file.with_name("bot.sqlite3-wal").stat().st_size > 0
    ran = bot("restore", str(backup))
    assert ran.returncode == 0, ran.stderr
    assert asked(file) == ["kept"]
    assert asked(tmp_path / "bot.sqlite3.replaced") == ["after the backup"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "b1.sqlite3",
        "bot.sqlite3",
        "bot.sqlite3.replaced",
    ]
    assert "ok    Database: sound" in bot("doctor", TELEGRAM_BOT_TOKEN="1:a").stdout


def test_nothing_is_restored_while_the_bot_is_in_use(file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b1.sqlite3"
    assert bot("backup", str(backup)).returncode == 0
    ask(file, "after the backup")

    async def deed(database: Database) -> None:
        async with database.begin() as session:
            await inbox.waiting(session)
        # The connection is idle in its pool, as those of a bot that waits are.
        ran = bot("restore", str(backup))
        assert ran.returncode == 1
        assert "is in use: stop the bot first" in ran.stderr

    with_database(deed)
    assert asked(file) == ["kept", "after the backup"]
    assert not file.with_name("bot.sqlite3.restoring").exists()


@pytest.mark.parametrize("broken", ["gone", "cut short", "rubbish", "a stranger's", "newer", "itself"])
def test_what_cannot_be_restored_changes_nothing(file: Path, tmp_path: Path, broken: str) -> None:
    backup = tmp_path / "b1.sqlite3"
    assert bot("backup", str(backup)).returncode == 0
    match broken:
        case "gone":
            backup.unlink()
        case "cut short":
            backup.write_bytes(backup.read_bytes()[:20_000])
        case "rubbish":
            backup.write_bytes(b"rubbish" * 1000)
        case "a stranger's":
            backup.unlink()
            with closing(sqlite3.connect(backup)) as other:
                other.execute("CREATE TABLE t (x)")
        case "newer":
            with closing(sqlite3.connect(backup)) as newer:
                newer.execute("UPDATE alembic_version SET version_num = '9999'")
                newer.commit()
        case "itself":
            backup = file
    ran = bot("restore", str(backup))
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert str(backup) in ran.stderr
    assert asked(file) == ["kept"]


def test_a_database_of_a_newer_version_is_said_to_be_one(file: Path) -> None:
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    for command in ("migrate", "run", "doctor"):
        ran = bot(command, TELEGRAM_BOT_TOKEN="1:a")
        said = ran.stdout + ran.stderr
        assert ran.returncode == 1
        assert "of a newer version of the bot" in said
        assert "Traceback" not in said
        assert "run `migrate`" not in said


def test_doctor_looks_at_what_has_waited_for_long_and_at_a_clock_that_stepped_back(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def before(database: Database) -> None:
        async with database.begin() as session:
            at = await database.now(session)
            await outbox.put(session, "a", 1, {}, at - 400)
            await outbox.put(session, "put off", 1, {}, at + 400)
            await inbox.put(session, 7, 1, "{}", at - 400)
            await outbox.rate_row(session, at + 3600, clock_steps._CLOCK)

    told = doctor(monkeypatch, before)
    late = "waiting for over five minutes: 1 to answer, 1 to send; does the bot run?"
    assert (False, late) in told
    assert any("the clock has stepped back by 3600 seconds" in words for good, words in told if not good)


def test_doctor_tries_to_write(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(settings: Settings) -> Database:
        database = open_database(settings)

        @event.listens_for(database.engine.sync_engine, "commit", once=True)
        def fills(_: object) -> None:
            full = sqlite3.OperationalError("database or disk is full")
            raise OperationalError("COMMIT", None, full)

        return database

    async def before(_: Database) -> None:
        monkeypatch.setattr("bot.commands.operating.open_database", full)

    told = doctor(monkeypatch, before)
    assert any("database or disk is full" in words for good, words in told if not good)


def test_doctor_looks_at_the_room_on_the_disk(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_LITTLE_BYTES", 10**18)
    told = doctor(monkeypatch, migrated)
    assert [words.split(" MB ")[1] for good, words in told if not good] == ["free on its disk"]
    assert (True, "sound") in told


def test_no_password_is_said() -> None:
    for address in ("postgresql+psycopg//ql:s3cretpw@h/x", "postgresql+psycopg://ql:s3cretpw@127.0.0.1:1/x"):
        ran = bot("migrate", DATABASE_URL=address)
        assert ran.returncode == 1
        assert "s3cretpw" not in ran.stdout + ran.stderr
        settings = Settings(_env_file=None, database_url=address)
        assert "s3cretpw" not in database_trouble(settings, OSError("away"))
