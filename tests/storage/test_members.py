"""In a group each member has a conversation of their own, on SQLite and on PostgreSQL."""

from sqlalchemy import text

from bot.core.conversation import Conversation
from bot.core.knowledge import EntryId
from bot.core.triage import RedFlagId
from bot.storage import readers
from bot.storage.database import Database

AT = 1_800_000_000.0
GROUP, ANN, BEN = -100, 5, 6


async def test_members_of_a_group_are_told_apart(database: Database) -> None:
    said = Conversation().said_no(RedFlagId("rf_x"))
    async with database.begin() as session:
        await readers.remember(session, GROUP, said, AT, BEN)
        counted = [await readers.count_question(session, GROUP, AT, who) for who in (ANN, BEN, BEN)]
    assert counted == [1, 1, 2]
    async with database.begin() as session:
        assert await readers.conversation(session, GROUP, AT, BEN) == said
        assert await readers.conversation(session, GROUP, AT, ANN) == Conversation()


async def test_what_a_reader_was_in_the_middle_of_outlives_the_migration(database: Database) -> None:
    await database.migrate("base")
    await database.migrate("0002")
    body = '{"last_entry": "scoliosis", "open_check": null, "answered_no": [], "warned": false}'
    async with database.begin() as session:
        insert = text("INSERT INTO conversations VALUES (5, :body, :at, 0, 0)")
        await session.execute(insert, {"body": body, "at": AT})
    await database.migrate()
    async with database.begin() as session:
        assert await readers.conversation(session, 5, AT) == Conversation(last_entry=EntryId("scoliosis"))
