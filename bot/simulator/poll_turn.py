"""Whose turn it is to poll: of two who fetch updates at once, the older one is sent away."""

from bot.simulator.refusal import Refusal
from bot.simulator.wakeup import Signal


class PollTurn:
    """Hands out turns; a new one ends the one before."""

    def __init__(self, changed: Signal) -> None:
        self._changed = changed
        self._turn = 0
        self._why = ""

    def take(self, why: str) -> int:
        """Begin a turn, and end the one before with the words `why`."""
        self._turn += 1
        self._why = why
        self._changed.notify()
        return self._turn

    def check(self, turn: int) -> None:
        """Return while the turn lasts.

        Raises:
            Refusal: 409, another began.
        """
        if turn != self._turn:
            raise Refusal.conflict(self._why)
