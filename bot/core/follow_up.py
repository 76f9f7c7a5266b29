"""Follow-ups: short questions that lean on the entry last shown ("how long?", "and standing?")."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from bot.core.knowledge import EntryId, KnowledgeBase, SortedFollowUp
from bot.core.matching import CANDIDATES, English, Matcher, Nearest, Phrasing, Ranking, fit_choice
from bot.core.text import tokens

_MOST_WORDS = 14
"""A longer utterance carries its own subject."""

_WORDS_IN_SHORT = 8
_SAME = "="
"""Stands for the last entry itself, whichever it was."""
_NOTHING = ""
"""Stands for nothing that could be leant on, nor any entry."""
_NEAREST = 6
_LEAST_SCORE = 0.01
_PULL = 0.002
_MOST_OTHERWISE = 2
_LEAD_IN = {"and", "but", "so", "ok", "okay", "then", "also", "well", "yes", "no", "right", "for", "actually"}
_TAIL = {"though", "then", "please", "too", "either", "instead", "thanks"}

_EVIDENCE = (
    "log odds by itself",
    "nearest follow-up",
    "the last entry",
    "named as next",
    "of its group",
    "nearest follow-up, the last entry",
    "nearest follow-up, named as next",
    "brevity, the last entry",
    "nothing",
)
_PRIOR = np.array([0.6, 2.5, 1.5, 0.8, 0.5, 1.0, 1.5, 1.5, 4.0])
"""How much each kind of evidence counts where no follow-up has been sorted yet."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a follow-up asks for.

    Attributes:
        entry: the entry.
        score: how probable it is that it is the right one, 0 to 1.
        otherwise: the entries that come next, best first, with their scores.
        written_down: whether this very follow-up was written down for the entry.
    """

    entry: EntryId
    score: float
    otherwise: tuple[tuple[EntryId, float], ...] = ()
    written_down: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """What may be meant, and what speaks for each: candidates by kinds of evidence."""

    candidates: tuple[str, ...]
    evidence: Floats


class FollowUps:
    """Weighs what an utterance asks for by itself against what was shown last.

    Follow-ups in readers' own words, each sorted to its entry, teach how much the last entry, those that it
    names and its group count beside the words (conditional logit, as for the evidence of matching).

    Args:
        knowledge: the entries, their follow-up phrasings, and the follow-ups that were sorted.
        matcher: ranks an utterance by itself.
        english: English words, and how much each tells.
        may_mean: tells whether an utterance may mean a label by itself: "how long must I wait?" means no
            condition that the reader has not named.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        matcher: Matcher,
        english: English | None,
        may_mean: Callable[[str, str], bool],
    ) -> None:
        self._entries = knowledge.entries
        self._may_mean = may_mean
        self._nearest = Nearest(_phrasings(knowledge), knowledge.vocabulary.synonyms, english)
        self._weights = self._learned(knowledge.sorted_follow_ups, matcher)

    def leaning(self, utterance: str, last: EntryId, plain: Ranking) -> Leaning | None:
        """Return what an utterance asks for after an entry, or None if that is most likely no entry.

        Args:
            utterance: the reader's words.
            last: the entry last shown.
            plain: what matching finds for `asked(utterance)` if nothing is leant on, at least eight labels.
        """
        if last not in self._entries or not 0 < len(tokens(utterance)) <= _MOST_WORDS:
            return None
        said = without_lead_in(utterance)
        named = self._named(said, last)
        if named is not None:
            return Leaning(named, 1.0, written_down=True)
        case = self._case(said, last, plain)
        utility = case.evidence @ self._weights
        chance = np.exp(utility - utility.max())
        chance /= chance.sum()
        best, *rest = np.argsort(-chance, kind="stable").tolist()
        if case.candidates[best] not in self._entries:
            return None
        others = ((case.candidates[place], float(chance[place])) for place in rest)
        otherwise = [(EntryId(label), score) for label, score in others if label in self._entries]
        return Leaning(
            EntryId(case.candidates[best]), float(chance[best]), tuple(otherwise[:_MOST_OTHERWISE])
        )

    def _named(self, said: str, last: EntryId) -> EntryId | None:
        """Return the entry that this very follow-up was written down for, if it is within reach.

        In reach are the last entry, then those that it names.
        """
        owners = self._nearest.owners(said)
        if owners & {_SAME, last}:
            return last
        named = (entry for entry in self._entries[last].next if entry in owners and entry in self._entries)
        return next(named, None)

    def _learned(self, follow_ups: Sequence[SortedFollowUp], matcher: Matcher) -> Floats:
        cases, chosen = [], []
        for sorted_one in follow_ups:
            plain = matcher.rank(asked(sorted_one.text), limit=CANDIDATES)
            case = self._case(without_lead_in(sorted_one.text), sorted_one.previous, plain, as_if_new=True)
            known = sorted_one.sorted_to in self._entries
            meant = sorted_one.sorted_to if known else _NOTHING
            if meant in case.candidates:
                cases.append(case)
                chosen.append(case.candidates.index(meant))
        most = max((len(case.candidates) for case in cases), default=0)
        evidence = np.full((len(cases), most, len(_EVIDENCE)), -np.inf)
        for row, case in zip(evidence, cases, strict=True):
            row[: len(case.candidates)] = case.evidence
        return fit_choice(evidence, np.array(chosen, dtype=np.intp), _PRIOR, _PULL)

    def _case(self, said: str, last: EntryId, plain: Ranking, as_if_new: bool = False) -> _Case:
        near = self._nearest.similarities(said, as_if_new)
        near[last] = max(near.get(last, 0.0), near.pop(_SAME, 0.0))
        scores = {match.label: match.score for match in plain.matches}
        nearest = sorted(near, key=lambda label: -near[label])[:_NEAREST]
        following = tuple(entry for entry in self._entries[last].next if entry in self._entries)
        elsewhere = [label for label in dict.fromkeys([*scores, *nearest]) if self._may_mean(said, label)]
        candidates = tuple(dict.fromkeys([last, *following, *elsewhere]))
        brevity = 1 / max(len(tokens(said)) - 1, 1)
        rows = [
            self._evidence(EntryId(label), scores.get(label, 0.0), near.get(label, 0.0), last, brevity)
            for label in candidates
        ]
        nothing = [_log_odds(0.0), *[0.0] * (len(_EVIDENCE) - 2), 1.0]
        return _Case((*candidates, _NOTHING), np.array([*rows, nothing]))

    def _evidence(
        self, label: EntryId, score: float, near: float, last: EntryId, brevity: float
    ) -> list[float]:
        shown, entry = self._entries[last], self._entries.get(label)
        itself, named = float(label == last), float(label in shown.next)
        beside = float(entry is not None and entry.group == shown.group and label != last)
        return [
            _log_odds(score),
            near,
            itself,
            named,
            beside,
            near * itself,
            near * named,
            brevity * itself,
            0.0,
        ]


