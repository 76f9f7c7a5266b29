"""The clocks of sessions and a reader's tap lock the same rows, in the same order."""

import asyncio

from bot.app import Mind, build_parts
from bot.settings import Settings
from bot.storage import subscriptions
from bot.storage.database import Database
from bot.storage.tables import Practice, Subscription

WAIT = 0.3


async def test_a_tap_while_clocks_are_shown_stops_neither(database: Database, mind: Mind) -> None:
    timing = build_parts(Settings(_env_file=None), mind).coaching.timing
    async with database.begin() as session:
        at = await database.now(session)
        for chat_id in (1, 2):
            session.add(Subscription(chat_id=chat_id, programme="fortnight", run=1, state="active", done=0))
            clock = {"side": 0, "seconds": 60, "began_at": at - 5, "next_at": at}
            session.add(Practice(chat_id=chat_id, token="abc", local_date="2027-03-22", **clock))
    locked = asyncio.Event()

    async def tap() -> None:
        async with database.begin() as session:
            assert await subscriptions.of(session, 2)
            locked.set()
            await asyncio.sleep(WAIT)
            assert await subscriptions.practice(session, 2)

    async def show() -> int:
        await locked.wait()
        async with database.begin() as session:
            return await timing.show_clocks(session, at)

    _, shown = await asyncio.gather(tap(), show())
    assert shown == 2
    async with database.begin() as session:
        for chat_id in (1, 2):
            practice = await subscriptions.practice(session, chat_id)
            assert practice is not None
            assert practice.next_at == at + 5
