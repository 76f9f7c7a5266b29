"""Telling other languages from English, and the one line that their speakers get."""

from collections.abc import Collection, Container
from functools import cache
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from pydantic import BaseModel, ConfigDict

from bot.content.findings import ContentError, Finding
from bot.content.yaml_file import in_form, line_of, read_yaml
from bot.core.knowledge import SafetyLines
from bot.core.text import tokens

ENGLISH = "en"

_SURE_ENOUGH = ((0.34, 0.6), (0.7, 0.95))
"""Up to this share of English words, how sure the identifier has to be."""
_SHORTEST_KNOWN = 4


class _LanguagesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    numbers: dict[str, str]
    lines: dict[str, str]


def read_safety_lines(path: Path) -> SafetyLines:
    """Read the lines.

    Raises:
        ContentError: the file does not have its form, or a line names no emergency number.
    """
    data = read_yaml(path)
    read = in_form(data, _LanguagesFile, path, "K111")
    mute = [code for code, line in read.lines.items() if "{number}" not in line]
    if mute:
        raise ContentError(
            Finding(path, line_of(data["lines"], code), "K113", f"{code} has no {{number}}.", "Add it.")
            for code in mute
        )
    return SafetyLines(read.lines, read.numbers)


class Languages:
    """Tells the language of an utterance among English and those that have a line.

    Args:
        languages: the languages that have a line.
        known_words: words that count as English, in lower case.
    """

    def __init__(self, languages: Collection[str], known_words: Container[str]) -> None:
        self._languages = (ENGLISH, *languages)
        self._known = known_words

    def other(self, utterance: str) -> str | None:
        """Return the language of an utterance that is surely not English, or None."""
        words = tokens(utterance)
        long = [word for word in words if len(word) >= _SHORTEST_KNOWN]
        english = sum(word in self._known for word in long) / len(long) if long else 0.0
        if words and len(words) < 2 and utterance.isascii():
            return None
        enough = next((sure_enough for share, sure_enough in _SURE_ENOUGH if english <= share), None)
        if enough is None:
            return None
        language, sure = _identifier(self._languages).classify(utterance)
        return str(language) if language != ENGLISH and sure >= enough else None


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """Naive Bayes over byte n-grams, its model inside the package (Lui and Baldwin 2012).

    It takes 80 MB, so it is read when the first message needs it, and once for all knowledge bases.
    """
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(languages))
    return identifier
