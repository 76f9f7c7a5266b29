"""What goes into the matcher and what comes out of it, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of asking, and the label of what it asks for."""

    text: str
    label: str


class Zone(StrEnum):
    """What the best score of a ranking allows."""

    ANSWER = "answer"
    OFFER = "offer"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class WordReading:
    """How one word of an utterance was read.

    Attributes:
        typed: the word as the reader wrote it, folded to lower case.
        read: the word that it was taken for; the same unless it was corrected.
        edits: letters that the correction changed, 0 for none.
        known: whether the phrasings, or the synonyms, hold the word that was read.
    """

    typed: str
    read: str
    edits: int = 0
    known: bool = True

    @property
    def corrected(self) -> bool:
        """Whether the word was taken for another one."""
        return self.read != self.typed

    @property
    def trust(self) -> float:
        """How far the word counts: 1 as typed, less by the share of letters changed."""
        if not self.corrected:
            return 1.0
        return 1.0 - self.edits / max(len(self.typed), len(self.read))


@dataclass(frozen=True, slots=True)
class Match:
    """One label that an utterance may be asking for.

    Attributes:
        label: what it may be asking for.
        score: how probable it is that the label is the right one, 0 to 1.
        phrasing: the label's phrasing that is nearest to the utterance.
        similarity: how near that phrasing is, 0 to 1.
        shared: words of the utterance, as read, that the phrasing holds too, by their stems or synonyms.
    """

    label: str
    score: float
    phrasing: str
    similarity: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """Why one label was ranked where it was: a row for a table.

    Attributes:
        rank: the place of the label, from 1.
        match: the label, its score and its nearest phrasing.
        missing: words of the utterance that the phrasing does not hold.
        corrections: words that were read as another one, with the edits that it took.
    """

    rank: int
    match: Match
    missing: tuple[str, ...]
    corrections: tuple[WordReading, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The labels that an utterance may be asking for, best first.

    Attributes:
        matches: at most as many as were asked for; empty if nothing in the utterance could be read.
        zone: whether the best match is to be answered, offered, or rejected.
        words: how each word of the utterance was read.
    """

    matches: tuple[Match, ...]
    zone: Zone
    words: tuple[WordReading, ...]

    @property
    def best(self) -> Match | None:
        """The first match, if there is any."""
        return self.matches[0] if self.matches else None

    def explain(self) -> tuple[ExplanationRow, ...]:
        """Return a row for each match: its words shared and missing, and the words corrected."""
        corrections = tuple(word for word in self.words if word.corrected)
        return tuple(
            ExplanationRow(rank, match, self._missing(match), corrections)
            for rank, match in enumerate(self.matches, start=1)
        )

    def _missing(self, match: Match) -> tuple[str, ...]:
        read = dict.fromkeys(word.read for word in self.words)
        return tuple(word for word in read if word not in match.shared)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a message asks for.

    Attributes:
        label: what it asks for.
        clause: the words of the message that ask for it, as typed.
        score: how probable it is that the label is the right one, 0 to 1.
    """

    label: str
    clause: str
    score: float
