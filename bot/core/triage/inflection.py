"""The regular endings of English words, so that one spelling in a lexicon serves them all."""

_VOWELS = "aeiou"
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def inflections(word: str) -> tuple[str, ...]:
    """Return a word with -s, -ed and -ing ("drag" also gives "drags", "dragged", "dragging").

    Words under three letters, numbers and words that already bear such an ending come back alone.
    """
    ended = word.endswith(("ing", "ed")) or (word.endswith("s") and not word.endswith("ss"))
    if len(word) < 3 or not word.isalpha() or ended:
        return (word,)
    return (word, _with_s(word), *_with_ed_and_ing(word))


def _with_s(word: str) -> str:
    if _consonant_y(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANTS) else "s")


def _with_ed_and_ing(word: str) -> tuple[str, ...]:
    if _consonant_y(word):
        return word[:-1] + "ied", word + "ing"
    if word.endswith("e"):
        return word + "d", (word if word.endswith("ee") else word[:-1]) + "ing"
    stem = word + word[-1] if _doubles(word) else word
    return stem + "ed", stem + "ing"


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _doubles(word: str) -> bool:
    first, vowel, last = word[-3], word[-2], word[-1]
    one_syllable = sum(letter in _VOWELS for letter in word) == 1
    return one_syllable and first not in _VOWELS and vowel in _VOWELS and last not in _VOWELS + "wxy"
