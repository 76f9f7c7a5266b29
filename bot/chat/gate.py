"""The gate: however a busy process lurches, Telegram sees no more messages in any second than are allowed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_SECOND = 1.0


class Gate:
    """Lets requests through, so that at most so many *arrive* within any second.

    A place is taken before a request begins and given back one second after its answer is there. A request
    arrives between the two, whenever that is. So all that arrive within one second hold a place when the last
    of them begins, and there are only so many places. Counting beginnings would not do: requests that began
    apart may arrive together after a stall.

    The price: with an answer that takes `d` seconds, the places let `per_second / (1 + d)` through a second.
    Each process has its own gate; what several send together is spaced by the outbox alone. A request whose
    answer never came may arrive after its place was given back.

    Args:
        per_second: how many are allowed.
    """

    def __init__(self, per_second: float) -> None:
        self._places = asyncio.Semaphore(max(1, int(per_second)))

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it until a second after the block has ended."""
        await self._places.acquire()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(_SECOND, self._places.release)
