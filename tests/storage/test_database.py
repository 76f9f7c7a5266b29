"""The database: migrations, soundness, backups, what is kept about a reader and for how long."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select

from bot.core.conversation import ENDS_AFTER, Conversation, OpenCheck
from bot.core.knowledge import EntryId
from bot.core.triage import RedFlagId
from bot.services.housekeeping import tidy
from bot.storage import inbox, outbox, questions, readers
from bot.storage.database import Database, DatabaseUseError
from bot.storage.tables import Delivery, InboxUpdate, Table

AT = 1_800_000_000.0


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", lambda: AT)
    await made.migrate()
    yield made
    await made.close()


async def test_migrations_go_up_down_and_up_and_make_what_the_code_expects(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Table.metadata))

    def names(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    assert await database.is_current()
    await database.migrate("base")
    async with database.engine.connect() as connection:
        assert await connection.run_sync(names) == ["alembic_version"]
    assert not await database.is_current()
    await database.migrate()
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_replicas_that_start_at_once_all_find_the_newest_tables(postgres_url: str) -> None:
    replicas = [Database(postgres_url, lambda: AT) for _ in range(4)]
    await replicas[0].migrate("base")
    await asyncio.gather(*(replica.migrate() for replica in replicas))
    assert [await replica.is_current() for replica in replicas] == [True] * 4
    for replica in replicas:
        await replica.close()


async def test_sqlite_loses_nothing_at_a_power_cut(database: Database) -> None:
    async with database.engine.connect() as connection:
        modes = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous")
        ]
    assert modes == ["wal", 2]


async def test_a_backup_during_writes_is_sound(database: Database, tmp_path: Path) -> None:
    async with database.begin() as session:
        await questions.note(session, AT, "unanswered", [], 0.1, "anything")
    target = tmp_path / "copy.sqlite3"
    await database.backup(target)
    with sqlite3.connect(target) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT utterance FROM questions").fetchall() == [("anything",)]
    copy.close()
    with pytest.raises(DatabaseUseError, match="exists already"):
        await database.backup(target)


async def test_a_conversation_is_remembered_and_ends_with_silence(database: Database) -> None:
    check = OpenCheck(RedFlagId("rf_x"), "it feels odd")
    said = replace(
        Conversation().said_no(RedFlagId("rf_y")), last_entry=EntryId("scoliosis"), open_check=check
    )
    async with database.begin() as session:
        await readers.remember(session, 5, said, AT)
    async with database.begin() as session:
        assert await readers.conversation(session, 5, AT + 60) == said
        assert await readers.conversation(session, 6, AT) == Conversation()
        assert await readers.conversation(session, 5, AT + ENDS_AFTER.total_seconds() + 1) == Conversation()


async def test_housekeeping_forgets_words_and_keeps_numbers(database: Database) -> None:
    async with database.begin() as session:
        await questions.note(session, AT - 100 * 86_400, "unanswered", [], 0.1, "old words")
        await questions.note(session, AT, "unanswered", [], 0.1, "new words")
        await readers.remember(session, 5, Conversation(last_entry=EntryId("scoliosis")), AT - 86_400)
    async with database.begin() as session:
        await tidy(session, AT, keep_questions_days=90)
    async with database.begin() as session:
        assert list(await questions.unanswered(session)) == ["new words"]
        assert await questions.outcomes(session) == {"unanswered": 2}
    async with database.engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM conversations")).scalar_one() == 0


async def test_what_was_laid_aside_is_kept_for_a_week_and_no_longer(database: Database) -> None:
    for number, age in ((1, 8 * 86_400), (2, 6 * 86_400)):
        async with database.begin() as session:
            await inbox.put(session, number, number, "words", AT - age)
            await inbox.claim(session, "a", AT - age)
            assert await inbox.give_back(session, number, "a", inbox.MOST_ATTEMPTS, AT - age)
            await outbox.put(session, f"reply:{number}:0", number, {"html": "words"}, AT - age)
            (claimed,) = await outbox.claim(session, "a", AT - age, outbox.Pace(1000.0, 0.0))
            await outbox.lay_aside(session, claimed.delivery.id, "a")
    async with database.begin() as session:
        await tidy(session, AT, keep_questions_days=90)
    async with database.begin() as session:
        assert (await inbox.dead(session), await outbox.dead(session)) == (1, 1)
        assert list(await session.scalars(select(InboxUpdate.update_id))) == [2]
        assert list(await session.scalars(select(Delivery.key))) == ["reply:2:0"]


@pytest.mark.parametrize("address", ["nonsense", "sqlite+aiosqlite://host:port/bot"])
def test_an_address_that_cannot_be_used_is_said_in_one_line(address: str) -> None:
    with pytest.raises(DatabaseUseError, match="DATABASE_URL cannot be used"):
        Database(address, lambda: AT)
