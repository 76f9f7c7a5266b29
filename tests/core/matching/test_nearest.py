"""Likeness to phrasings of which one may stand under several labels."""

from bot.core.matching import Nearest, Phrasing
from tests.core.matching.library_desk import ENGLISH, SYNONYMS

SHORT = [Phrasing("how long", "loan"), Phrasing("how long", "hours"), Phrasing("by phone", "renew")]


def test_every_label_that_has_the_utterance_owns_it() -> None:
    nearest = Nearest(SHORT, SYNONYMS, ENGLISH)
    assert nearest.owners("How long?") == {"loan", "hours"}
    assert nearest.owners("how short") == frozenset()
    alike = nearest.similarities("how long")
    assert alike["loan"] == alike["hours"] > 0.9 > alike["renew"]


def test_an_utterance_can_be_asked_as_if_it_were_new() -> None:
    alike = Nearest(SHORT, SYNONYMS, ENGLISH).similarities("how long", as_if_new=True)
    assert alike["loan"] == alike["hours"] == 0


def test_without_phrasings_nothing_is_near() -> None:
    nearest = Nearest([], SYNONYMS, ENGLISH)
    assert nearest.similarities("how long") == {}
    assert nearest.owners("how long") == frozenset()
