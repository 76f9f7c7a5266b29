"""The reader's own database: SQLite by default, PostgreSQL for several machines, one code path."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"

Age = Literal["none", "older", "current", "newer"]
"""Whether tables are those of this version of the bot; "none" where there are none of a bot."""

BUSY_TIMEOUT_MS = 10_000
"""How long a SQLite transaction waits for another one."""

_MIGRATING = 20_261_122
"""The number of the lock that PostgreSQL gives to whoever changes the tables, until its transaction ends."""


class DatabaseUseError(Exception):
    """The database cannot be used in this way; the message says why."""


class Database:
    """Sessions on one database, and the clock that all its rows go by.

    Args:
        url: SQLAlchemy's address of the database, with an asyncio driver.
        clock: seconds since 1970; PostgreSQL's own clock is used instead where several machines share it.

    Raises:
        DatabaseUseError: the address cannot be used.
    """

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        self.engine = _engine(url)
        self._clock = clock
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None if it has none."""
        name = self.engine.url.database
        return Path(name).absolute() if self.is_sqlite and name and name != ":memory:" else None

    @property
    def place(self) -> str:
        """Where it is, without its password."""
        return str(self.file or self.engine.url.render_as_string(hide_password=True))

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end, rolled back by an error."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def now(self, session: AsyncSession) -> float:
        """Return this moment by the database's clock, in seconds since 1970."""
        if self.is_sqlite:
            return self._clock()
        moment = await session.scalar(select(func.extract("epoch", func.clock_timestamp())))
        return float(moment or 0)

    async def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision: `head` is the newest, `base` none at all.

        Where several processes begin at once, one of them does it and the others wait for it.

        Raises:
            DatabaseUseError: the tables are those of a newer version.
        """
        try:
            async with self.engine.begin() as connection:
                await connection.run_sync(_migrate, revision)
        except CommandError:
            raise DatabaseUseError(
                f"The database ({self.place}) is of a newer version of the bot: "
                "install that version, or restore a backup of this one."
            ) from None

    async def is_current(self) -> bool:
        """Tell whether the tables are those of this version."""
        return await self.age() == "current"

    async def age(self) -> Age:
        """Return whether the tables are older or newer than this version."""
        async with self.engine.connect() as connection:
            return age_of(
                await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
            )

    async def complaint(self) -> str:
        """Return what is wrong with the database, or nothing if it is sound."""
        async with self.engine.connect() as connection:
            if not self.is_sqlite:
                await connection.execute(text("SELECT 1"))
                return ""
            found = str(await connection.scalar(text("PRAGMA integrity_check")))
            return "" if found == "ok" else found

    async def refuse_missing(self) -> None:
        """Raise if this is a SQLite database without a file: to connect would make a new one.

        Raises:
            DatabaseUseError: there is no such file.
        """
        if self.file and not await asyncio.to_thread(self.file.is_file):
            raise DatabaseUseError(
                f"There is no database {self.file}. A relative DATABASE_URL, and .env itself, are looked "
                "for in the folder that the command is started in. For a new database run `migrate`."
            )

    async def backup(self, target: Path) -> None:
        """Write a sound copy of a SQLite database while it is in use.

        Raises:
            DatabaseUseError: the database is not SQLite or not the bot's, or `target` cannot be written.
        """
        if not self.is_sqlite:
            raise DatabaseUseError("This database is PostgreSQL: use pg_dump.")
        await self.refuse_missing()
        await asyncio.to_thread(_refuse_target, target)
        if await self.age() == "none":
            raise DatabaseUseError(f"{self.place} is not a database of the bot: nothing was saved.")
        try:
            async with self.engine.connect() as connection:
                autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await autocommit.execute(text("VACUUM INTO :target"), {"target": str(target)})
        except SQLAlchemyError as error:
            # Half a copy would be taken for a whole one, and it would be in the way of the next.
            await asyncio.to_thread(target.unlink, missing_ok=True)
            reason = getattr(error, "orig", None) or type(error).__name__
            raise DatabaseUseError(f"Nothing was saved to {target}: {reason}.") from None

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def age_of(revision: str | None) -> Age:
    """Return how old the tables of a revision are."""
    known = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    if revision is None:
        return "none"
    if revision not in known:
        return "newer"
    return "current" if revision == known[0] else "older"


def _refuse_target(target: Path) -> None:
    if target.exists():
        raise DatabaseUseError(f"{target} exists already: name another file.")
    if not target.absolute().parent.is_dir():
        raise DatabaseUseError(f"There is no folder {target.absolute().parent}.")


def _engine(url: str) -> AsyncEngine:
    try:
        engine = create_async_engine(make_url(url), hide_parameters=True)
    except (ArgumentError, ImportError, ModuleNotFoundError, ValueError) as error:
        raise DatabaseUseError(f"DATABASE_URL cannot be used: {error}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN would come late and deferred: two writers could then deadlock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":  # SQLite locks at BEGIN
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
