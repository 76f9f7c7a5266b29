"""Waking everybody who waits for something to happen."""

import asyncio


class Signal:
    """Something may have changed: those who wait look again.

    Look first, then wait, with no `await` between: then nothing that happens is missed.
    """

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        """Wake all who wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        """Return at the next `notify`."""
        await self._event.wait()
