"""The simulator's own door over HTTP, for a bot in another process."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from bot.simulator import Simulator


@pytest.fixture
async def control(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{simulator.url}/simulator") as client:
        yield client


async def do(control: httpx.AsyncClient, reader: str | int, deed: str, **arguments: Any) -> dict[str, Any]:
    wish = {"reader": reader, "deed": deed, "arguments": arguments}
    response = await control.post("/updates", json=wish)
    return {"status": response.status_code, **response.json()}


async def test_a_conversation_over_http(control: httpx.AsyncClient, bot: Bot) -> None:
    done = await do(control, "Ann", "says", text="hello")
    (update,) = await bot.get_updates()
    assert update.message
    assert (update.message.text, update.message.chat_id) == ("hello", done["chat_id"])
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await bot.send_message(done["chat_id"], "<b>Well?</b>", parse_mode="HTML", reply_markup=markup)
    chat = (await control.get(f"/chats/{done['chat_id']}", params={"after": 0})).json()
    assert [message["text"] for message in chat["messages"]] == ["hello", "Well?"]
    assert chat["messages"][1]["buttons"] == ["Yes"]
    tapped = await do(control, "Ann", "taps", label="Yes")
    await bot.answer_callback_query(tapped["tap_id"], "Good")
    chat = (await control.get(f"/chats/{done['chat_id']}")).json()
    assert [(tap["data"], tap["text"]) for tap in chat["taps"]] == [("y", "Good")]


async def test_waiting_ends_with_the_time(control: httpx.AsyncClient) -> None:
    done = await do(control, 77, "starts", payload="article")
    assert done["chat_id"] == 77
    chat = await control.get("/chats/77", params={"after": 0, "count": 2, "seconds": 0})
    assert [message["text"] for message in chat.json()["messages"]] == ["/start article"]


async def test_what_cannot_be_done_is_answered_with_the_reason(control: httpx.AsyncClient) -> None:
    missed = await do(control, "Ann", "taps", label="Yes")
    assert missed["status"] == 400
    assert "there is no button 'Yes'" in missed["error"]
    unknown = await do(control, "Ann", "_send")
    assert "no such deed" in unknown["error"]
    assert (await control.get("/chats/5")).status_code == 400
    assert "no such fault" in (await control.post("/faults", json={"kind": "fire"})).json()["error"]
    assert "a fault has no times" in (await control.post("/faults", json={"times": 3})).json()["error"]


async def test_faults_are_planned_and_released(control: httpx.AsyncClient, bot: Bot) -> None:
    chat_id = (await do(control, "Ann", "starts"))["chat_id"]
    planned = await control.post("/faults", json={"kind": "flood", "retry_after": 3, "calls": None})
    assert [(fault["kind"], fault["retry_after"]) for fault in planned.json()] == [("flood", 3)]
    with pytest.raises(RetryAfter):
        await bot.send_message(chat_id, "a")
    assert (await control.delete("/faults")).json() == []
    await bot.send_message(chat_id, "a")
    calls = (await control.get("/calls")).json()
    assert [(call["method"], call["status"]) for call in calls[-2:]] == [
        ("sendMessage", 429),
        ("sendMessage", 200),
    ]


async def test_rates_and_repeated_updates_are_switched_on(control: httpx.AsyncClient, bot: Bot) -> None:
    await control.post("/faults", json={"enforces_floods": True, "repeat_updates": 1})
    chat_id = (await do(control, "Ann", "starts"))["chat_id"]
    (update,) = await bot.get_updates()
    assert len(await bot.get_updates(offset=update.update_id + 1)) == 1
    assert (await control.get("/pending")).json() == [update.update_id]
    for _ in range(5):
        await bot.send_message(chat_id, "a")
    with pytest.raises(RetryAfter):
        await bot.send_message(chat_id, "a")


async def test_a_group_is_opened_and_migrated(control: httpx.AsyncClient, bot: Bot) -> None:
    opened = await control.post("/groups", json={"title": "Physios", "members": ["Ann", "Ben"]})
    group_id = opened.json()["chat_id"]
    wish = {"reader": "Ben", "group": group_id, "deed": "says", "arguments": {"text": "/queue"}}
    await control.post("/updates", json=wish)
    assert (await bot.get_updates())[-1].message.chat_id == group_id
    new_id = (await control.post(f"/groups/{group_id}/migrate")).json()["chat_id"]
    await bot.send_message(new_id, "a")
    chat = (await control.get(f"/chats/{new_id}")).json()
    assert [message["author"] for message in chat["messages"]] == ["Ann", bot.first_name]
