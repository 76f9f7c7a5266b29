"""Reducing words to their stems, so that "releasing" and "release" are one word."""

from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_ENDINGS = ("'", "s", "ed", "ing", "y", "e", "l", "i", "er", "or", "ion", "ism", "ist", "ic", "ant", "ent")
"""One of these ends each word that the stemmer changes, or an apostrophe begins it; a look is far cheaper."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded English word (Porter's Snowball stemmer, version 2, 2001)."""
    return str(_STEMMER.stemWord(word)) if word.endswith(_ENDINGS) or word.startswith("'") else word
