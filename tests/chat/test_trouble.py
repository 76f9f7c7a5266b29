"""What the log says of a failure: the driver's name of it, the place in our code, once a minute."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from bot.app import App, Mind, running
from bot.chat.trouble import Ongoing, place
from bot.settings import Settings
from bot.simulator import Simulator
from bot.storage import database


@pytest.fixture
async def full(
    telegram: Simulator, settings: Settings, mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[App]:
    """A bot whose database cannot grow by a single page, once it runs."""
    begin, grows = database._begin_immediate, [True]

    def begins(connection: Connection) -> None:
        if not grows[0]:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
        begin(connection)

    monkeypatch.setattr(database, "_begin_immediate", begins)
    async with running(settings, mind) as app:
        async with app.database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("VACUUM")  # pages that migrations left free
        grows[0] = False
        yield app


async def test_a_full_disk_is_named_with_the_part_that_met_it_and_not_each_second(
    full: App, telegram: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    await telegram.reader("Ann").says("my private words " * 240)
    await asyncio.sleep(4)
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.app"]
    assert [line.split(":")[0] for line in lines] == [
        "OperationalError (SQLITE_FULL) at bot.storage.inbox.put",
    ]
    assert "private" not in caplog.text


def test_what_is_not_ours_is_placed_where_it_arose() -> None:
    with pytest.raises(sqlite3.Error) as caught:
        sqlite3.connect("/nowhere/at/all")
    assert place(caught.value).startswith("OperationalError at tests.chat.test_trouble.test_what_is_not_ours")
    assert place(ValueError("words")) == "ValueError at nowhere"


async def test_an_error_of_the_commit_is_placed_where_the_transaction_was(app: App) -> None:
    engine = app.database.engine

    @event.listens_for(engine.sync_engine, "commit")
    def fails(_: object) -> None:
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("full"))

    with pytest.raises(OperationalError) as caught:
        await app.is_idle()
    assert place(caught.value).startswith("OperationalError (OperationalError) at bot.app.is_idle:")


def test_the_same_is_told_once_a_minute() -> None:
    at = 0.0
    ongoing = Ongoing(lambda: at)
    told = []
    for at in range(130):
        told += [at] * ongoing.is_news("full")
        assert ongoing.is_news("another") == (at % 60 == 0)
    assert told == [0, 60, 120]
