"""Matching an utterance to curated phrasings: ranked labels with calibrated scores, and why.

matcher = Matcher.fit([Phrasing("how do I release it", "release"), Phrasing("is it safe", "safety")])
matcher.rank("how to relaese").best
"""

from bot.core.matching.clauses import is_question
from bot.core.matching.english import English
from bot.core.matching.evidence import CANDIDATES
from bot.core.matching.index import Reach
from bot.core.matching.learning import fit_choice
from bot.core.matching.matcher import Matcher
from bot.core.matching.names import with_names
from bot.core.matching.nearest import Nearest
from bot.core.matching.ranking import ExplanationRow, Match, Part, Phrasing, Ranking, WordReading, Zone

__all__ = [
    "CANDIDATES",
    "English",
    "ExplanationRow",
    "Match",
    "Matcher",
    "Nearest",
    "Part",
    "Phrasing",
    "Ranking",
    "Reach",
    "WordReading",
    "Zone",
    "fit_choice",
    "is_question",
    "with_names",
]
