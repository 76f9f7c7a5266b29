"""Typing errors as thumbs make them on a telephone, the same ones every time."""

from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST = 3
_SUBSTITUTED, _DROPPED, _DOUBLED = 0.35, 0.65, 0.80


def with_typos(text: str, share: float, seed: int = 7) -> str:
    """Return `text` with one edit in about `share` of its words of three letters or more.

    Of the edits 35 % put a neighbouring key in its place, 30 % drop a letter, 15 % double it, 20 % swap it
    with the next one. The same text, share and seed give the same errors.
    """
    chance = Random(f"{seed} {share} {text}")  # noqa: S311 - typing errors, not secrets
    return " ".join(_mistyped(word, share, chance) for word in text.split(" "))


def _mistyped(word: str, share: float, chance: Random) -> str:
    if len(word) < _SHORTEST or chance.random() >= share:
        return word
    at = chance.randrange(len(word) - 1)
    kind = chance.random()
    if kind < _SUBSTITUTED:
        return word[:at] + chance.choice(_neighbours(word[at])) + word[at + 1 :]
    if kind < _DROPPED:
        return word[:at] + word[at + 1 :]
    if kind < _DOUBLED:
        return word[: at + 1] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbours(key: str) -> str:
    for number, row in enumerate(_ROWS):
        at = row.find(key.lower())
        if at >= 0:
            beside = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            below = _ROWS[number + 1][max(at - 1, 0) : at + 1] if number + 1 < len(_ROWS) else ""
            above = _ROWS[number - 1][at : at + 2] if number else ""
            return beside + below + above
    return key
