"""What has happened and the bot has not yet confirmed: Telegram's queue of updates."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from bot.simulator import limits
from bot.simulator.faults import Faults
from bot.simulator.wakeup import Signal

_ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")
"""Updates that a bot gets only if it lists them in `allowed_updates`."""

_BEFORE_FIRST_ID = 870_000_000
"""Telegram begins with any number; a bot must not expect 1."""


@dataclass
class Update:
    """Something that happened.

    Attributes:
        chat_id: the chat whose updates keep their order over a webhook.
        born: Unix seconds.
        repeats: how many more times it is handed over after it was confirmed, as a fault.
    """

    id: int
    chat_id: int
    kind: str
    payload: dict[str, Any]
    born: float
    repeats: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's Update."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Updates in order until they are confirmed, at most for a day.

    Attributes:
        changed: notified at every new update.
        allowed: the kinds that the bot asked for; empty means all but those given on request.
    """

    def __init__(self, now: Callable[[], float], faults: Faults) -> None:
        self.changed = Signal()
        self.allowed: tuple[str, ...] = ()
        self._now = now
        self._faults = faults
        self._last_id = _BEFORE_FIRST_ID
        self._pending: dict[int, Update] = {}

    def __len__(self) -> int:
        return len(self._pending)

    def __iter__(self) -> Iterator[Update]:
        """Yield what is not confirmed, oldest first; what is older than a day is forgotten."""
        oldest = self._now() - limits.UPDATE_SECONDS
        while self._pending and next(iter(self._pending.values())).born < oldest:
            del self._pending[next(iter(self._pending))]
        return iter(self._pending.values())

    def first(self, count: int) -> list[Update]:
        """Return the oldest `count` updates."""
        return list(islice(self, count))

    def add(self, chat_id: int, kind: str, payload: dict[str, Any]) -> None:
        """Note something that happened, if the bot asked for this kind."""
        if not self._is_wanted(kind):
            return
        self._last_id += 1
        update = Update(self._last_id, chat_id, kind, payload, self._now())
        if self._faults.updates_to_repeat > 0:
            self._faults.updates_to_repeat -= 1
            update.repeats = 1
        self._pending[update.id] = update
        self.changed.notify()

    def confirm_below(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative offset keeps that many from the end."""
        if offset < 0:
            for update in self.first(len(self) + offset):
                del self._pending[update.id]
            return
        for update in list(takewhile(lambda each: each.id < offset, self)):
            self.confirm(update)

    def confirm(self, update: Update) -> None:
        """Forget one update, unless a fault says to hand it over once more."""
        if update.repeats > 0:
            update.repeats -= 1
        else:
            self._pending.pop(update.id, None)

    def clear(self) -> None:
        """Forget everything, as `drop_pending_updates` asks."""
        self._pending.clear()

    def _is_wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ON_REQUEST
