"""The name of a label is a way of asking for it: whoever gave it said in a few words what it is about."""

import re
from collections.abc import Iterable

from bot.core.matching.ranking import Phrasing
from bot.core.text import tokens

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile("[a-z]{2}")


def with_names(phrasings: Iterable[Phrasing]) -> list[Phrasing]:
    """Return phrasings, and behind them the name of each label that has one, in words.

    `card_payment_fee` and `CardPaymentFee` are asked for by "card payment fee"; `12` says nothing. A name
    that is among the phrasings already is not added, whatever label it stands for there.
    """
    given = list(phrasings)
    said = {" ".join(tokens(phrasing.text)) for phrasing in given}
    names = {label: _spoken(label) for label in sorted({phrasing.label for phrasing in given})}
    return given + [Phrasing(name, label) for label, name in names.items() if name and name not in said]


def _spoken(label: str) -> str:
    """Return the words of a label's name; nothing if it has no word of two letters."""
    name = " ".join(tokens(_HUMP.sub(" ", label).replace("_", " ")))
    return name if _LETTERS.search(name) else ""
