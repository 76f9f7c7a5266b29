"""A seeded maker of typing errors, as thumbs on a phone make them."""

import random

_NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm",
    "k": "jil", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm",
    "m": "njk",
}  # fmt: skip


def mistyped(text: str, seed: int) -> str:
    """Return `text` with one edit in each third of its words of four letters or more."""
    chance = random.Random(f"{seed} {text}")
    words = text.split(" ")
    long_ones = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    for place in long_ones[seed % 3 :: 3]:
        words[place] = _edited(words[place], chance)
    return " ".join(words)


def _edited(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    letter = word[at]
    kind = chance.choice(("neighbour", "drop", "double", "swap"))
    if kind == "neighbour":
        return word[:at] + chance.choice(_NEIGHBOURS.get(letter.lower(), letter)) + word[at + 1 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + letter + word[at:]
    return word[:at] + word[at + 1] + letter + word[at + 2 :]
