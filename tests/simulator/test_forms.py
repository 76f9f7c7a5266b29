"""Every way in which a bot may write its call is read alike."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.simulator import Reader, Simulator


@pytest.fixture
async def api(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{simulator.base_url}{simulator.token}") as client:
        yield client


async def test_json_form_multipart_and_query_are_read_alike(api: httpx.AsyncClient, ann: Reader) -> None:
    call = {"chat_id": str(ann.id), "text": "a & b ü", "disable_notification": "true"}
    answers = [
        await api.post("/sendMessage", json={**call, "chat_id": ann.id, "disable_notification": True}),
        await api.post("/sendMessage", data=call),
        await api.post("/sendMessage", files={name: (None, value) for name, value in call.items()}),
        await api.get("/sendMessage", params=call),
        await api.post("/SENDMESSAGE", data=call),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [(seen.text, seen.silent) for seen in ann.messages if seen.from_bot] == [("a & b ü", True)] * 5


async def test_a_keyboard_may_come_as_json_or_as_text(api: httpx.AsyncClient, ann: Reader) -> None:
    as_text = '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'
    as_json = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    for markup in (as_text, as_json):
        await api.post("/sendMessage", json={"chat_id": ann.id, "text": "a", "reply_markup": markup})
        assert ann.new_messages()[0].buttons == ("Go",)


@pytest.mark.parametrize(
    ("method", "call", "words"),
    [
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1001}, "message text is empty"),
        ("sendPhoto", {"chat_id": 1001}, "there is no photo in the request"),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "a", "reply_markup": "[]"},
            "object expected as reply markup",
        ),
        ("sendMessage", {"chat_id": 1001, "text": "a", "reply_markup": "{"}, "can't parse reply_markup"),
        ("editMessageText", {"chat_id": 1001, "text": "a"}, "message identifier is not specified"),
        ("editMessageText", {"chat_id": 1001, "message_id": "one"}, "can't parse message_id"),
        (
            "editMessageReplyMarkup",
            {"chat_id": 1001, "message_id": 2, "reply_markup": {"remove_keyboard": True}},
            "inline keyboard expected",
        ),
        ("setMyCommands", {}, "can't parse list of bot commands"),
    ],
)
async def test_what_is_missing_or_misshapen_is_refused(
    api: httpx.AsyncClient, ann: Reader, method: str, call: dict[str, object], words: str
) -> None:
    await api.post("/sendMessage", json={"chat_id": ann.id, "text": "there is one message"})
    answer = await api.post(f"/{method}", json=call)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == 400
    assert answer.json()["description"].startswith(f"Bad Request: {words}")


async def test_an_empty_list_is_not_the_same_as_nothing(api: httpx.AsyncClient) -> None:
    await api.post("/getUpdates", json={"allowed_updates": ["message"]})
    await api.post("/getUpdates", json={})
    assert (await api.post("/getWebhookInfo")).json()["result"]["allowed_updates"] == ["message"]
    await api.post("/getUpdates", json={"allowed_updates": []})
    assert "allowed_updates" not in (await api.post("/getWebhookInfo")).json()["result"]


async def test_a_body_that_is_not_json_is_refused(api: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    answer = await api.post("/getMe", content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_the_answer_to_a_flood_names_the_seconds(
    simulator: Simulator, api: httpx.AsyncClient, ann: Reader
) -> None:
    simulator.faults.flood(retry_after=9)
    answer = await api.post("/sendMessage", json={"chat_id": ann.id, "text": "a"})
    assert answer.headers["retry-after"] == "9"
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 9",
        "parameters": {"retry_after": 9},
    }


async def test_tokens_are_checked_as_telegram_does(simulator: Simulator) -> None:
    async with httpx.AsyncClient() as client:
        wrong = await client.get(f"{simulator.base_url}110201543:wrong/getMe")
        malformed = await client.get(f"{simulator.base_url}nonsense/getMe")
        unknown = await client.get(f"{simulator.base_url}{simulator.token}/standOnOneLeg")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert (malformed.status_code, malformed.json()["description"]) == (404, "Not Found")
    assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found: method not found")
