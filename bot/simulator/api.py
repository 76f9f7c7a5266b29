"""One call of the bot from its address to its answer, with the faults that were planned for it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.simulator.calls import Called
from bot.simulator.cloud import Cloud
from bot.simulator.faults import Fault
from bot.simulator.forms import Form
from bot.simulator.methods import answering, editing, looking, presenting, sending, updating
from bot.simulator.methods.registry import METHODS, Handler, find_method, run
from bot.simulator.refusal import Refusal

__all__ = ["METHODS", "Answer", "answer"]

MATTERS = (answering, editing, looking, presenting, sending, updating)
"""The modules whose import fills the registry."""

_COUNTED = ("send", "edit")
"""How the methods begin that count against Telegram's rates; a chat action does not."""


@dataclass(frozen=True)
class Answer:
    """What goes back to the bot.

    Attributes:
        status: the HTTP status; 0 means that the connection is broken instead.
        body: Telegram's JSON, or None for the bare page of a gateway that is down.
    """

    status: int
    body: dict[str, Any] | None = None


async def answer(cloud: Cloud, token: str, name: str, form: Form) -> Answer:
    """Do a call and return the answer.

    Args:
        cloud: what Telegram remembers.
        token: from the address.
        name: the method's name, in any case.
        form: the arguments.
    """
    try:
        _check_token(cloud, token)
        method, handler = find_method(name)
    except Refusal as refusal:
        return Answer(refusal.code, refusal.to_json())
    chat_id = _chat_id(form)
    given = await _play(cloud, method, handler, form, chat_id)
    cloud.calls.append(Called(method, chat_id, cloud.now(), given.status))
    return given


async def _play(cloud: Cloud, method: str, handler: Handler, form: Form, chat_id: int | None) -> Answer:
    faults = cloud.faults.take(method, chat_id)
    await asyncio.sleep(sum(fault.seconds for fault in faults))
    for fault in faults:
        broken = _failure(fault)
        if broken is not None:
            return broken
    done = await _do(cloud, method, handler, form, chat_id)
    return Answer(0) if any(fault.kind == "drop_after" for fault in faults) else done


async def _do(cloud: Cloud, method: str, handler: Handler, form: Form, chat_id: int | None) -> Answer:
    try:
        if cloud.faults.enforces_floods and chat_id is not None and _is_counted(method):
            cloud.floods.check(chat_id, cloud.now())
        return Answer(200, {"ok": True, "result": await run(handler, cloud, form)})
    except Refusal as refusal:
        return Answer(refusal.code, refusal.to_json())


def _failure(fault: Fault) -> Answer | None:
    match fault.kind:
        case "drop_before":
            return Answer(0)
        case "flood":
            return Answer(429, Refusal.too_many_requests(fault.retry_after).to_json())
        case "refuse":
            return Answer(400, Refusal.bad_request(fault.reason).to_json())
        case "error" if fault.status == 500:
            return Answer(500, Refusal(500, "Internal Server Error").to_json())
        case "error":
            return Answer(fault.status)
        case _:
            return None


def _check_token(cloud: Cloud, token: str) -> None:
    number, colon, secret = token.partition(":")
    if not (number.isdecimal() and colon and secret):
        raise Refusal(404, "Not Found")
    if token != cloud.token:
        raise Refusal(401, "Unauthorized")


def _is_counted(method: str) -> bool:
    return method.startswith(_COUNTED) and method != "sendChatAction"


def _chat_id(form: Form) -> int | None:
    given = str(form.fields.get("chat_id", ""))
    return int(given) if given.lstrip("-").isdecimal() else None
