"""Long polling: what is confirmed is forgotten, and there is only one poller."""

import asyncio
from types import SimpleNamespace

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from bot.simulator import Reader, Simulator


async def texts(bot: Bot, **arguments: int) -> list[str]:
    return [update.message.text for update in await bot.get_updates(**arguments)]


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, ann: Reader) -> None:
    await ann.says("one")
    await ann.says("two")
    first, second = await bot.get_updates()
    assert second.update_id == first.update_id + 1
    assert await texts(bot) == ["one", "two"]
    assert await texts(bot, offset=first.update_id) == ["one", "two"]
    assert await texts(bot, offset=second.update_id) == ["two"]
    assert await texts(bot) == ["two"]
    assert await texts(bot, offset=second.update_id + 1) == []
    assert await texts(bot, offset=first.update_id) == []


async def test_a_limit_gives_the_oldest(bot: Bot, ann: Reader) -> None:
    for text in ("one", "two", "three"):
        await ann.says(text)
    assert await texts(bot, limit=2) == ["one", "two"]


async def test_a_negative_offset_keeps_the_newest(bot: Bot, ann: Reader) -> None:
    for text in ("one", "two", "three"):
        await ann.says(text)
    assert await texts(bot, offset=-1) == ["three"]
    assert await texts(bot) == ["three"]


async def test_nothing_is_kept_longer_than_a_day(bot: Bot, ann: Reader, clock: SimpleNamespace) -> None:
    await ann.says("one")
    clock.seconds += 24 * 3600 + 1
    await ann.says("two")
    assert await texts(bot) == ["two"]


async def test_a_poll_waits_for_something_to_happen(bot: Bot, ann: Reader) -> None:
    poll = asyncio.create_task(texts(bot, timeout=30))
    await reached(bot, poll)
    await ann.says("one")
    assert await poll == ["one"]


async def test_what_a_lost_poller_did_not_hear_comes_again(
    simulator: Simulator, bot: Bot, ann: Reader
) -> None:
    async with httpx.AsyncClient() as lost:
        address = f"{simulator.base_url}{simulator.token}/getUpdates?timeout=50"
        with pytest.raises(httpx.ReadTimeout):
            await lost.get(address, timeout=0.05)
    await ann.says("one")
    assert await texts(bot) == ["one"]


async def test_of_two_pollers_the_older_is_sent_away(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    async with Bot(simulator.token, simulator.base_url) as other:
        older = asyncio.create_task(bot.get_updates(timeout=30))
        await reached(bot, older)
        newer = asyncio.create_task(texts(other, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        await ann.says("one")
        assert await newer == ["one"]


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, ann: Reader) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await reached(bot, poll)
    await bot.set_webhook("http://127.0.0.1:9/never")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    await bot.get_updates()


async def test_only_the_kinds_that_were_asked_for_come(bot: Bot, ann: Reader) -> None:
    await bot.get_updates(allowed_updates=[Update.EDITED_MESSAGE])
    await ann.says("one")
    await ann.edits("two")
    (update,) = await bot.get_updates()
    assert update.edited_message
    assert update.edited_message.text == "two"
    await bot.get_updates(allowed_updates=[])
    await ann.says("three")
    assert [each.effective_message.text for each in await bot.get_updates()] == ["two", "three"]


async def test_pending_updates_can_be_dropped(bot: Bot, ann: Reader) -> None:
    await ann.says("one")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []


async def reached(bot: Bot, poll: asyncio.Task[object]) -> None:
    """Return once a poll that was begun before has arrived: connections are answered in order of arrival."""
    for _ in range(3):
        await bot.get_me()
    assert not poll.done()
