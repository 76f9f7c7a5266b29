"""Posting updates to the bot's own address: in order within a chat, again and again until it says 2xx."""

import asyncio
import contextlib
import json
import ssl
from urllib.parse import SplitResult, urlsplit

from bot.simulator.cloud import Cloud
from bot.simulator.updates import Update

_ANSWER_SECONDS = 10.0
"""How long the bot may take to answer."""


class Webhook:
    """Delivers updates while a webhook is set.

    Attributes:
        pause: seconds before an update that was not answered 2xx is posted again. Telegram's own grows from
            one second; tests want less.
    """

    def __init__(self, cloud: Cloud, pause: float) -> None:
        self.pause = pause
        self._cloud = cloud
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._begin_deliveries()
                await self._cloud.updates.changed.wait()
        finally:
            deliveries = list(self._under_way.values())
            for task in deliveries:
                task.cancel()
            await asyncio.gather(*deliveries, return_exceptions=True)

    def _begin_deliveries(self) -> None:
        """Start the first update of each chat that has none under way."""
        if not self._cloud.webhook.url:
            return
        for update in self._cloud.updates:
            if len(self._under_way) >= self._cloud.webhook.max_connections:
                break
            if update.chat_id not in self._under_way:
                self._under_way[update.chat_id] = asyncio.create_task(self._deliver(update))

    async def _deliver(self, update: Update) -> None:
        """Post one update once; then the chat is free for the next, or for the same again."""
        try:
            failure = await self._post(update)
            if failure:
                self._cloud.webhook.last_error = (int(self._cloud.now()), failure)
                await asyncio.sleep(self.pause)
            else:
                self._cloud.updates.confirm(update)
        finally:
            del self._under_way[update.chat_id]
            self._cloud.updates.changed.notify()

    async def _post(self, update: Update) -> str:
        settings = self._cloud.webhook
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if settings.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = settings.secret_token
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                body = json.dumps(update.to_json()).encode()
                status = await _post(urlsplit(settings.url), headers, body)
        except (OSError, ValueError):
            return "Connection refused or broken"
        return "" if 200 <= status <= 299 else f"Wrong response from the webhook: {status}"


async def _post(url: SplitResult, headers: dict[str, str], body: bytes) -> int:
    """Post a body and return the HTTP status.

    Raises:
        OSError: no connection, or none in time.
        ValueError: the answer is not HTTP.
    """
    secure = ssl.create_default_context() if url.scheme == "https" else None
    port = url.port or (443 if secure else 80)
    incoming, outgoing = await asyncio.open_connection(url.hostname, port, ssl=secure)
    try:
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        lines = [f"POST {path} HTTP/1.1", f"Host: {url.netloc}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        outgoing.write("\r\n".join([*lines, "", ""]).encode() + body)
        await outgoing.drain()
        return _status(await incoming.readline())
    finally:
        outgoing.close()
        with contextlib.suppress(OSError):
            await outgoing.wait_closed()


def _status(line: bytes) -> int:
    words = line.split()
    if len(words) < 2:
        raise ValueError("the connection was closed without an answer")
    return int(words[1])
