"""Reducing words to their stems, so that "releasing" and "release" are one word."""

from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded English word (Porter's Snowball stemmer, version 2, 2001)."""
    return str(_STEMMER.stemWord(word))
