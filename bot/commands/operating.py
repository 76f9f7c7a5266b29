"""For operators: `run`, `migrate`, `backup`, `doctor`."""

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
from bot.content.findings import ContentError
from bot.mind import refuse_mistakes
from bot.settings import Settings, read_settings
from bot.storage import inbox, outbox
from bot.storage.database import Database, DatabaseUseError

T = TypeVar("T")

_HOW_TO_START = (
    "No TELEGRAM_BOT_TOKEN: get one from @BotFather in Telegram and write it into .env (see .env.example)."
)


@click.command()
def run() -> None:
    """Run the bot in Telegram (long polling) until it is stopped."""
    settings = read_settings()
    # Ours only: at DEBUG other libraries write tokens and readers' words.
    logging.getLogger("bot").setLevel(settings.log_level)
    if not settings.telegram_bot_token.get_secret_value():
        _fail(_HOW_TO_START)
    mind = build_mind(settings)
    refuse_mistakes(settings, mind, today())
    try:
        asyncio.run(run_until_stopped(settings, mind))
    except InvalidToken:
        _fail("Telegram does not know this TELEGRAM_BOT_TOKEN: copy it from @BotFather again.")
    except (SQLAlchemyError, DatabaseUseError) as error:
        _fail(_database_trouble(settings, error))


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
def doctor() -> None:
    """Say what is configured, what is missing, and whether the database is sound."""
    settings = read_settings()
    sound = [_tell_settings(settings), _tell_knowledge(settings), _tell_database(settings)]
    sys.exit(0 if all(sound) else 1)


def _tell_settings(settings: Settings) -> bool:
    token = bool(settings.telegram_bot_token.get_secret_value())
    _tell(token, "Telegram token", "set" if token else _HOW_TO_START)
    _tell(True, "Country", settings.country or "not set: emergency numbers of several countries are given")
    _tell(True, "Guide link", settings.guide_url or "not set: readers are told to look under the article")
    _tell(True, "Privacy contact", settings.privacy_contact or "not set: /privacy says so")
    return token


def _tell_knowledge(settings: Settings) -> bool:
    try:
        mind = build_mind(settings)
    except ContentError as error:
        _tell(False, "Knowledge", f"{len(error.findings)} findings; run `check` to see them")
        return False
    base = mind.read.base
    unread = sum(entry.review is None for entry in base.entries.values())
    _tell(True, "Knowledge", f"{len(base.entries)} entries, {unread} of them not reviewed by a clinician")
    return True


def _tell_database(settings: Settings) -> bool:
    async def deed(database: Database) -> list[tuple[bool, str]]:
        if not await database.is_current():
            return [(False, "not of this version: run `migrate`")]
        complaint = await database.complaint()
        async with database.begin() as session:
            dead = await inbox.dead(session), await outbox.dead(session)
            waiting = await inbox.waiting(session), await outbox.waiting(session)
            twice = await outbox.maybe_sent_twice(session)
        return [
            (not complaint, complaint or "sound"),
            (True, f"waiting: {waiting[0]} to answer, {waiting[1]} to send"),
            (not any(dead), f"laid aside: {dead[0]} updates, {dead[1]} messages"),
            (True, f"perhaps sent twice: {twice}"),
        ]

    lines = with_database(deed)
    for good, words in lines:
        _tell(good, "Database", words)
    return all(good for good, _ in lines)


def _tell(good: bool, what: str, words: str) -> None:
    click.echo(f"{'ok  ' if good else 'LOOK'}  {what}: {words}")


def with_database(deed: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database of the settings; if it does not answer, say so and end."""
    settings = read_settings()

    async def whole() -> T:
        database = open_database(settings)
        try:
            return await deed(database)
        finally:
            await database.close()

    try:
        return asyncio.run(whole())
    except (SQLAlchemyError, DatabaseUseError, OSError) as error:
        _fail(_database_trouble(settings, error))
        raise


def _database_trouble(settings: Settings, error: Exception) -> str:
    reason = str(getattr(error, "orig", None) or error)
    scheme = settings.database_url.split("://")[0]
    return f"The database ({scheme}) does not answer: {reason} Look at DATABASE_URL, the disk and its rights."


def _fail(words: str) -> None:
    click.echo(words, err=True)
    sys.exit(1)


COMMANDS = (run, migrate, backup, doctor)
