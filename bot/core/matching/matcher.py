"""Ranking the labels of a knowledge base against an utterance."""

from collections.abc import Collection, Iterable, Sequence
from typing import Self

from bot.core.matching.calibration import Calibration, calibrate
from bot.core.matching.clauses import clauses
from bot.core.matching.evidence import Evidence, Witness
from bot.core.matching.index import Index
from bot.core.matching.ranking import Match, Part, Phrasing, Ranking, Zone
from bot.core.matching.reading import Reading
from bot.core.matching.ridge import Ridge

_MOST_PARTS = 3


class Matcher:
    """Finds what an utterance asks for; make one with `Matcher.fit`. It never changes what it answers."""

    def __init__(self, index: Index, ridge: Ridge, witness: Witness, calibration: Calibration) -> None:
        self._index = index
        self._ridge = ridge
        self._witness = witness
        self._calibration = calibration

    @classmethod
    def fit(
        cls,
        phrasings: Iterable[Phrasing],
        synonyms: Sequence[Sequence[str]] = (),
        known_words: Collection[str] = frozenset(),
    ) -> Self:
        """Learn a knowledge base. The order of the phrasings does not matter.

        Args:
            phrasings: ways of asking, each with its label; all labels compete alike.
            synonyms: sets of words and phrases that mean the same.
            known_words: English words that are never taken for a misspelling, in lower case.

        Raises:
            ValueError: there are fewer than two labels with a word in one of their phrasings.
        """
        index = Index(phrasings, synonyms, known_words)
        if len(index.labels) < 2:
            raise ValueError("a matcher needs phrasings of at least two labels")
        similarities = index.among_phrasings()
        ridge = Ridge(similarities, index.label_of)
        witness = Witness(index)
        return cls(index, ridge, witness, calibrate(index, ridge, similarities, witness))

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
        confidence = self._calibration.confidence(reading, evidence)
        matches = self._matches(reading, evidence, confidence, limit)
        return Ranking(matches, self._zone(confidence), reading.words)

    def parts(self, utterance: str) -> tuple[Part, ...]:
        """Return the distinct labels that a message asks for, at most three, in the order of its clauses."""
        whole = self.rank(utterance, limit=1)
        pieces = clauses(utterance)
        found: dict[str, Part] = {}
        if whole.best and whole.zone is Zone.ANSWER:
            found[whole.best.label] = Part(whole.best.label, utterance.strip(), whole.best.score)
        for piece in pieces if len(pieces) > 1 else ():
            ranking = self.rank(piece, limit=1)
            if ranking.best and ranking.best.score > _CLAUSE_SCORE:
                found.setdefault(ranking.best.label, Part(ranking.best.label, piece, ranking.best.score))
        best = sorted(found.values(), key=lambda part: -part.score)[:_MOST_PARTS]
        return tuple(best)

    def _zone(self, confidence: float) -> Zone:
        if confidence >= self._calibration.answer_from:
            return Zone.ANSWER
        return Zone.OFFER if confidence >= self._calibration.offer_from else Zone.REJECT

    def _matches(
        self, reading: Reading, evidence: Evidence, confidence: float, limit: int
    ) -> tuple[Match, ...]:
        order, scores = self._calibration.order(evidence)
        best = float(scores[order[0]])
        matches = []
        for place in order[:limit].tolist():
            phrasing = int(evidence.phrasings[place])
            score = self._calibration.score(confidence - 12 * (best - float(scores[place])))
            shared = self._witness.shared(reading, phrasing)
            label = self._index.labels[int(evidence.labels[place])]
            alike = float(evidence.features[place, 1])
            matches.append(Match(label, score, self._index.phrasings[phrasing].text, alike, shared))
        return tuple(matches)


_CLAUSE_SCORE = 0.73
