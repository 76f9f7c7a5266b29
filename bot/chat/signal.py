"""A signal between tasks of one process: something new is there."""

import asyncio
import contextlib


class Signal:
    """Set by whoever brings work, awaited by whoever does it."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.is_closed = False

    def close(self) -> None:
        """Say that no more work is wanted: whoever waits finishes what is in hand."""
        self.is_closed = True
        self._event.set()

    def give(self) -> None:
        """Say that there is something new."""
        self._event.set()

    async def wait(self, at_most_seconds: float) -> bool:
        """Wait until there is something new, or until it is time to look anyway; return which (True: new)."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), at_most_seconds)
        given = self._event.is_set()
        self._event.clear()
        return given
