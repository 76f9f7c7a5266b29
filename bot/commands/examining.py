"""For operators: `doctor` says what is set, what is missing, and whether the database is sound."""

import shutil
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.app import build_mind
from bot.commands.learning import say_learning
from bot.commands.operating import HOW_TO_START, database_trouble, with_database
from bot.content.findings import ContentError
from bot.settings import Settings, read_settings
from bot.storage import clock_steps, inbox, outbox
from bot.storage.database import Database, DatabaseUseError

_LATE_SECONDS = 300.0
"""What waits for longer is told."""

_LITTLE_BYTES = 100_000_000
"""Less room on the disk is told: learning writes a file of 150 MB."""

_BEHIND_SECONDS = 60.0

_AGES = {
    "none": "no tables yet: run `migrate`",
    "older": "of an older version: run `migrate`",
    "newer": "of a newer version of the bot: install that version, or restore a backup of this one",
}

Line = tuple[bool, str]
"""Whether something is well, and what is to be told about it."""


@click.command()
def doctor() -> None:
    """Say what is configured, what is missing, and whether the database is sound."""
    settings = read_settings()
    sound = [_tell_settings(settings), _tell_knowledge(settings), _tell_database(settings)]
    sys.exit(0 if all(sound) else 1)


def _tell_settings(settings: Settings) -> bool:
    token = bool(settings.telegram_bot_token.get_secret_value())
    _tell(token, "Telegram token", "set (not tried)" if token else HOW_TO_START)
    _tell(True, "Country", settings.country or "not set: emergency numbers of several countries are given")
    _tell(True, "Guide link", settings.guide_url or "not set: readers are told to look under the article")
    _tell(True, "Privacy contact", settings.privacy_contact or "not set: /privacy says so")
    return token


def _tell_knowledge(settings: Settings) -> bool:
    try:
        mind = build_mind(settings, say_learning)
    except ContentError as error:
        _tell(False, "Knowledge", f"{len(error.findings)} findings; run `check` to see them")
        return False
    base = mind.read.base
    unread = sum(entry.review is None for entry in base.entries.values())
    _tell(True, "Knowledge", f"{len(base.entries)} entries, {unread} of them not reviewed by a clinician")
    return True


def _tell_database(settings: Settings) -> bool:
    async def deed(database: Database) -> bool:
        try:
            await database.refuse_missing()
        except DatabaseUseError as error:
            return _tell_all([(False, str(error))])
        # Told before anything is opened: on a full disk SQLite cannot even be read.
        sound = _tell_all([(True, database.place), *_room(database)])
        age = await database.age()
        if age != "current":
            return _tell_all([(False, _AGES[age])])
        complaint = await database.complaint()
        lines = [(not complaint, complaint or "sound"), await _written(settings, database)]
        return _tell_all([*lines, *await _what_waits(database)]) and sound

    return with_database(deed)


def _tell_all(lines: list[Line]) -> bool:
    for good, words in lines:
        _tell(good, "Database", words)
    return all(good for good, _ in lines)


def _room(database: Database) -> list[Line]:
    if database.file is None:
        return []
    free = shutil.disk_usage(database.file.parent).free
    return [(free >= _LITTLE_BYTES, f"{free / 1e6:,.0f} MB free on its disk")]


async def _written(settings: Settings, database: Database) -> Line:
    """Try to write: a full disk shows only when a transaction is committed."""
    try:
        async with database.begin() as session:
            at = await database.now(session)
            (await outbox.rate_row(session, at, "doctor")).next_at = at
    except SQLAlchemyError as error:
        return False, database_trouble(settings, error)
    return True, "can be written to"


async def _what_waits(database: Database) -> list[Line]:
    async with database.begin() as session:
        at = await database.now(session)
        dead = await inbox.dead(session), await outbox.dead(session)
        waiting = await inbox.waiting(session), await outbox.waiting(session)
        since = at - _LATE_SECONDS
        late = await inbox.overdue(session, since), await outbox.overdue(session, since)
        twice = await outbox.maybe_sent_twice(session)
        behind = await clock_steps.behind(session, at)
    lines = [
        (True, f"waiting: {waiting[0]} to answer, {waiting[1]} to send"),
        (not any(dead), f"laid aside: {dead[0]} updates, {dead[1]} messages"),
        (True, f"perhaps sent twice: {twice}"),
    ]
    if any(late):
        words = f"waiting for over five minutes: {late[0]} to answer, {late[1]} to send; does the bot run?"
        lines += [(False, words)]
    if behind > _BEHIND_SECONDS:
        lines += [(False, f"the clock has stepped back by {behind:.0f} seconds; a running bot sees to it")]
    return lines


def _tell(good: bool, what: str, words: str) -> None:
    click.echo(f"{'ok  ' if good else 'LOOK'}  {what}: {words}")


COMMANDS = (doctor,)
