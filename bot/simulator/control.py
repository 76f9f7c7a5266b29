"""The simulator's own door over HTTP, for tests of a bot that runs as another process.

Everything is JSON. A deed that cannot be done is answered 400 with `{"error": why}`.

- `POST /simulator/updates` lets a reader do something:
  `{"reader": "Ann", "deed": "says", "arguments": {"text": "hello"}}`. `reader` is a first name, or an id of a
  private chat that is then opened; the deeds are the verbs of `Reader`: says, starts, mentions, replies,
  edits, taps, blocks, unblocks, deletes_account, sends_photo, sends_voice, sends_sticker, sends_document,
  sends_location. With `"group": -5001` the reader does it in that group. Answers
  `{"chat_id": ..., "tap_id": ... or null}`.
- `GET /simulator/chats/{id}` answers `{"messages": [...], "actions": [...], "taps": [...]}`: what the reader
  sees, as `SeenMessage` and `Tap` have it. With `?after=N&count=K&seconds=S` it waits up to S seconds until
  the bot has sent or edited K messages (1 if left out) of a version above N.
- `POST /simulator/groups` opens a group: `{"title": "Physios", "members": ["Ann", "Ben"]}` answers
  `{"chat_id": ...}`; `POST /simulator/groups/{id}/migrate` makes it a supergroup and answers the new id.
- `POST /simulator/faults` plans a `Fault` by its fields: `{"kind": "flood", "retry_after": 5}`.
  `{"enforces_floods": true}` switches the rates on, `{"repeat_updates": 3}` hands the next three updates over
  twice. `GET` lists what is planned, `DELETE` releases it all.
- `GET /simulator/calls` answers every call of the bot: method, chat_id, at, status.
- `GET /simulator/pending` answers the ids of the updates that are not confirmed.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.simulator.chats import Chat
from bot.simulator.faults import fault_from_json
from bot.simulator.group import Group
from bot.simulator.reader import Reader
from bot.simulator.view import SeenMessage, see

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

_DEEDS = (
    *("says", "starts", "mentions", "replies", "edits", "taps", "blocks", "unblocks", "deletes_account"),
    *("sends_photo", "sends_voice", "sends_sticker", "sends_document", "sends_location"),
)

Endpoint = Callable[[Request], Awaitable[Any]]


def control_routes(simulator: "Simulator") -> list[Route]:
    """Return the routes that a test uses."""
    control = _Control(simulator)
    return [
        _route("/simulator/updates", "POST", control.do_deed),
        _route("/simulator/chats/{chat_id:int}", "GET", control.show_chat),
        _route("/simulator/chats/-{group_id:int}", "GET", control.show_group),
        _route("/simulator/groups", "POST", control.open_group),
        _route("/simulator/groups/-{group_id:int}/migrate", "POST", control.migrate_group),
        _route("/simulator/faults", "POST", control.plan_fault),
        _route("/simulator/faults", "GET", control.list_faults),
        _route("/simulator/faults", "DELETE", control.release_faults),
        _route("/simulator/calls", "GET", control.list_calls),
        _route("/simulator/pending", "GET", control.list_pending),
    ]


def _route(path: str, verb: str, endpoint: Endpoint) -> Route:
    async def answered(request: Request) -> JSONResponse:
        try:
            return JSONResponse(await endpoint(request))
        except (LookupError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    return Route(path, answered, methods=[verb])


class _Control:
    """What each route does."""

    def __init__(self, simulator: "Simulator") -> None:
        self._simulator = simulator
        self._cloud = simulator.cloud

    async def do_deed(self, request: Request) -> dict[str, Any]:
        wish = await request.json()
        if wish["deed"] not in _DEEDS:
            raise ValueError(f"no such deed: {wish['deed']}; there are {', '.join(sorted(_DEEDS))}")
        reader = self._reader(wish["reader"], wish.get("group"))
        tap = await getattr(reader, wish["deed"])(**wish.get("arguments", {}))
        return {"chat_id": reader.chat.id, "tap_id": None if tap is None else tap.id}

    async def show_chat(self, request: Request) -> dict[str, Any]:
        return await self._show(self._chat(request.path_params["chat_id"]), request)

    async def show_group(self, request: Request) -> dict[str, Any]:
        return await self._show(self._chat(-request.path_params["group_id"]), request)

    async def open_group(self, request: Request) -> dict[str, int]:
        wish = await request.json()
        return {"chat_id": self._simulator.group(wish["title"], *wish["members"]).id}

    async def migrate_group(self, request: Request) -> dict[str, int]:
        group = Group(self._cloud, self._chat(-request.path_params["group_id"]))
        return {"chat_id": self._simulator.migrate(group).id}

    async def plan_fault(self, request: Request) -> list[dict[str, Any]]:
        wish = await request.json()
        self._cloud.faults.enforces_floods = wish.pop("enforces_floods", self._cloud.faults.enforces_floods)
        self._cloud.faults.repeat_updates(wish.pop("repeat_updates", 0))
        if wish:
            self._cloud.faults.plan(fault_from_json(wish))
        return await self.list_faults(request)

    async def list_faults(self, _: Request) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._cloud.faults.planned]

    async def release_faults(self, request: Request) -> list[dict[str, Any]]:
        self._cloud.faults.release()
        self._cloud.faults.enforces_floods = False
        return await self.list_faults(request)

    async def list_calls(self, _: Request) -> list[dict[str, Any]]:
        return [asdict(called) for called in self._cloud.calls]

    async def list_pending(self, _: Request) -> list[int]:
        return [update.id for update in self._cloud.updates]

    def _reader(self, who: str | int, group_id: int | None) -> Reader:
        if isinstance(who, int):
            reader = self._simulator.reader(f"Reader {who}", reader_id=who)
        else:
            reader = self._simulator.reader(who)
        return reader if group_id is None else Reader(self._cloud, reader.person, self._chat(group_id))

    def _chat(self, chat_id: int) -> Chat:
        chat = self._simulator.chat(chat_id)
        if chat is None:
            raise LookupError(f"there is no chat {chat_id}")
        return chat

    async def _show(self, chat: Chat, request: Request) -> dict[str, Any]:
        asked = request.query_params
        if "after" in asked:
            after, count = int(asked["after"]), int(asked.get("count", "1"))
            await self._wait(chat, after, count, float(asked.get("seconds", "5")))
        taps = [asdict(tap) for tap in self._cloud.taps.values() if tap.chat_id == chat.id]
        messages = [seen.to_json() for seen in self._seen(chat)]
        return {"messages": messages, "actions": chat.actions, "taps": taps}

    async def _wait(self, chat: Chat, after: int, count: int, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while sum(seen.from_bot and seen.version > after for seen in self._seen(chat)) < count:
                    await self._cloud.changed.wait()

    def _seen(self, chat: Chat) -> list[SeenMessage]:
        return [see(message, self._cloud.files) for message in chat.messages.values()]
