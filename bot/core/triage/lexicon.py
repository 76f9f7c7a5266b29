"""Words as readers spell them: exact forms first, then the nearest known words for what is in no list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from rapidfuzz.distance import OSA

from bot.core.triage.inflection import inflections

_NONE: frozenset[str] = frozenset()
_SHORTEST = 4
_TWO_EDITS = 8
_LONGEST = 24
_NEGATIVES = (
    "cannot couldnt wouldnt havent hasnt hadnt doesnt didnt dont isnt arent wasnt werent wont cant shouldnt"
).split()
_WRITTEN_OUT = {"cannot": "can", "cant": "can", "wont": "will"}


class Lexicon:
    """Says which known words a reader's word may be.

    Args:
        words: all words of all phrases; one with `=` before it counts in that spelling only.
        plain: words of which no endings are made (fillers, cues).
        ordinary: real words that are never taken for a misspelling.
    """

    def __init__(self, words: Iterable[str], plain: Iterable[str], ordinary: Iterable[str]) -> None:
        self._plain = frozenset(plain)
        self._exact = self._exact_forms(words)
        self._ordinary = frozenset(ordinary)
        self._nearby = _neighbourhood(form for form in self._exact if len(form) >= _SHORTEST)
        self._negatives = _neighbourhood(_NEGATIVES)
        self._seen: dict[str, frozenset[str]] = {}

    def known(self, word: str) -> frozenset[str]:
        """Return the known words that `word` may stand for; several if it is misspelt, none if it is unknown."""
        exact = self._exact.get(word)
        if exact is not None:
            return exact
        if word in self._ordinary or not _may_be_misspelt(word):
            return _NONE
        if word not in self._seen:
            if len(self._seen) > 4096:
                self._seen.clear()
            self._seen[word] = self._nearest(word)
        return self._seen[word]

    def written_out(self, words: Iterable[str]) -> list[str]:
        """Return `words` with misspelt short forms written out ("couldnr" becomes "could", "not")."""
        return list(chain.from_iterable(map(self._negative, words)))

    def _negative(self, word: str) -> tuple[str, ...]:
        if len(word) < 5 or word in self._exact or word in self._ordinary:
            return (word,)
        for form in _near(word, self._negatives):
            return _WRITTEN_OUT.get(form, form.removesuffix("nt")), "not"
        return (word,)

    def _exact_forms(self, words: Iterable[str]) -> dict[str, frozenset[str]]:
        forms: dict[str, set[str]] = defaultdict(set)
        for word in words:
            bare = word.removeprefix("=")
            alone = word != bare or bare in self._plain
            for form in (bare,) if alone else inflections(bare):
                forms[form].add(word)
        return {form: frozenset(found) for form, found in forms.items()}

    def _nearest(self, word: str) -> frozenset[str]:
        found = {
            form: words for form in _near(word, self._nearby) if (words := _misspellable(self._exact[form]))
        }
        likeliest = min((_unlikely(word, form) for form in found), default=0)
        return frozenset(chain.from_iterable(w for f, w in found.items() if _unlikely(word, f) == likeliest))


def _misspellable(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.startswith("=")]


def _may_be_misspelt(word: str) -> bool:
    """Whether a word in no list may be a misspelling; of three letters only if it lacks a vowel ("bck")."""
    if len(word) == _SHORTEST - 1:
        return not any(letter in "aeiouy" for letter in word) and word.isalpha()
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha()


def _unlikely(word: str, form: str) -> int:
    """Rank a misspelling: letters dropped, doubled or swapped before letters mistaken, first letters last."""
    mistaken = len(word) == len(form) and sorted(word) != sorted(form)
    return 4 * (OSA.distance(word, form) > 1) + 2 * (word[0] != form[0]) + mistaken


def _edits(word: str) -> int:
    return 2 if len(word) >= _TWO_EDITS else 1


def _near(word: str, nearby: dict[str, list[str]]) -> Iterator[str]:
    """Yield the forms within one edit, or two for long words that begin alike."""
    candidates = set(chain.from_iterable(nearby.get(cut, ()) for cut in _cuts(word)))
    for form in sorted(candidates):
        distance = OSA.distance(word, form)
        if distance <= 1 or (distance == 2 and _edits(form) == 2 and form[:2] == word[:2]):
            yield form


def _neighbourhood(forms: Iterable[str]) -> dict[str, list[str]]:
    """Map every form and what is left of it without one letter (two, if long) to the form."""
    nearby: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        for cut in _cuts(form):
            nearby[cut].append(form)
    return dict(nearby)


def _cuts(word: str) -> set[str]:
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    cuts = {word} | once
    if _edits(word) == 2:
        cuts |= {cut[:i] + cut[i + 1 :] for cut in once for i in range(len(cut))}
    return cuts
