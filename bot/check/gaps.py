"""What readers say and the knowledge base does not: words and phrases of unanswered questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.core.knowledge import KnowledgeBase
from bot.core.labels import family, phrasings
from bot.core.matching import Matcher, Ranking
from bot.core.matching.stems import stem
from bot.core.text import sentences, tokens

_SPELT_LIKE_FROM = 75
_COMMON_SHARE = 0.15
_LEAST_QUESTIONS_OF_A_PHRASE = 2
_SHOWN = 3
_ESTABLISHED = 3
"""A word of so many phrasings is no slip."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A word or a phrase that readers use and the knowledge base does not have.

    Attributes:
        words: as most readers write it.
        questions: in how many questions it is.
        example: the shortest of them.
        read_as: the word of the knowledge base that the bot takes it for; empty if it takes it for none.
        spelt_like: words of the knowledge base that look like it.
        used_like: words of those phrasings that are nearest to the questions, which may stand in its place.
        entries: the entries of these phrasings.
    """

    words: str
    questions: int
    example: str
    read_as: str = ""
    spelt_like: tuple[str, ...] = ()
    used_like: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


def missing_words(questions: Iterable[str], base: KnowledgeBase, matcher: Matcher) -> list[Gap]:
    """Return the words of questions that the knowledge base lacks, most frequent first.

    Forms of one word count together. Words that are taken for misspellings come after all others.
    """
    company = _Company(base)
    seen = _Sightings()
    like: defaultdict[str, _Like] = defaultdict(_Like)
    for question in questions:
        ranking = matcher.rank(question)
        for word in ranking.words:
            if _is_word(word.typed) and (word.corrected or not word.known):
                key = stem(word.typed)
                seen.add(key, word.typed, question)
                like[key].read_as[word.read if word.corrected else ""] += 1
                like[key].learn(company, base, ranking)
    gaps = [
        Gap(words, count, example, like[key].taken_for(), company.spelt_like(words), *like[key].best())
        for key, words, count, example in seen.most_frequent()
    ]
    return sorted(gaps, key=lambda gap: bool(gap.read_as))


def missing_phrases(questions: Iterable[str], base: KnowledgeBase) -> list[Gap]:
    """Return pairs and triples of words that several questions share and no phrasing has, frequent first.

    They begin and end with a word that few entries have in common. A pair is left out where a triple that
    holds it is in as many questions.
    """
    company = _Company(base)
    seen = _Sightings()
    for question in questions:
        for sentence in map(tokens, sentences(question)):
            for run in company.unheard(sentence):
                seen.add(" ".join(map(stem, run)), " ".join(run), question)
    found = [row for row in seen.most_frequent() if row[2] >= _LEAST_QUESTIONS_OF_A_PHRASE]
    longer = [(f" {key} ", count) for key, _, count, _ in found]
    return [
        Gap(words, count, example)
        for key, words, count, example in found
        if not any(f" {key} " in other and f" {key} " != other and count == many for other, many in longer)
    ]


@dataclass(slots=True)
class _Like:
    """What the questions that hold one word are near to."""

    read_as: Counter[str] = field(default_factory=Counter)
    words: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    entries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def learn(self, company: "_Company", base: KnowledgeBase, ranking: Ranking) -> None:
        """Count words that the nearest phrasings have and the question has not, and entries, by nearness."""
        said = {stem(word.read) for word in ranking.words}
        for match in ranking.matches:
            if match.label in base.entries:
                self.entries[match.label] += match.score
            for word in dict.fromkeys(tokens(match.phrasing)):
                if stem(word) not in said and company.is_proposed(word):
                    self.words[word] += match.similarity

    def taken_for(self) -> str:
        return self.read_as.most_common(1)[0][0]

    def best(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return _first(self.words), _first(self.entries)


@dataclass(slots=True)
class _Sightings:
    """Which questions hold what, and how it is written in them."""

    forms: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    held_by: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, key: str, form: str, question: str) -> None:
        self.forms[key][form] += 1
        self.held_by[key].add(question)

    def most_frequent(self) -> list[tuple[str, str, int, str]]:
        """Return key, commonest form, number of questions and shortest question of each."""
        rows = [
            (key, min(forms, key=lambda form: (-forms[form], form)), len(held), min(held, key=_size))
            for key, forms in self.forms.items()
            for held in [self.held_by[key]]
        ]
        return sorted(rows, key=lambda row: (-row[2], row[1]))


class _Company:
    """The words of a knowledge base, alone and in company."""

    def __init__(self, base: KnowledgeBase) -> None:
        known = phrasings(base)
        labels: defaultdict[str, set[str]] = defaultdict(set)
        for phrasing in known:
            for word in tokens(phrasing.text):
                labels[stem(word)].add(family(phrasing.label))
        enough = max(_COMMON_SHARE * len({family(phrasing.label) for phrasing in known}), 1)
        self._common = {word for word, of in labels.items() if len(of) > enough}
        texts = [tokens(phrasing.text) for phrasing in known]
        synonyms = [tokens(word) for line in base.vocabulary.synonyms for word in line]
        self._count = Counter(word for text in texts for word in text)
        self._count.update({word: _ESTABLISHED for text in synonyms for word in text})
        self._words = [word for word in sorted(self._count) if self.is_proposed(word)]
        self._runs = {run for text in (*texts, *synonyms) for run in _runs(text)}

    def is_telling(self, word: str) -> bool:
        """Tell whether it is a word that few entries have in common."""
        return _is_word(word) and stem(word) not in self._common

    def is_proposed(self, word: str) -> bool:
        """Tell whether it is a telling word that is more than a slip which some phrasing has on purpose."""
        return self.is_telling(word) and self._count[word] >= _ESTABLISHED

    def spelt_like(self, word: str) -> tuple[str, ...]:
        """Return the words that look most like one."""
        found = process.extract(
            word, self._words, scorer=fuzz.ratio, limit=_SHOWN, score_cutoff=_SPELT_LIKE_FROM
        )
        return tuple(known for known, _, _ in found)

    def unheard(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Return runs of two and three words that no phrasing has, with telling words at their ends."""
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                run = tuple(words[start : start + size])
                ends = self.is_telling(run[0]) and self.is_telling(run[-1])
                if ends and tuple(map(stem, run)) not in self._runs:
                    yield run


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    stems = tuple(map(stem, words))
    for size in (2, 3):
        yield from (stems[start : start + size] for start in range(len(stems) - size + 1))


def _first(weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(weights, key=lambda name: (-weights[name], name))[:_SHOWN])


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def _size(text: str) -> tuple[int, str]:
    return len(text), text
