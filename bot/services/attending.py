"""Attending: what a reader types in the middle of a session is the tap that it means."""

import re

from bot.content.spoken_times import SpokenTimes
from bot.core.action import Deed, Do
from bot.storage.tables import Practice, Subscription

_SCORE = re.compile(r"(10|\d)(?: ?/ ?10| out of 10)?")
_STEP = "step."
_UNDER_WAY_SECONDS = 1800.0
"""So long after its last message a session counts as left: "stop" then means the reminders again."""


def meant(
    row: Subscription, practice: Practice | None, utterance: str, at: float, spoken: SpokenTimes
) -> Do | None:
    """Return the tap that words mean, or None if they are about something else.

    `row.asking` tells where the session is: before, step.N, clock, swap, after.
    """
    if at - row.asking_at > _UNDER_WAY_SECONDS:
        return None
    if row.asking == "after":
        return _scored(Deed.AFTER, row.done_date, utterance, spoken)
    if practice is None or row.asking.partition(".")[0] not in ("before", "step", "clock", "swap"):
        return None
    before = _scored(Deed.BEFORE, practice.local_date, utterance, spoken) if row.asking == "before" else None
    return before or _in_session(row.asking, practice, spoken.in_session(utterance))


def _scored(deed: Deed, on: str | None, utterance: str, spoken: SpokenTimes) -> Do | None:
    read = _SCORE.fullmatch(utterance.strip().rstrip("."))
    if read:
        return Do(deed, f"{on}.{read[1]}")
    return Do(deed, f"{on}.no") if spoken.answer(utterance, "no_score") else None


def _in_session(asking: str, practice: Practice, said: str | None) -> Do | None:
    place = asking.removeprefix(_STEP)
    match said:
        case "stop":
            return Do(Deed.HALT, f"{practice.token}.{place}" if place.isdecimal() else practice.token)
        case "pain" | "interrupted":
            return Do(Deed.WHY, f"{practice.token}.{said}.{place if place.isdecimal() else 0}")
        case "next" if place.isdecimal():
            return Do(Deed.STEP, f"{practice.token}.{int(place) + 1}")
        case "next" if asking == "swap":
            return Do(Deed.RUN, f"{practice.token}.1.{practice.seconds}")
        case _:
            return None
