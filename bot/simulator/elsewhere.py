"""The simulator in a process of its own, so that its stalls are not those of the bot that it watches."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bot.simulator.calls import Called
from bot.simulator.people import Person
from bot.simulator.simulator import Simulator


@dataclass(frozen=True)
class Elsewhere:
    """A simulator that runs in another process.

    Attributes:
        token: the only token that it accepts.
        base_url: what python-telegram-bot takes as `base_url`.
        calls: returns every call that the bot made, each stamped when it arrived there.
    """

    token: str
    base_url: str
    calls: Callable[[], Sequence[Called]]


@asynccontextmanager
async def simulator_elsewhere(chats: Sequence[int]) -> AsyncIterator[Elsewhere]:
    """Run a simulator in another process while the context is open.

    Args:
        chats: ids of readers who have pressed Start.
    """
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, list(chats)))
    process.start()

    def calls() -> Sequence[Called]:
        ours.send("calls")
        made: Sequence[Called] = ours.recv()
        return made

    try:
        token, base_url = await asyncio.to_thread(ours.recv)
        yield Elsewhere(token, base_url, calls)
    finally:
        process.terminate()
        await asyncio.to_thread(process.join)


def _serve(pipe: Connection, chats: Sequence[int]) -> None:
    asyncio.run(_served(pipe, chats))


async def _served(pipe: Connection, chats: Sequence[int]) -> None:
    async with Simulator() as telegram:
        for chat in chats:
            telegram.cloud.add_person(Person(chat, "Reader")).started = True
        pipe.send((telegram.token, telegram.base_url))
        while await asyncio.to_thread(pipe.recv):
            pipe.send(telegram.calls)
