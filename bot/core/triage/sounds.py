"""How a word sounds, roughly: "dawter" and "daughter" share one key, as do "num" and "numb"."""

import re
from collections.abc import Sequence

_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), sound)
    for pattern, sound in (
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"mb$", "m"),
        (r"ache", "ak"),
        (r"tch|ture|ch", "C"),
        (r"[st]ion", "Sn"),
        (r"sh", "S"),
        (r"th|ff|ph|v", "f"),
        (r"ough(?=t)|augh|eigh|aigh|igh", "a"),
        (r"wh", "w"),
        (r"ck|q|x|c(?![eiy])", "k"),
        (r"c|z", "s"),
        (r"(?<=[^aeiou\n])ed$|(?<=[^aeiou\n])'d$", "t"),
        (r"ing$|in$", "an"),
        (r"(?<=[^aeiou\n])e(?=s?$)", ""),
        (r"(?<=[aeiou])[wyh]|(?<=.)y", "a"),
        (r"[aeiou]+", "a"),
        (r"(?<=[^a\n])d$", "t"),
    )
)
_TWICE = re.compile(r"(.)\1+")


def sounds(words: Sequence[str]) -> list[str]:
    """Return for each word a key that words of one sound share: consonants as spoken, all vowels alike.

    Rough, in the manner of Philips's Metaphone (1990), and only good for finding candidates among words
    that are near in spelling too. All words are rewritten in one go, as lines of one text.
    """
    keys = "\n".join(words)
    for pattern, heard in _RULES:
        keys = pattern.sub(heard, keys)
    return _TWICE.sub(r"\1", keys).split("\n") if words else []
