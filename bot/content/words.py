"""Reading the list of English words that keeps a real word from being taken for a misspelling."""

from importlib.resources import files

_WORDS_FILE = "english_words.txt"


def english_words() -> frozenset[str]:
    """Return about 50,000 common English words of four letters or more, in lower case.

    The list stands in `english_words.txt` beside this module; its first lines name source and licence.
    """
    text = files("bot.content").joinpath(_WORDS_FILE).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
