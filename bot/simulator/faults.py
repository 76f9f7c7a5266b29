"""How Telegram and the network between can be told to misbehave."""

from dataclasses import dataclass, fields
from typing import Any

_KINDS = ("flood", "error", "refuse", "drop_before", "drop_after", "delay")


@dataclass
class Fault:
    """One way of misbehaving.

    Attributes:
        kind: "flood" (429 with `retry_after`), "error" (a 5xx `status`), "refuse" (400 with `reason`),
            "drop_before" (the connection breaks and the call was not taken), "drop_after" (the call was done,
            its answer is lost) or "delay".
        method: only this method ("sendMessage"); None means every method but getUpdates.
        chat_id: only calls for this chat.
        calls: for so many calls; None means until it is released.
        seconds: the delay.
        retry_after: whole seconds that a flooded bot is told to wait.
        status: the HTTP status of an error.
        reason: why a call is refused, in Telegram's words.
    """

    kind: str
    method: str | None = None
    chat_id: int | None = None
    calls: int | None = 1
    seconds: float = 0.0
    retry_after: int = 1
    status: int = 502
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"no such fault: {self.kind!r}; there are {', '.join(_KINDS)}")

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Say whether a call is to meet this fault."""
        if self.calls == 0 or self.chat_id not in (None, chat_id):
            return False
        if self.method is None:
            return method != "getUpdates"
        return self.method == method


class Faults:
    """The faults that are planned.

    Attributes:
        enforces_floods: refuse with 429 what goes over Telegram's rates.
        updates_to_repeat: how many of the next updates are handed over twice.
    """

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self.enforces_floods = False
        self.updates_to_repeat = 0

    @property
    def planned(self) -> list[Fault]:
        """Those still to come."""
        return list(self._planned)

    def flood(self, retry_after: int = 1, *, calls: int | None = 1, method: str | None = None) -> Fault:
        """Answer 429 and tell the bot to wait."""
        return self.plan(Fault("flood", method, calls=calls, retry_after=retry_after))

    def fail(self, status: int = 502, *, calls: int | None = 1, method: str | None = None) -> Fault:
        """Answer 5xx; the call is not done."""
        return self.plan(Fault("error", method, calls=calls, status=status))

    def drop_before(self, *, calls: int | None = 1, method: str | None = None) -> Fault:
        """Break the connection before the call is done."""
        return self.plan(Fault("drop_before", method, calls=calls))

    def drop_after(self, *, calls: int | None = 1, method: str | None = None) -> Fault:
        """Do the call and break the connection instead of answering."""
        return self.plan(Fault("drop_after", method, calls=calls))

    def delay(self, seconds: float, *, calls: int | None = None, method: str | None = None) -> Fault:
        """Take so long before a call is done."""
        return self.plan(Fault("delay", method, calls=calls, seconds=seconds))

    def repeat_updates(self, count: int = 1) -> None:
        """Hand the next `count` updates over once more after they were confirmed."""
        self.updates_to_repeat += count

    def plan(self, fault: Fault) -> Fault:
        """Add a fault."""
        self._planned.append(fault)
        return fault

    def release(self, fault: Fault | None = None) -> None:
        """End one fault, or all of them."""
        self._planned = [planned for planned in self._planned if fault not in (None, planned)]

    def take(self, method: str, chat_id: int | None) -> list[Fault]:
        """Return the faults that this call meets, and count it for each."""
        met = [fault for fault in self._planned if fault.concerns(method, chat_id)]
        for fault in met:
            fault.calls = None if fault.calls is None else fault.calls - 1
        self._planned = [fault for fault in self._planned if fault.calls != 0]
        return met


def fault_from_json(data: dict[str, Any]) -> Fault:
    """Return the fault that a test described over HTTP.

    Raises:
        ValueError: there is no such fault, or it has no such field.
    """
    unknown = set(data) - {each.name for each in fields(Fault)}
    if unknown:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
    return Fault(**data)
