"""How a word sounds, roughly: "dawter" and "daughter" share one key, as do "num" and "numb"."""

import re

_RULES = tuple(
    (re.compile(pattern), sound)
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
        (r"(?<=[^aeiou])ed$|(?<=[^aeiou])'d$", "t"),
        (r"ing$|in$", "an"),
        (r"(?<=[^aeiou])e(?=s?$)", ""),
        (r"(?<=[aeiou])[wyh]|(?<=.)y", "a"),
        (r"[aeiou]+", "a"),
        (r"(?<=[^a])d$", "t"),
    )
)
_TWICE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return a key that words of one sound share: consonants as they are spoken, all vowels alike.

    Rough, in the manner of Philips's Metaphone (1990), and only good for finding candidates among words
    that are near in spelling too.
    """
    key = word
    for pattern, heard in _RULES:
        key = pattern.sub(heard, key)
    return _TWICE.sub(r"\1", key)
