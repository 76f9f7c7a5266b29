"""Marking the bot's replies against labelled messages: what was right, offered, wrong, missed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_ALTERNATIVE = re.compile(r"alt=([a-z0-9_:|]+)")
_PREVIOUS = re.compile(r"prev=([a-z0-9_]+)")

FAILURES = frozenset(
    {"MISSED", "false_alarm", "wrong", "false_answer", "missed", "bad_choices", "none_found"}
)
"""Verdicts that are mistakes."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and what a fair marker expects of it.

    Attributes:
        text: the message.
        kind: what sort of message it is: clean, typo, followup, multi, oos ...
        expected: the first labels: entry ids, `redflag:id`, `none`, `smalltalk:kind`.
        accepted: these and the ones that are accepted as well.
        previous: the entry shown before it, for a follow-up.
    """

    text: str
    kind: str
    expected: tuple[str, ...]
    accepted: frozenset[str]
    previous: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> "Labelled":
        """Read a row with the columns text, expected, kind, source."""
        source = row.get("source") or ""
        expected = tuple(row["expected"].split("|"))
        others = {label for found in _ALTERNATIVE.findall(source) for label in found.split("|")}
        previous = _PREVIOUS.search(source)
        return cls(
            row["text"],
            row["kind"],
            expected,
            frozenset(expected) | others,
            previous[1] if previous else None,
        )


@dataclass(slots=True)
class Marks:
    """Verdicts counted by group and by kind, and the mistakes."""

    tally: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    mistakes: list[tuple[str, Labelled, dict[str, Any]]] = field(default_factory=list)

    def rate(self, group: str, *verdicts: str) -> float | None:
        """Return the share of a group that got one of the verdicts."""
        count = sum(self.tally[group].values())
        return round(sum(self.tally[group][verdict] for verdict in verdicts) / count, 4) if count else None

    def rates(self) -> dict[str, float | None]:
        """Return the figures that the bot is judged by."""
        helped = ("right", "offered", "second")
        return {
            "topic_right": self.rate("topic", "right"),
            "topic_helped": self.rate("topic", *helped),
            "topic_wrong": self.rate("topic", "wrong", "false_alarm"),
            "topic_missed": self.rate("topic", "missed", "bad_choices"),
            "topic_checked": self.rate("topic", "checked"),
            "typo_helped": self.rate("kind:typo", *helped),
            "rambling_helped": self.rate("kind:rambling", *helped),
            "followup_right": self.rate("kind:followup", "right", "exact", "caught"),
            "multi_all": self.rate("multi", "all"),
            "multi_some": self.rate("multi", "all", "some"),
            "none_rejected": self.rate("none", "right"),
            "none_false_answer": self.rate("none", "false_answer", "false_alarm"),
            "none_checked": self.rate("none", "checked"),
            "redflag_recall": self.rate("redflag", "exact", "caught", "checked"),
            "redflag_urgent": self.rate("redflag", "exact", "caught"),
            "redflag_exact": self.rate("redflag", "exact"),
            "hard_negative_false_alarm": self.rate("kind:hard_negative", "false_alarm"),
            "smalltalk_right": self.rate("smalltalk", "right"),
        }


def mark(pairs: Iterable[tuple[Labelled, dict[str, Any]]]) -> Marks:
    """Mark replies, each as `ask --jsonl` writes it."""
    marks = Marks()
    for labelled, reply in pairs:
        group, verdict = judge(labelled, reply)
        marks.tally[group][verdict] += 1
        marks.tally[f"kind:{labelled.kind}"][verdict] += 1
        if verdict in FAILURES:
            marks.mistakes.append((verdict, labelled, reply))
    return marks


def judge(labelled: Labelled, reply: Mapping[str, Any]) -> tuple[str, str]:
    """Return the group that a message counts in, and the verdict on its reply."""
    first = labelled.expected[0]
    if first.startswith("redflag:"):
        return "redflag", _red_flag(labelled, reply)
    if first.startswith("smalltalk:"):
        return "smalltalk", _smalltalk(labelled, reply)
    if first == "none":
        return "none", _nothing(labelled, reply)
    if labelled.kind == "multi":
        return "multi", _several(labelled, reply)
    return "topic", _topic(labelled, reply)


def _alarm(labelled: Labelled, reply: Mapping[str, Any]) -> str | None:
    """Return the verdict on a reply that interrupts, or None if it does not."""
    if reply["reply"] == "check":
        return "checked"
    flags = {f"redflag:{flag}" for flag in reply["red_flags"]}
    if reply["reply"] == "urgent":
        return "right" if flags & labelled.accepted else "false_alarm"
    return None


def _red_flag(labelled: Labelled, reply: Mapping[str, Any]) -> str:
    verdict = _alarm(labelled, reply)
    return {"right": "exact", "false_alarm": "caught", "checked": "checked", None: "MISSED"}[verdict]


def _smalltalk(labelled: Labelled, reply: Mapping[str, Any]) -> str:
    if reply["reply"] == "smalltalk" and f"smalltalk:{reply.get('smalltalk')}" in labelled.accepted:
        return "right"
    return "soft" if reply["reply"] in ("smalltalk", "unanswered") else "wrong"


def _nothing(labelled: Labelled, reply: Mapping[str, Any]) -> str:
    verdict = _alarm(labelled, reply)
    if verdict:
        return verdict
    if reply["reply"] == "answer":
        return "right" if set(reply["entries"][:1]) & labelled.accepted else "false_answer"
    return "choices" if reply["reply"] == "choices" else "right"


def _several(labelled: Labelled, reply: Mapping[str, Any]) -> str:
    found = (
        set(labelled.expected) & set(reply["entries"]) if reply["reply"] in ("answer", "choices") else set()
    )
    return "all" if len(found) == len(labelled.expected) else "some" if found else "none_found"


def _topic(labelled: Labelled, reply: Mapping[str, Any]) -> str:
    verdict = _alarm(labelled, reply)
    entries = reply["entries"]
    if verdict:
        # A topic row that is answered by urgent advice which the marker accepts counts as right.
        return verdict
    if reply["reply"] == "answer":
        if set(entries[:1]) & labelled.accepted:
            return "right"
        return "second" if set(entries) & labelled.accepted else "wrong"
    if reply["reply"] == "choices":
        return "offered" if set(entries[:4]) & labelled.accepted else "bad_choices"
    return "missed"
