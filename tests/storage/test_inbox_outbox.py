"""The inbox and the outbox, on SQLite and on PostgreSQL: nothing lost, nothing handled twice, in order."""

import asyncio
from itertools import pairwise

from sqlalchemy import select

from bot.storage import inbox, outbox
from bot.storage.database import Database
from bot.storage.outbox import Pace
from bot.storage.tables import Delivery

FAST = Pace(per_second=1000.0, chat_gap=0.0)


async def receive(database: Database, update_id: int, chat_id: int = 1) -> bool:
    async with database.begin() as session:
        return await inbox.put(session, update_id, chat_id, "{}", await database.now(session))


async def claim(database: Database, owner: str, later: float = 0.0) -> list[int]:
    async with database.begin() as session:
        rows = await inbox.claim(session, owner, await database.now(session) + later)
        return [row.update_id for row in rows]


async def finish(database: Database, update_id: int, owner: str) -> bool:
    async with database.begin() as session:
        return await inbox.finish(session, update_id, owner)


async def queue(database: Database, key: str, chat_id: int = 1) -> bool:
    async with database.begin() as session:
        return await outbox.put(session, key, chat_id, {"html": key}, await database.now(session))


async def take(
    database: Database, owner: str = "a", later: float = 0.0, pace: Pace = FAST
) -> list[outbox.Claim]:
    async with database.begin() as session:
        return await outbox.claim(session, owner, await database.now(session) + later, pace)


async def test_the_same_update_is_kept_once(database: Database) -> None:
    assert await receive(database, 7)
    assert not await receive(database, 7)


async def test_updates_of_one_chat_are_handed_out_one_by_one_and_in_order(database: Database) -> None:
    for update_id in (3, 1, 2):
        await receive(database, update_id)
    await receive(database, 9, chat_id=2)
    assert await claim(database, "a") == [1, 9]
    assert await claim(database, "b") == []
    assert await finish(database, 1, "a")
    assert await claim(database, "b") == [2]


async def test_an_abandoned_update_is_taken_over_and_its_old_owner_refused(database: Database) -> None:
    await receive(database, 1)
    assert await claim(database, "a") == [1]
    assert await claim(database, "b", later=inbox.LEASE_SECONDS + 1) == [1]
    assert not await finish(database, 1, "a")
    assert await finish(database, 1, "b")


async def test_a_poison_update_is_laid_aside_and_the_chat_goes_on(database: Database) -> None:
    await receive(database, 1)
    await receive(database, 2)
    for attempt in range(1, inbox.MOST_ATTEMPTS + 1):
        assert await claim(database, "a", later=attempt * 10.0) == [1]
        async with database.begin() as session:
            dead = await inbox.give_back(session, 1, "a", attempt, await database.now(session))
        assert dead == (attempt == inbox.MOST_ATTEMPTS)
    assert await claim(database, "a") == [2]
    async with database.begin() as session:
        assert await inbox.dead(session) == 1


async def test_ten_workers_at_once_handle_each_update_once(database: Database) -> None:
    for update_id in range(40):
        await receive(database, update_id, chat_id=update_id % 8)

    async def work(owner: str) -> list[int]:
        done: list[int] = []
        for _ in range(12):
            for update_id in await claim(database, owner):
                assert await finish(database, update_id, owner)
                done.append(update_id)
        return done

    handled = await asyncio.gather(*(work(f"worker{n}") for n in range(10)))
    assert sorted(update_id for done in handled for update_id in done) == list(range(40))


async def test_a_key_is_sent_once(database: Database) -> None:
    assert await queue(database, "reply:1:0")
    assert not await queue(database, "reply:1:0")
    assert len(await take(database)) == 1
    assert await take(database) == []


async def test_messages_of_one_chat_go_out_in_order(database: Database) -> None:
    for key in ("a", "b"):
        await queue(database, key)
    await queue(database, "c", chat_id=2)
    first = await take(database)
    assert [each.delivery.key for each in first] == ["a", "c"]
    async with database.begin() as session:
        at = await database.now(session)
        await outbox.sent(session, first[0].delivery.id, "a", at, 5)
    assert [each.delivery.key for each in await take(database)] == ["b"]


async def test_a_chat_gets_no_two_messages_within_its_gap(database: Database) -> None:
    pace = Pace(per_second=1000.0, chat_gap=100.0)
    await queue(database, "a")
    await queue(database, "b")
    first = (await take(database, pace=pace))[0]
    async with database.begin() as session:
        await outbox.sent(session, first.delivery.id, "a", await database.now(session), 5)
    assert await take(database, pace=pace) == []
    assert len(await take(database, pace=pace, later=101.0)) == 1


