"""A webhook: in order within a chat, with the secret, and again until it is answered 2xx."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import BadRequest

from bot.simulator import Reader, Simulator
from bot.simulator.server import Server
from bot.simulator.wakeup import Signal

SECRET = "s3cret_-"  # noqa: S105 - opens nothing


@dataclass
class Receiver:
    """An address that updates are posted to; it answers 500 as often as it is told."""

    url: str = ""
    refusals: int = 0
    seen: list[tuple[str, str]] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    changed: Signal = field(default_factory=Signal)

    async def receive(self, request: Request) -> Response:
        """Take an update."""
        update: dict[str, Any] = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        self.seen.append((update["message"]["from"]["first_name"], update["message"]["text"]))
        self.changed.notify()
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=500)
        return Response()

    async def has(self, count: int) -> list[tuple[str, str]]:
        """Wait for so many deliveries and return who said what."""
        async with asyncio.timeout(5):
            while len(self.seen) < count:
                await self.changed.wait()
        return self.seen


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = Server(Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])]))
    await server.start()
    receiver.url = f"http://127.0.0.1:{server.port}/hook"
    yield receiver
    await server.stop()


async def test_updates_are_posted_with_the_secret(bot: Bot, ann: Reader, receiver: Receiver) -> None:
    await ann.says("before")
    await bot.set_webhook(receiver.url, secret_token=SECRET)
    await ann.says("after")
    assert await receiver.has(2) == [("Ann", "before"), ("Ann", "after")]
    assert receiver.secrets == {SECRET}


async def test_what_is_not_taken_comes_again_before_the_next_of_its_chat(
    simulator: Simulator, bot: Bot, ann: Reader, receiver: Receiver
) -> None:
    receiver.refusals = 3
    await bot.set_webhook(receiver.url)
    await ann.says("one")
    await receiver.has(1)
    await ann.says("two")
    await simulator.reader("Ben").says("hello")
    seen = await receiver.has(6)
    anns = [text for name, text in seen if name == "Ann"]
    bens = [text for name, text in seen if name == "Ben"]
    assert anns == ["one"] * (len(anns) - 1) + ["two"]
    assert set(bens) == {"hello"}
    assert len(anns) + len(bens) == 3 + 3


async def test_the_bot_can_ask_how_its_webhook_fares(bot: Bot, ann: Reader, receiver: Receiver) -> None:
    receiver.refusals = 1_000_000
    await bot.set_webhook(receiver.url, max_connections=3, allowed_updates=["message"])
    await ann.says("one")
    await receiver.has(2)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (receiver.url, 1, 3)
    assert info.last_error_message == "Wrong response from the webhook: 500"
    assert info.allowed_updates == ("message",)


async def test_an_update_is_kept_while_nobody_answers(bot: Bot, ann: Reader, receiver: Receiver) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nobody-is-here")
    await ann.says("one")
    while not (await bot.get_webhook_info()).last_error_message:
        pass
    await bot.set_webhook(receiver.url)
    assert await receiver.has(1) == [("Ann", "one")]


async def test_an_update_can_be_handed_over_twice(
    simulator: Simulator, bot: Bot, ann: Reader, receiver: Receiver
) -> None:
    simulator.faults.repeat_updates(1)
    await bot.set_webhook(receiver.url)
    await ann.says("one")
    await ann.says("two")
    assert [text for _, text in await receiver.has(3)] == ["one", "one", "two"]


async def test_a_webhook_that_makes_no_sense_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:9/", secret_token="söcret")
    with pytest.raises(BadRequest, match="Secret token is too long"):
        await bot.set_webhook("http://127.0.0.1:9/", secret_token="x" * 257)
    with pytest.raises(BadRequest, match="Invalid webhook url specified"):
        await bot.set_webhook("ftp://127.0.0.1/")