def asked(utterance: str) -> str:
    """Return the words of a short follow-up without its lead-in; a longer one as it is."""
    short = without_lead_in(utterance)
    return short if len(tokens(short)) <= _WORDS_IN_SHORT else utterance


def without_lead_in(utterance: str) -> str:
    """Return a follow-up without its lead-in and tail: "and what about pregnancy then" is "pregnancy"."""
    words = tokens(utterance)
    while len(words) > 1:
        if words[0] in _LEAD_IN:
            words = words[1:]
        elif words[0] in ("what", "how") and words[1] == "about" and len(words) > 2:
            words = words[2:]
        elif words[-1] in _TAIL:
            words = words[:-1]
        else:
            break
    return " ".join(words)


def _phrasings(knowledge: KnowledgeBase) -> list[Phrasing]:
    """Return all follow-up phrasings, without their lead-ins, each with what it asks for."""
    said = [(text, str(entry.id)) for entry in knowledge.entries.values() for text in entry.follow_up]
    said += [(text, _SAME) for text in knowledge.vocabulary.same_entry]
    said += [
        (sorted_one.text, sorted_one.sorted_to)
        for sorted_one in knowledge.sorted_follow_ups
        if sorted_one.sorted_to in knowledge.entries
    ]
    return [Phrasing(without_lead_in(text), label) for text, label in said]


def _log_odds(score: float) -> float:
    within = min(max(score, _LEAST_SCORE), 1 - _LEAST_SCORE)
    return log(within / (1 - within))
