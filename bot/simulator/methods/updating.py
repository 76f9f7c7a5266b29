"""How the bot learns what happened: long polling or a webhook, never both."""

import asyncio
import contextlib
import re
from typing import Any
from urllib.parse import urlsplit

from bot.simulator import limits
from bot.simulator.cloud import Cloud
from bot.simulator.methods.registry import Call, method
from bot.simulator.refusal import Refusal
from bot.simulator.webhook_settings import WebhookSettings

Json = dict[str, Any]

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@method
async def get_updates(
    call: Call,
    offset: int = 0,
    limit: int = 100,
    timeout: int = 0,  # noqa: ASYNC109 - Telegram's name
    allowed_updates: Any = None,
) -> list[Json]:
    """Return what is not confirmed, waiting up to `timeout` seconds for something to come.

    Updates below `offset` are thereby confirmed and forgotten. Of two pollers at once the older one gets 409.
    """
    cloud = call.cloud
    if cloud.webhook.url:
        raise Refusal.conflict(_WEBHOOK_ACTIVE)
    turn = cloud.poll_turn.take(_OTHER_POLLER)
    _set_allowed(cloud, allowed_updates)
    if offset:
        cloud.updates.confirm_below(offset)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(min(max(timeout, 0), limits.POLL_SECONDS)):
            while not cloud.updates.first(1):
                await cloud.updates.changed.wait()
                cloud.poll_turn.check(turn)
    count = limit if 1 <= limit <= limits.POLL_UPDATES else limits.POLL_UPDATES
    return [update.to_json() for update in cloud.updates.first(count)]


@method
def set_webhook(
    call: Call,
    url: str = "",
    max_connections: int = 40,
    allowed_updates: Any = None,
    drop_pending_updates: bool = False,
    secret_token: str = "",
) -> bool:
    """Have updates posted to an address; an empty one means polling again.

    Telegram wants https on four ports; like a Bot API server of one's own, this one posts to http too.
    """
    if len(secret_token) > limits.SECRET_TOKEN_LENGTH:
        raise Refusal.bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret_token):
        raise Refusal.bad_request("secret token contains unallowed characters")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise Refusal.bad_request("invalid webhook URL specified")
    if drop_pending_updates:
        call.cloud.updates.clear()
    connections = min(max(max_connections, 1), limits.WEBHOOK_CONNECTIONS)
    call.cloud.webhook = WebhookSettings(url, secret_token, connections)
    _set_allowed(call.cloud, allowed_updates)
    call.cloud.poll_turn.take("terminated by setWebhook request")
    call.cloud.updates.changed.notify()
    return True


@method
def delete_webhook(call: Call, drop_pending_updates: bool = False) -> bool:
    """Have updates polled again."""
    if drop_pending_updates:
        call.cloud.updates.clear()
    call.cloud.webhook = WebhookSettings()
    return True


@method
def get_webhook_info(call: Call) -> Json:
    """Return where updates are posted, and how many wait."""
    updates = call.cloud.updates
    return call.cloud.webhook.to_json(len(updates), updates.allowed)


def _set_allowed(cloud: Cloud, allowed: Any) -> None:
    """A list, even an empty one, is remembered; None leaves the last one in force."""
    if allowed is not None:
        cloud.updates.allowed = tuple(allowed)
