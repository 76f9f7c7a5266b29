"""Cutting a message into the clauses, and the fragments of clauses, that may ask for different things."""

import re
from collections.abc import Iterable
from itertools import islice

from bot.core.matching.reading import MOST_CHARACTERS
from bot.core.text import SENTENCE_END, tokens

MOST_CLAUSES = 6

_ASKING = "is|are|am|can|could|do|does|did|how|what|which|where|when|why|who|should|shall|will|would|may|must"
_JOINING = "and|or|but|also|plus|then"
_CLAUSE_ENDS = re.compile(
    SENTENCE_END + r"|(?:^|\s)\(?\d{1,2}[.)]\s"
    # Begun once a run of blanks, and with three joining words at most: "and and and ..." would cost seconds.
    rf"|(?:,|(?<![\s,]))\s+(?:(?:{_JOINING})\s+){{1,3}}(?=(?:{_ASKING})\b)"
    rf"|,\s+(?:(?:{_JOINING})\s+)+"
    r"|\s(?:and\s+also|as\s+well\s+as|also|but)\s",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"(?:{_ASKING})\b", re.IGNORECASE)
_JOINTS = re.compile(r"\s+(?:and|or|plus|versus|vs|nor)\s+|\s*[/+&]\s*(?!\d)", re.IGNORECASE)
_COMMAS = re.compile(r",")
_OPENING = re.compile(rf"^(?:(?:{_JOINING})\b[\s,]*)+(?=\w)", re.IGNORECASE)


def clauses(message: str) -> list[str]:
    """Split a message at the ends of sentences, at numbering, and where a joined question begins.

    At most six are returned, the first and the last three, as typed; those without a word are dropped.
    """
    pieces = _stripped(_CLAUSE_ENDS.split(message))
    first = list(islice(filter(_has_word, pieces), MOST_CLAUSES + 1))
    if len(first) <= MOST_CLAUSES:
        return first
    half = MOST_CLAUSES // 2
    last = list(islice(filter(_has_word, reversed(pieces)), half))
    return first[:half] + last[::-1]


def is_question(clause: str) -> bool:
    """Tell whether a clause begins as a question does: "which ball", "can I"."""
    return _QUESTION.match(clause) is not None


class Joints:
    """Splits a clause where words such as "and" and "or" join things: "gym and golf", "heat/ice".

    Args:
        phrases: phrases that mean one thing, so that no joint in them joins two: "pins and needles".
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        held = sorted(filter(_JOINTS.search, phrases), key=len, reverse=True)
        one_thing = "|".join(rf"\b{re.escape(phrase)}\b" for phrase in held)
        self._one_thing = re.compile(one_thing or r"(?!)", re.IGNORECASE)

    def split(self, clause: str) -> list[str]:
        """Return the things that are joined in the first 1,024 characters of a clause."""
        clause = clause[:MOST_CHARACTERS]
        held = [found.span() for found in self._one_thing.finditer(clause)]
        pieces, at = [], 0
        for joint in _JOINTS.finditer(clause):
            if not any(start <= joint.start() < end for start, end in held):
                pieces.append(clause[at : joint.start()])
                at = joint.end()
        return _pieces([*pieces, clause[at:]])


def listed(clause: str) -> list[str]:
    """Split a clause at its commas."""
    return _pieces(_COMMAS.split(clause[:MOST_CHARACTERS]))


def _pieces(pieces: Iterable[str]) -> list[str]:
    return list(filter(_has_word, _stripped(pieces)))


def _stripped(pieces: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_OPENING.sub("", piece.strip(" ,\t\n")) for piece in pieces))


def _has_word(piece: str) -> bool:
    return any(map(str.isalnum, piece)) if piece.isascii() else bool(tokens(piece[:MOST_CHARACTERS]))
