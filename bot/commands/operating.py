"""For operators: `run`, `migrate`, `backup`, `restore`."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken

from bot.app import build_mind, open_database, run_until_stopped, today
from bot.commands.learning import say_learning
from bot.mind import refuse_mistakes
from bot.settings import Settings, read_settings
from bot.storage import restoring
from bot.storage.database import Database, DatabaseUseError

T = TypeVar("T")

HOW_TO_START = (
    "No TELEGRAM_BOT_TOKEN: get one from @BotFather in Telegram and write it into .env (see .env.example)."
)


@click.command()
def run() -> None:
    """Run the bot in Telegram (long polling) until it is stopped."""
    settings = read_settings()
    # Ours only: at DEBUG other libraries write tokens and readers' words.
    logging.getLogger("bot").setLevel(settings.log_level)
    if not settings.telegram_bot_token.get_secret_value():
        fail(HOW_TO_START)
    mind = build_mind(settings, say_learning)
    refuse_mistakes(settings, mind, today())
    try:
        asyncio.run(run_until_stopped(settings, mind))
    except InvalidToken:
        fail("Telegram does not know this TELEGRAM_BOT_TOKEN: copy it from @BotFather again.")
    except (SQLAlchemyError, DatabaseUseError) as error:
        fail(database_trouble(settings, error))


@click.command()
@click.option("--down", is_flag=True, help="Remove all tables and what is in them.")
def migrate(down: bool) -> None:
    """Bring the database to this version."""
    if down:
        click.confirm("This deletes everything that the bot has kept. Go on?", abort=True)

    async def deed(database: Database) -> None:
        await database.migrate("base" if down else "head")

    with_database(deed)
    click.echo("The database is empty now." if down else "The database is up to date.")


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Write a sound copy of the database to TARGET, also while the bot runs."""

    async def deed(database: Database) -> None:
        await database.backup(target)

    with_database(deed)
    click.echo(f"Saved to {target} ({target.stat().st_size:,} bytes).")


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
def restore(source: Path) -> None:
    """Put the backup FILE in the place of the database; the bot must be stopped."""

    async def deed(database: Database) -> tuple[Path, Path | None]:
        if database.file is None:
            raise DatabaseUseError("This database is PostgreSQL: use pg_restore.")
        replaced = await asyncio.to_thread(restoring.restore, source, database.file)
        await database.migrate()
        return database.file, replaced

    target, replaced = with_database(deed)
    click.echo(f"Restored {target} from {source}. Now run `doctor`, then start the bot.")
    if replaced:
        click.echo(f"What was there before is {replaced}: delete it when all is well.")


def with_database(deed: Callable[[Database], Awaitable[T]], *, existing: bool = False) -> T:
    """Do something with the database of the settings; if it does not answer, say so and end.

    Args:
        deed: what to do.
        existing: make no new database where there is none, but say so and end.
    """
    settings = read_settings()

    async def whole() -> T:
        database = open_database(settings)
        try:
            if existing:
                await database.refuse_missing()
            return await deed(database)
        finally:
            await database.close()

    try:
        return asyncio.run(whole())
    except (SQLAlchemyError, DatabaseUseError, OSError) as error:
        fail(database_trouble(settings, error))
        raise


def database_trouble(settings: Settings, error: Exception) -> str:
    """Return in one line what is wrong with the database; no password is in it."""
    if isinstance(error, DatabaseUseError):
        return str(error)
    driver = getattr(error, "orig", None)
    # The driver's name for it tells a full disk from a broken one, where its words do not.
    reason = " ".join(filter(None, (str(driver or error), getattr(driver, "sqlite_errorname", ""))))
    # An address that is mistyped may have its password anywhere.
    scheme, found, _ = settings.database_url.partition("://")
    name = f" ({scheme})" if found else ""
    return f"The database{name} does not answer: {reason}. Look at DATABASE_URL, the disk and its rights."


def fail(words: str) -> None:
    """Say why a command cannot go on, and end it."""
    click.echo(words, err=True)
    sys.exit(1)


COMMANDS = (run, migrate, backup, restore)
