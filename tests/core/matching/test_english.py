"""What a knowledge base is told of English at large."""

from bot.content.words import english_words
from bot.core.matching import English, Matcher
from tests.core.matching.library_desk import SYNONYMS, phrasings


def test_the_commoner_a_word_is_the_less_it_tells() -> None:
    english = English(english_words())
    told = [english.telling(word) for word in ("the", "please", "garden", "sacroiliac")]
    assert told == sorted(told)
    assert 0 < told[0] < 0.25
    assert told[-1] == 1


def test_a_word_that_is_not_listed_tells_all() -> None:
    assert English().telling("the") == 1
    assert "the" not in English()


def test_a_common_unknown_word_lowers_a_score_less_than_a_rare_one() -> None:
    desk = Matcher.fit(phrasings(), SYNONYMS, English(english_words()))
    common, rare = desk.rank("replacement card please"), desk.rank("replacement card armadillo")
    assert common.best is not None
    assert rare.best is not None
    assert common.best.label == rare.best.label == "lost_card"
    assert common.best.score > rare.best.score
