"""Ranking the labels of a knowledge base against an utterance."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.core.matching.calibration import FOREIGN, Calibration
from bot.core.matching.clauses import Joints
from bot.core.matching.english import English
from bot.core.matching.evidence import CANDIDATES, Evidence, Witness
from bot.core.matching.index import REACH, Index, Reach
from bot.core.matching.landmarks import fit_by_landmarks
from bot.core.matching.ownership import Ownership
from bot.core.matching.parts import find_parts
from bot.core.matching.ranking import Match, Part, Phrasing, Ranking, Zone
from bot.core.matching.reading import Reading
from bot.core.matching.rehearsal import Similar, asked_of, rehearse, rehearsed_of
from bot.core.matching.ridge import Asked, LeftOut, Ridge

_HALF = 0.5

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]


class Matcher:
    """Finds what an utterance asks for; make one with `Matcher.fit`. It never changes what it answers.

    It remembers words, so ask it from one thread at a time.
    """

    def __init__(self, index: Index, ridge: Ridge, witness: Witness, calibration: Calibration) -> None:
        self._index = index
        self._ridge = ridge
        self._witness = witness
        self._calibration = calibration
        self._ownership = Ownership(index)
        self._joints = Joints(index.synonyms.phrases)

    @classmethod
    def fit(
        cls,
        phrasings: Iterable[Phrasing],
        synonyms: Sequence[Sequence[str]] = (),
        english: English | None = None,
        reach: Reach = REACH,
        foreign: float = FOREIGN,
        family: Callable[[str], str] = str,
    ) -> Self:
        """Learn a knowledge base. The order of the phrasings does not matter.

        Args:
            phrasings: ways of asking, each with its label; all labels compete alike.
            synonyms: sets of words and phrases that mean the same.
            english: English words, which are never taken for a misspelling, and how much each tells; if none
                are given, all words tell the same.
            reach: how much of a large knowledge base an utterance is compared with.
            foreign: the share of utterances, 0 to 1, that are expected to ask for nothing that has a label.
            family: names the family of a label, any of which is as good an answer as another; each label is
                its own if none is given.

        Raises:
            ValueError: there are fewer than two labels with a word in one of their phrasings.
        """
        index = Index(phrasings, synonyms, english or English(), reach)
        if len(index.labels) < 2:
            raise ValueError("a matcher needs phrasings of at least two labels")
        similar, asked, ridge, left_out = _learned(index)
        witness = Witness(index)
        calibration = Calibration.of(rehearse(index, asked, similar, left_out, witness, family), foreign)
        return cls(index, ridge, witness, calibration)

    def comparing_all(self) -> "Matcher":
        """Return a matcher that learned the same, but compares every utterance with every phrasing.

        It is slow where there are many: it is there to measure what the shorter way costs.
        """
        return Matcher(self._index.comparing_all(), self._ridge, self._witness, self._calibration)

    @property
    def answer_from(self) -> float:
        """The score from which on the best match is answered, learned from the phrasings alone."""
        return self._calibration.answer_from

    @property
    def offer_from(self) -> float:
        """The score from which on it is offered."""
        return self._calibration.offer_from

    @property
    def left_out(self) -> float:
        """The share of phrasings (up to 1,000, evenly spread) that find their label without themselves."""
        return self._calibration.left_out

    def rank(self, utterance: str, limit: int = 5) -> Ranking:
        """Return the labels that an utterance may be asking for, best first.

        Args:
            utterance: the reader's words as typed; any text.
            limit: how many matches to return at most; there are never more than eight.
        """
        reading = self._index.read(utterance)
        if not reading.words:
            return Ranking((), Zone.REJECT, ())
        similarities = self._index.similarities(reading)
        evidence = self._witness.gather(reading, similarities, self._ridge.scores(similarities))
        order, scores = self._calibration.score(evidence, len(reading.words))
        order, scores = _with_owner_first(self._ownership.owner(reading), evidence.labels, order, scores)
        best = float(scores[order[0]])
        owned = self._owned(reading, int(evidence.labels[order[0]]), best)
        lowered = scores * (owned / best) if best else scores
        matches = self._matches(reading, evidence, order[:limit], lowered)
        return Ranking(matches, self._calibration.zone(owned), reading.words)

    def names(self, utterance: str, label: str) -> float:
        """Return how far a word of an utterance stands for a label, 0 to 1.

        It is the largest share that the label has of the phrasings that hold one of the words: near 1 for
        "scoliosis", little for "how long", whatever the score of the label.
        """
        if label not in self._index.labels:
            return 0.0
        return self._ownership.of_a_word(self._index.read(utterance), self._index.labels.index(label))

    def parts(self, utterance: str, whole: Ranking | None = None) -> tuple[Part, ...]:
        """Return the distinct labels that a message asks for, at most three, in the order of its clauses.

        Args:
            utterance: the reader's words as typed.
            whole: what `rank` returned for it, with a limit of eight, if it was asked already.
        """
        whole = whole or self.rank(utterance, CANDIDATES)
        return find_parts(utterance, whole, self.rank, self._calibration.answer_from, self._joints)

    def _owned(self, reading: Reading, label: int, score: float) -> float:
        """Return the best score, lowered where its label owns too little of a short utterance.

        It is answered only if the label owns half of it, but always offered if it was to be.
        """
        share = self._ownership.share(reading, label)
        most = max(2 * share * self._calibration.answer_from, self._calibration.offer_from)
        return score if share >= _HALF else min(score, most)

    def _matches(
        self, reading: Reading, evidence: Evidence, places: Ids, scores: Floats
    ) -> tuple[Match, ...]:
        matches = []
        spans = self._spans(reading)
        for place in places.tolist():
            phrasing = evidence.phrasings[place]
            held = self._index.readings[phrasing].canonical
            shared = [word for canonical, words in spans if canonical in held for word in words]
            near = self._index.phrasings[phrasing]
            score, alike = float(scores[place]), float(evidence.features[place, 1])
            matches.append(Match(near.label, score, near.text, alike, tuple(dict.fromkeys(shared))))
        return tuple(matches)

    def _spans(self, reading: Reading) -> list[tuple[str, list[str]]]:
        """Return each stem or concept of a reading, and the words that stand for it."""
        read = [word.read for word in reading.words]
        if reading.canonical == reading.stems:
            return [(stem, [word]) for stem, word in zip(reading.stems, read, strict=True)]
        words = iter(read)
        spans = self._index.synonyms.spans(reading.stems)
        return [(canonical, list(islice(words, length))) for canonical, length in spans]


def _learned(index: Index) -> tuple[Similar, Asked, Ridge, LeftOut]:
    """Return the regression, and what is needed to rehearse: what is asked, and what it is told of that."""
    numbers = rehearsed_of(index)
    if len(index.landmarks) < len(index.phrasings):
        asked = asked_of(index, numbers, index.similarities_of)
        return index.similarities_of, asked, *fit_by_landmarks(index, asked)
    square = index.among_phrasings()
    similar = dict(zip(numbers.tolist(), square[numbers], strict=True)).__getitem__
    asked = asked_of(index, numbers, similar)
    return similar, asked, *Ridge.fit(square, index.label_of, asked)


def _with_owner_first(owner: int | None, labels: Ids, order: Ids, scores: Floats) -> tuple[Ids, Floats]:
    """Put a label first that has the utterance among its phrasings: a curator has said what it asks for."""
    places = np.flatnonzero(labels == owner) if owner is not None else order[:0]
    if not len(places) or places[0] == order[0]:
        return order, scores
    scores = scores.copy()
    scores[places[0]] = scores[order[0]]
    return np.concatenate([places, order[order != places[0]]]), scores
