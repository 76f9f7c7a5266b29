"""Red flags: signs of serious illness in a reader's words, told from the concepts that the words speak of."""

from bot.core.triage.screening import Triage
from bot.core.triage.values import (
    Alarm,
    Concept,
    CueKind,
    Example,
    Level,
    Numbers,
    RedFlag,
    RedFlagBook,
    RedFlagId,
    Rule,
    Thresholds,
)
from bot.core.triage.verdict import Trace, Verdict

__all__ = [
    "Alarm",
    "Concept",
    "CueKind",
    "Example",
    "Level",
    "Numbers",
    "RedFlag",
    "RedFlagBook",
    "RedFlagId",
    "Rule",
    "Thresholds",
    "Trace",
    "Triage",
    "Verdict",
]
