"""The simulator misbehaves exactly as it is told."""

from types import SimpleNamespace

import pytest
from telegram import Bot
from telegram.error import ChatMigrated, NetworkError, RetryAfter

from bot.simulator import Fault, Reader, Simulator


def said(reader: Reader) -> list[str]:
    return [seen.text for seen in reader.messages if seen.from_bot]


async def test_a_flood_lasts_for_so_many_calls(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    simulator.faults.flood(retry_after=7, calls=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(ann.id, "a")
        assert refused.value.retry_after.total_seconds() == 7
    await bot.send_message(ann.id, "b")
    assert said(ann) == ["b"]
    assert [called.status for called in simulator.calls if called.method == "sendMessage"] == [429, 429, 200]


async def test_a_flood_lasts_until_it_is_released(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    fault = simulator.faults.flood(calls=None)
    for _ in range(3):
        with pytest.raises(RetryAfter):
            await bot.send_message(ann.id, "a")
    simulator.faults.release(fault)
    await bot.send_message(ann.id, "b")
    assert said(ann) == ["b"]


async def test_a_fault_may_concern_one_method_or_one_chat(
    simulator: Simulator, bot: Bot, ann: Reader
) -> None:
    ben = simulator.reader("Ben")
    await ben.starts()
    simulator.faults.flood(calls=None, method="editMessageText")
    simulator.faults.plan(Fault("flood", chat_id=ben.id, calls=None))
    await bot.send_message(ann.id, "a")
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("b", ann.id, ann.last.id)
    with pytest.raises(RetryAfter):
        await bot.send_message(ben.id, "a")
    simulator.faults.release()
    await bot.send_message(ben.id, "a")
    assert (said(ann), said(ben)) == (["a"], ["a"])


@pytest.mark.parametrize(("status", "words"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
async def test_a_server_error_means_that_nothing_was_done(
    simulator: Simulator, bot: Bot, ann: Reader, status: int, words: str
) -> None:
    simulator.faults.fail(status)
    with pytest.raises(NetworkError, match=words):
        await bot.send_message(ann.id, "a")
    assert said(ann) == []
    await bot.send_message(ann.id, "b")
    assert said(ann) == ["b"]


async def test_a_connection_broken_before_means_that_nothing_was_done(
    simulator: Simulator, bot: Bot, ann: Reader
) -> None:
    simulator.faults.drop_before()
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "a")
    assert said(ann) == []


async def test_a_connection_broken_after_means_that_it_was_done_unheard(
    simulator: Simulator, bot: Bot, ann: Reader
) -> None:
    simulator.faults.drop_after()
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "a")
    assert said(ann) == ["a"]
    await bot.send_message(ann.id, "b")
    assert said(ann) == ["a", "b"]
    assert [called.status for called in simulator.calls[-2:]] == [0, 200]


async def test_polling_goes_on_unless_it_is_named(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    simulator.faults.fail(calls=None)
    await bot.get_updates()
    simulator.faults.fail(method="getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_a_delay_comes_before_the_deed(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    simulator.faults.delay(0.01, calls=1)
    simulator.faults.drop_after()
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "a")
    assert said(ann) == ["a"]
    assert simulator.faults.planned == []


async def test_an_update_can_be_handed_over_twice(simulator: Simulator, bot: Bot, ann: Reader) -> None:
    simulator.faults.repeat_updates(1)
    await ann.says("one")
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert again.update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == ()


async def test_a_group_moves_to_another_id(simulator: Simulator, bot: Bot) -> None:
    group = simulator.group("Physios", "Ann", "Ben")
    new = simulator.migrate(group)
    with pytest.raises(ChatMigrated) as refused:
        await bot.send_message(group.id, "a")
    assert refused.value.new_chat_id == new.id
    await bot.send_message(new.id, "a")
    assert new.messages[-1].text == "a"
    notices = [update.message for update in await bot.get_updates() if update.message]
    assert [(notice.chat.id, notice.migrate_to_chat_id) for notice in notices[:1]] == [(group.id, new.id)]
    assert [(notice.chat.id, notice.migrate_from_chat_id) for notice in notices[1:]] == [(new.id, group.id)]


def test_there_is_no_fault_of_another_name() -> None:
    with pytest.raises(ValueError, match="no such fault: 'earthquake'; there are flood, error"):
        Fault("earthquake")


async def test_one_chat_gets_a_short_burst_and_then_one_a_second(
    simulator: Simulator, bot: Bot, ann: Reader, clock: SimpleNamespace
) -> None:
    simulator.faults.enforces_floods = True
    for _ in range(5):
        await bot.send_message(ann.id, "a")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ann.id, "b")
    clock.seconds += refused.value.retry_after.total_seconds()
    await bot.send_message(ann.id, "c")
    await bot.send_chat_action(ann.id, "typing")
    assert said(ann) == ["a"] * 5 + ["c"]


async def test_all_chats_together_get_thirty_a_second(
    simulator: Simulator, bot: Bot, clock: SimpleNamespace
) -> None:
    simulator.faults.enforces_floods = True
    readers = [simulator.reader(f"Reader {number}") for number in range(31)]
    for reader in readers:
        await reader.starts()
    for reader in readers[:30]:
        await bot.send_message(reader.id, "a")
    with pytest.raises(RetryAfter):
        await bot.send_message(readers[30].id, "a")
    clock.seconds += 1
    await bot.send_message(readers[30].id, "a")
    assert said(readers[30]) == ["a"]


async def test_a_group_gets_twenty_a_minute(simulator: Simulator, bot: Bot, clock: SimpleNamespace) -> None:
    simulator.faults.enforces_floods = True
    group = simulator.group("Physios", "Ann")
    for _ in range(20):
        await bot.send_message(group.id, "a")
        clock.seconds += 1
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.id, "b")
    assert refused.value.retry_after.total_seconds() == 40
