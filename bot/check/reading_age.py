"""How hard a text is to read."""

import re
from collections.abc import Iterable

import pyphen

from bot.core.text import sentences

_SYLLABLES = pyphen.Pyphen(lang="en_GB")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_LINK = re.compile(r"\]\([^)]*\)")


def grade(texts: Iterable[str]) -> float:
    """Return the US school grade that texts ask for; a list's item counts as a sentence.

    Flesch-Kincaid grade level (Kincaid et al, Research Branch Report 8-75, 1975). Syllables are Pyphen's
    hyphenation points, of which a word has a little fewer than syllables: the grade comes out slightly low.
    """
    plain = [_LINK.sub("]", text) for text in texts]
    words = [word for text in plain for word in _WORD.findall(text)]
    count = sum(len(sentences(text)) for text in plain)
    if not words or not count:
        return 0.0
    syllables = sum(len(_SYLLABLES.inserted(word).split("-")) for word in words)
    return 0.39 * len(words) / count + 11.8 * syllables / len(words) - 15.59
