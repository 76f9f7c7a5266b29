"""Cutting a message into the clauses that may ask for different things."""

import re

from bot.core.text import tokens

MOST_CLAUSES = 8
_ASKING = "is|are|am|can|could|do|does|did|how|what|which|where|when|why|should|shall|will|would|may|must"
_CUT = re.compile(
    r"[.!?;\n]+(?=\s|$)|[!?;\n]+"
    r"|(?:^|\s)\(?\d{1,2}[.)]\s"
    r"|,\s+(?=(?:and|or|but|also|plus)\b)"
    rf"|,\s+(?=(?:{_ASKING})\b)"
    rf"|\s(?:and|or|but|also|plus)\s+(?:also\s+)?(?=(?:{_ASKING})\b)"
    r"|\s(?:and\s+also|also|plus|but)\s",
    re.IGNORECASE,
)


def clauses(message: str) -> list[str]:
    """Split a message at the ends of sentences, at numbering, and where a new question begins.

    Clauses of fewer than two words are dropped; at most eight are returned, as typed, in their order.
    """
    pieces = (piece.strip(" ,\t\n") for piece in _CUT.split(message))
    found = [piece for piece in dict.fromkeys(pieces) if piece and len(tokens(piece)) > 1]
    return found[:MOST_CLAUSES]
