"""What the log says of a failure: its kind and place, and never its text, which may hold a reader's words."""

import time
from collections.abc import Callable
from types import FrameType, TracebackType

_AGAIN_SECONDS = 60.0

_OURS = "bot."
_THIN = ("bot.storage.database",)
"""Every transaction passes through here: the caller tells more."""


def place(error: BaseException) -> str:
    """Return an error's type, the driver's name for it, and where in our code it arose; none of its text."""
    kind = type(error).__name__
    driver = getattr(error, "orig", None)
    if isinstance(driver, BaseException):
        # SQLITE_FULL says more than the type; PostgreSQL's types are as particular themselves.
        kind += f" ({getattr(driver, 'sqlite_errorname', type(driver).__name__)})"
    return f"{kind} at {_where(error.__traceback__)}"


def _where(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        places.append((_room(trace.tb_frame), trace.tb_frame.f_code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    if not places:
        return "nowhere"
    ours = [each for each in places if each[0].startswith(_OURS)]
    telling = [each for each in ours if each[0] not in _THIN]
    room, name, line = (telling or ours or places)[-1]
    return f"{room}.{name}:{line}"


def _room(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "?"))


class Ongoing:
    """Tells news from what was told a moment ago, so that a failure of each second fills no log.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, float] = {}

    def is_news(self, what: str) -> bool:
        """Return whether this is to be told: it is new, or was told a minute ago or longer."""
        at = self._clock()
        self._told = {each: then for each, then in self._told.items() if at - then < _AGAIN_SECONDS}
        if what in self._told:
            return False
        self._told[what] = at
        return True
