"""The gate: at most so many in any second, however they arrive."""

import asyncio

from bot.chat.gate import Gate


async def test_no_second_sees_more_than_are_allowed() -> None:
    gate = Gate(20.0)
    moments: list[float] = []

    async def go() -> None:
        await gate.pass_through()
        moments.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(go() for _ in range(50)))
    assert len(moments) == 50
    assert all(later - earlier >= 0.999 for earlier, later in zip(moments, moments[19:], strict=False))
