"""Reading the list of English words, from the most frequent one to the rarest."""

from importlib.resources import files

_WORDS_FILE = "english_words.txt"


def english_words() -> tuple[str, ...]:
    """Return about 46,000 English words in lower case, the most frequent first.

    The list stands in `english_words.txt` beside this module; its first lines name source and licence.
    """
    text = files("bot.content").joinpath(_WORDS_FILE).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
