"""Telegram's rates: how many messages a second a bot may send, in all and to one chat.

Telegram does not publish exact limits; these are the figures of its FAQ, as sliding windows that leave one
chat a short burst.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from bot.simulator import limits
from bot.simulator.refusal import Refusal

_BURST = 5
"""Messages that one chat may get at once, if it then pauses as many seconds."""


@dataclass(frozen=True)
class Rate:
    """At most `count` messages within any `seconds`."""

    count: int
    seconds: float


OVERALL = Rate(limits.MESSAGES_PER_SECOND, 1.0)
PER_CHAT = Rate(_BURST, _BURST / limits.MESSAGES_PER_SECOND_PER_CHAT)
PER_GROUP = Rate(limits.MESSAGES_PER_MINUTE_PER_GROUP, 60.0)


class Floods:
    """Counts messages and refuses those that come too fast."""

    def __init__(self) -> None:
        self._sent: dict[int | str, deque[float]] = defaultdict(deque)

    def check(self, chat_id: int, at: float) -> None:
        """Count a message to `chat_id` at Unix time `at`.

        Raises:
            Refusal: 429 with the whole seconds to wait; the message is not counted then.
        """
        keys: list[tuple[int | str, Rate]] = [("all", OVERALL), (chat_id, PER_CHAT)]
        if chat_id < 0:
            keys.append((f"group {chat_id}", PER_GROUP))
        wait = max(self._wait(key, rate, at) for key, rate in keys)
        if wait > 0:
            raise Refusal.too_many_requests(math.ceil(wait))
        for key, _ in keys:
            self._sent[key].append(at)

    def _wait(self, key: int | str, rate: Rate, at: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= at - rate.seconds:
            sent.popleft()
        return sent[0] + rate.seconds - at if len(sent) >= rate.count else 0.0
