"""The gate: however a busy process lurches, no second sees more of its messages than are allowed."""

import asyncio
from collections import deque

_SECOND = 1.0
_SHARE = 0.97
"""A little is left over, because messages do not all take equally long to Telegram."""


class Gate:
    """Lets messages through, at most so many in any second.

    The outbox hands out slots that are far enough apart; a process that was held up reaches several of its
    slots late and at once, and would send them together.

    Args:
        per_second: how many are allowed.
    """

    def __init__(self, per_second: float) -> None:
        self._passed: deque[float] = deque(maxlen=max(1, round(per_second * _SHARE)))
        self._turn = asyncio.Lock()

    async def pass_through(self) -> None:
        """Wait until one more may go."""
        async with self._turn:
            clock = asyncio.get_running_loop().time
            if len(self._passed) == self._passed.maxlen:
                await asyncio.sleep(max(0.0, self._passed[0] + _SECOND - clock()))
            self._passed.append(clock())
