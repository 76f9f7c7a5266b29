"""Words as readers spell them: exact forms first, then the nearest known words for what is in no list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.triage.inflection import inflections
from bot.core.triage.sounds import sound

_NONE: frozenset[str] = frozenset()
_SHORTEST = 4
_TWO_EDITS = 8
_EDITED_TWICE = 4
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
        self._nearby = _neighbourhood(form for form in real if len(form) >= _SHORTEST)
        self._by_sound = _by_sound(real)
        self._ordinary_by_letter = _by_first_letter(self._ordinary)
        self._negatives = _neighbourhood((*_NEGATIVES, *_WRITTEN_OUT))
        self._seen: dict[str, frozenset[str]] = {}

    def known(self, word: str) -> frozenset[str]:
        """Return the known words that `word` may stand for: several if it is misspelt, none if unknown."""
        exact = self._exact.get(word, _NONE)
        if _misspellable(exact) or word in self._ordinary or not _may_be_misspelt(word):
            return exact
        if word not in self._seen:
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            self._seen[word] = exact | self._nearest(word)
        return self._seen[word]

    def written_out(self, words: Iterable[str]) -> list[str]:
        """Return `words` with misspelt short forms written out ("couldnr" becomes "could", "not")."""
        return list(chain.from_iterable(map(self._negative, words)))

    def _negative(self, word: str) -> tuple[str, ...]:
        if not _SHORTEST <= len(word) <= _LONGEST or word in self._exact or word in self._ordinary:
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
        near = {form: _unlikely(word, form) for form in self._misspelt(word)}
        likely = min(near.values(), default=_EDITED_TWICE)
        if likely == _EDITED_TWICE and self._one_edit_from_ordinary(word):
            return _NONE
        forms = {form for form, rank in near.items() if rank <= likely + 1}
        if likely > 0 or len(word) <= _SHORTEST:
            forms |= set(self._sounding_like(word))
        return frozenset(known for form in forms for known in _misspellable(self._exact[form]))

    def _one_edit_from_ordinary(self, word: str) -> bool:
        """Return whether a word is rather a slip in another real word ("suitible") than two in ours."""
        alike = self._ordinary_by_letter.get(word[0], ())
        return process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=1) is not None

    def _misspelt(self, word: str) -> Iterator[str]:
        """Yield the forms one slip of a finger away; of three letters only a word without a vowel ("bck")."""
        if len(word) >= _SHORTEST or not any(letter in "aeiouy" for letter in word):
            yield from (form for form in _near(word, self._nearby) if _misspellable(self._exact[form]))

    def _sounding_like(self, word: str) -> Iterator[str]:
        """Yield the forms that sound like a word and are spelt not too differently."""
        furthest = 1 if len(word) < _SHORTEST else 2 if len(word) < _TWO_EDITS - 2 else 3
        for form in self._by_sound.get(sound(word), ()):
            if OSA.distance(word, form) <= furthest:
                yield form


def _misspellable(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.startswith("=")]


def _may_be_misspelt(word: str) -> bool:
    return _SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha()


def _by_sound(forms: Iterable[str]) -> dict[str, list[str]]:
    by_sound: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        by_sound[sound(form)].append(form)
    return dict(by_sound)


def _by_first_letter(words: Iterable[str]) -> dict[str, list[str]]:
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_letter[word[0]].append(word)
    return dict(by_letter)


def _unlikely(word: str, form: str) -> int:
    """Rank a misspelling: letters dropped, doubled or swapped; then the key beside; then any other."""
    if OSA.distance(word, form) > 1:
        return _EDITED_TWICE
    if len(word) == len(form) and sorted(word) != sorted(form):
        wrong, right = next((w, f) for w, f in zip(word, form, strict=True) if w != f)
        return 1 if wrong in _BESIDE.get(right, "") else 2 + (word[0] != form[0])
    return 2 * (word[0] != form[0] and word[1] != form[0])


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
