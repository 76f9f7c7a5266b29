"""The HTTP server on loopback: the bot's door, the download of files, and a connection that can be broken."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.simulator.api import Answer, answer
from bot.simulator.cloud import Cloud
from bot.simulator.forms import read_form
from bot.simulator.refusal import Refusal

_KEEP_ALIVE = 75
"""Seconds for which an idle connection stays open."""


class Server:
    """Serves a Starlette application on a port that the system chooses.

    uvicorn's protocol is used without uvicorn's own server: that one takes over the process's signals and
    needs a fifth of a second to stop.

    Attributes:
        port: where it listens, once started.
    """

    def __init__(self, application: Starlette, port: int = 0) -> None:
        self.port = port
        self._config = Config(
            application,
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        self._state = ServerState()
        self._listener: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on 127.0.0.1."""
        self._config.load()
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._connection, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening, break what is connected and end what is being answered."""
        if self._listener is not None:
            self._listener.close()
        for connection in list(self._state.connections):
            connection.transport.abort()
        for task in list(self._state.tasks):
            task.cancel()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)
        if self._listener is not None:
            await self._listener.wait_closed()

    def _connection(self) -> H11Protocol:
        return _Connection(self._config, self._state, {})


class _Connection(H11Protocol):
    """A connection that shows its transport to the application, so that a fault can break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state = {"transport": transport}
        super().connection_made(transport)


def bot_routes(cloud: Cloud) -> list[Route]:
    """Return the routes that a bot uses: methods, and the download of files."""

    async def call(request: Request) -> Response:
        try:
            form = read_form(request.headers.get("content-type", ""), await request.body(), request.url.query)
        except Refusal as refusal:
            return JSONResponse(refusal.to_json(), refusal.code)
        path: dict[str, str] = request.path_params
        return await _respond(request, await answer(cloud, path["token"], path["method"], form))

    async def download(request: Request) -> Response:
        stored = cloud.files.at(request.path_params["path"])
        if stored is None or request.path_params["token"] != cloud.token:
            return JSONResponse(Refusal(404, "Not Found").to_json(), 404)
        return Response(stored.upload.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]


async def _respond(request: Request, given: Answer) -> Response:
    if given.status == 0:
        return await _break(request.state.transport)
    if given.body is None:
        return HTMLResponse(f"<html><body><h1>{given.status}</h1></body></html>", given.status)
    return JSONResponse(given.body, given.status, _headers(given.body))


def _headers(body: dict[str, Any]) -> dict[str, str]:
    seconds = body.get("parameters", {}).get("retry_after")
    return {} if seconds is None else {"Retry-After": str(seconds)}


async def _break(transport: asyncio.Transport) -> Response:
    """Abort the connection and wait until the server has noticed; the response then goes nowhere."""
    transport.abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return Response()
