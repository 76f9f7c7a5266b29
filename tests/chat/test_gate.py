"""The gate: at most so many arrive in any second, however long each takes on its way."""

import asyncio
import contextlib
import random

from bot.chat.gate import Gate

ALLOWED = 20


async def arrivals(seed: int, slowest: float) -> list[float]:
    """Let sixty requests through, each of which arrives somewhere between its beginning and its answer."""
    gate, chance = Gate(float(ALLOWED)), random.Random(seed)
    moments: list[float] = []

    async def go() -> None:
        async with gate.passage():
            await asyncio.sleep(chance.uniform(0, slowest))
            moments.append(asyncio.get_running_loop().time())
            await asyncio.sleep(chance.uniform(0, slowest))

    await asyncio.gather(*(go() for _ in range(3 * ALLOWED)))
    return sorted(moments)


async def test_no_second_sees_more_arrive_than_are_allowed() -> None:
    for moments in await asyncio.gather(*(arrivals(seed, 0.2 * seed) for seed in range(4))):
        assert len(moments) == 3 * ALLOWED
        assert all(later - earlier >= 1.0 for earlier, later in zip(moments, moments[ALLOWED:], strict=False))


async def test_a_request_that_fails_gives_its_place_back() -> None:
    gate = Gate(1.0)
    began: list[float] = []
    for _ in range(2):
        with contextlib.suppress(ConnectionError):
            async with gate.passage():
                began.append(asyncio.get_running_loop().time())
                raise ConnectionError
    assert began[1] - began[0] >= 1.0
