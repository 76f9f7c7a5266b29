"""Words as readers spell them: exact forms first, then the nearest known words for what is in no list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.triage.inflection import inflections
from bot.core.triage.sounds import sounds

_NONE: frozenset[str] = frozenset()
_SHORTEST = 4
_TWO_EDITS = 8
_EDITED_TWICE = 4
_BEGINNING = 2
_VOWELS = frozenset("aeiouy")
_LONGEST = 24
_REMEMBERED = 4096
_BESIDE = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm",
    "k": "jil", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm",
    "m": "njk",
}  # fmt: skip
_NEGATIVES = ("couldnt", "wouldnt", "havent", "hasnt", "doesnt", "didnt", "dont", "isnt", "shouldnt", "wasnt")
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
        real = [form for form, known in self._exact.items() if form in known or form in self._ordinary]
        self._nearby = Neighbourhood(
            form for form in real if len(form) >= _SHORTEST and _misspellable(self._exact[form])
        )
        self._by_sound = _by_sound(form for form in real if _misspellable(self._exact[form]))
        self._ordinary_by_start = _by_start(self._ordinary)
        self._negatives = Neighbourhood((*_NEGATIVES, *_WRITTEN_OUT))
        self._settled = {word: self._exact.get(word, _NONE) for word in self._ordinary}
        self._settled.update((form, known) for form, known in self._exact.items() if _misspellable(known))
        self._seen: dict[str, frozenset[str]] = {}

    def known(self, words: Sequence[str]) -> list[frozenset[str]]:
        """Return for each word the known words that it may stand for: several if it is misspelt."""
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        new = list({word for word in words if word not in self._settled and word not in self._seen})
        for word, key in zip(new, sounds(new), strict=True):
            exact = self._exact.get(word, _NONE)
            self._seen[word] = exact | self._nearest(word, key) if _may_be_misspelt(word) else exact
        return [self._settled[word] if word in self._settled else self._seen[word] for word in words]

    def corrected(self, words: Sequence[str]) -> list[str]:
        """Return words, in the place of each misspelt one the first of the known words that it may be."""
        return [
            word if word in self._exact or word in self._ordinary else min(known, default=word)
            for word, known in zip(words, self.known(words), strict=True)
        ]

    def written_out(self, words: Iterable[str]) -> list[str]:
        """Return `words` with misspelt short forms written out ("couldnr" becomes "could", "not")."""
        return list(chain.from_iterable(map(self._negative, words)))

    def _negative(self, word: str) -> tuple[str, ...]:
        if not _SHORTEST <= len(word) <= _LONGEST or word in self._exact or word in self._ordinary:
            return (word,)
        for form in self._negatives.near(word):
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

    def _nearest(self, word: str, key: str) -> frozenset[str]:
        near = {form: _unlikely(word, form) for form in self._misspelt(word)}
        likely = min(near.values(), default=_EDITED_TWICE)
        forms = {form for form, rank in near.items() if rank <= likely + 1}
        if likely > 0 or len(word) <= _SHORTEST:
            forms.update(self._sounding_like(word, key))
        if forms and likely == _EDITED_TWICE and self._one_edit_from_ordinary(word):
            return _NONE
        return frozenset(known for form in forms for known in _misspellable(self._exact[form]))

    def _one_edit_from_ordinary(self, word: str) -> bool:
        """Return whether a word is rather a slip in another real word ("suitible") than two in ours."""
        alike = chain.from_iterable(
            self._ordinary_by_start.get((word[0], length), ())
            for length in range(len(word) - 1, len(word) + 2)
        )
        return process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=1) is not None

    def _misspelt(self, word: str) -> Iterable[str]:
        """Return the forms one slip of a finger away; of three letters only one without a vowel ("bck")."""
        if len(word) >= _SHORTEST or _VOWELS.isdisjoint(word):
            return self._nearby.near(word)
        return ()

    def _sounding_like(self, word: str, key: str) -> Iterator[str]:
        """Yield the forms that sound like a word and are spelt not too differently."""
        furthest = 1 if len(word) < _SHORTEST else 2 if len(word) < _TWO_EDITS - 2 else 3
        for form in self._by_sound.get(key, ()):
            if OSA.distance(word, form) <= furthest:
                yield form


class Neighbourhood:
    """Finds the forms within one edit of a word, or two where long ones begin alike.

    Words one edit apart are the same once each has lost one letter, or none (Mor and Fraenkel, "A hash code
    method for detecting and correcting spelling errors", 1982), so that few forms are compared.

    Args:
        forms: what may be found.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self._by_cut: dict[str, list[str]] = defaultdict(list)
        self._long: dict[str, list[str]] = defaultdict(list)
        for form in forms:
            for cut in _cuts(form):
                self._by_cut[cut].append(form)
            if len(form) >= _TWO_EDITS:
                self._long[form[:_BEGINNING]].append(form)

    def near(self, word: str) -> list[str]:
        """Return the forms near a word, in order."""
        cuts = _cuts(word) & self._by_cut.keys()
        once = {form for cut in cuts for form in self._by_cut[cut] if OSA.distance(word, form) <= 1}
        alike = self._long.get(word[:_BEGINNING], ()) if len(word) >= _TWO_EDITS - 2 else ()
        return sorted(once.union(form for form in alike if OSA.distance(word, form, score_cutoff=2) <= 2))


def _misspellable(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.startswith("=")]


def _may_be_misspelt(word: str) -> bool:
    return _SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha()


def _by_sound(forms: Iterable[str]) -> dict[str, list[str]]:
    by_sound: dict[str, list[str]] = defaultdict(list)
    spelt = list(forms)
    for form, key in zip(spelt, sounds(spelt), strict=True):
        by_sound[key].append(form)
    return dict(by_sound)


def _by_start(words: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """Return words by their first letter and their length."""
    by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in sorted(words):
        by_start[word[0], len(word)].append(word)
    return dict(by_start)


def _unlikely(word: str, form: str) -> int:
    """Rank a misspelling: letters dropped, doubled or swapped; then the key beside; then any other."""
    if OSA.distance(word, form) > 1:
        return _EDITED_TWICE
    if len(word) == len(form) and sorted(word) != sorted(form):
        wrong, right = next((w, f) for w, f in zip(word, form, strict=True) if w != f)
        return 1 if wrong in _BESIDE.get(right, "") else 2 + (word[0] != form[0])
    return 2 * (word[0] != form[0] and word[1] != form[0])


def _cuts(word: str) -> set[str]:
    """Return a word and what is left of it without one letter."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