async def test_all_processes_together_keep_the_rate(database: Database) -> None:
    for chat in range(30):
        await queue(database, f"k{chat}", chat_id=chat)
    pace = Pace(per_second=10.0, chat_gap=0.0)
    claims = [*await take(database, "a", pace=pace), *await take(database, "b", pace=pace)]
    moments = sorted(each.send_at for each in claims)
    assert len(moments) > 10
    assert all(later - earlier >= 0.099 for earlier, later in pairwise(moments))


async def test_a_flood_limit_holds_every_process(database: Database) -> None:
    await queue(database, "a")
    async with database.begin() as session:
        await outbox.hold(session, await database.now(session) + 60)
    assert await take(database, "b") == []
    assert len(await take(database, "b", later=61)) == 1


async def test_a_message_in_flight_when_its_process_died_is_sent_again_silently(database: Database) -> None:
    await queue(database, "a")
    assert (await take(database, "a"))[0].delivery.maybe_sent == 0
    again = await take(database, "b", later=outbox.LEASE_SECONDS + 5)
    assert again[0].delivery.maybe_sent == 1
    async with database.begin() as session:
        await outbox.sent(session, again[0].delivery.id, "a", await database.now(session), 5)
        assert await outbox.waiting(session) == 1


async def test_what_waits_for_another_try_is_taken_back_and_what_is_on_its_way_is_not(
    database: Database,
) -> None:
    await queue(database, "reminder:1:today")
    taken = (await take(database))[0].delivery
    async with database.begin() as session:
        await outbox.withdraw(session, 1, "reminder:1:")
        assert await outbox.waiting(session) == 1
    async with database.begin() as session:
        again = await database.now(session) + 60
        await outbox.retry(session, taken.id, "a", again, maybe_sent=True)
    async with database.begin() as session:
        await outbox.withdraw(session, 1, "reminder:1:")
        assert await outbox.waiting(session) == 0


async def test_the_words_are_gone_once_they_are_sent(database: Database) -> None:
    await queue(database, "a")
    taken = (await take(database))[0].delivery
    async with database.begin() as session:
        await outbox.sent(session, taken.id, "a", await database.now(session), 5)
    async with database.begin() as session:
        row = await session.get(type(taken), taken.id)
        assert row is not None
        assert row.body is None


async def test_a_chat_that_moved_or_left(database: Database) -> None:
    await queue(database, "a", chat_id=-1)
    await queue(database, "b", chat_id=2)
    async with database.begin() as session:
        await outbox.move_chat(session, -1, -1001)
        await outbox.drop_chat(session, 2)
    assert [each.delivery.chat_id for each in await take(database)] == [-1001]


async def test_a_group_gets_twenty_messages_a_minute_and_a_private_chat_sixty(database: Database) -> None:
    pace = Pace(per_second=1000.0, chat_gap=1.0)
    for chat_id in (1, -1):
        for number in range(2):
            await queue(database, f"{chat_id}:{number}", chat_id)
    for claim_ in await take(database, pace=pace):
        async with database.begin() as session:
            await outbox.sent(session, claim_.delivery.id, "a", await database.now(session), None)
    assert [claim_.delivery.key for claim_ in await take(database, later=1.5, pace=pace)] == ["1:1"]
    assert [claim_.delivery.key for claim_ in await take(database, later=3.5, pace=pace)] == ["-1:1"]


async def test_urgent_advice_goes_first(database: Database) -> None:
    for chat_id in range(1, 4):
        await queue(database, f"{chat_id}", chat_id)
    async with database.begin() as session:
        at = await database.now(session)
        assert await outbox.put(session, "urgent", 9, {"html": "urgent"}, at, outbox.URGENT)
    assert (await take(database))[0].delivery.key == "urgent"


async def test_what_is_laid_by_waits_until_it_is_taken_up(database: Database) -> None:
    await queue(database, "later:1:x")
    await queue(database, "reply:1:x")
    async with database.begin() as session:
        at = await database.now(session)
        for _ in range(2):
            await outbox.lay_by(session, 1, at, "later:1:")
    assert [claim_.delivery.key for claim_ in await take(database)] == ["reply:1:x"]
    async with database.begin() as session:
        await outbox.take_up(session, 1, at, "later:1:")
    async with database.begin() as session:
        kept = await session.scalar(select(Delivery.due_at).where(Delivery.key == "later:1:x"))
    assert kept is not None
    assert abs(kept - at) < 1
