"""What holds for every knowledge base and every utterance."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching import Matcher, Phrasing, Ranking, Zone
from tests.core.matching.library_desk import ASKED, ENGLISH, SYNONYMS, phrasings

UTTERANCES = (
    "when are you open",
    "extend my loan",
    "overdue book",
    "stolen card",
    "print a document",
    "internet password",
    "do you sell novels",
    "thank you",
)
FOREIGN_WORDS = st.text(alphabet="zxqj", min_size=4, max_size=9)
FOREIGN_PHRASINGS = st.lists(
    st.lists(FOREIGN_WORDS, min_size=2, max_size=4).map(" ".join), min_size=3, max_size=5
)


def labels(ranking: Ranking) -> list[str]:
    return [match.label for match in ranking.matches]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_phrasings_does_not_matter(desk: Matcher, seed: int) -> None:
    shuffled = phrasings()
    Random(seed).shuffle(shuffled)
    other = Matcher.fit(shuffled, SYNONYMS, ENGLISH)
    assert [other.rank(utterance) for utterance in UTTERANCES] == [desk.rank(u) for u in UTTERANCES]


def test_the_same_utterance_is_always_ranked_alike(desk: Matcher) -> None:
    first = [desk.rank(utterance) for utterance in UTTERANCES]
    desk.rank("something else in between")
    assert [desk.rank(utterance) for utterance in UTTERANCES] == first


def test_a_phrasing_finds_its_own_entry(desk: Matcher) -> None:
    found = {text: labels(desk.rank(text))[0] for texts in ASKED.values() for text in texts}
    assert found == {text: label for label, texts in ASKED.items() for text in texts}


@settings(max_examples=15, deadline=None)
@given(foreign=FOREIGN_PHRASINGS)
def test_an_unrelated_entry_changes_no_winner(desk: Matcher, foreign: list[str]) -> None:
    """The weights are learned anew, so scores move a little; who wins a clear question does not."""
    more = [*phrasings(), *(Phrasing(text, "foreign") for text in foreign)]
    other = Matcher.fit(more, SYNONYMS, ENGLISH)
    assert [labels(other.rank(u))[0] for u in UTTERANCES] == [labels(desk.rank(u))[0] for u in UTTERANCES]


@settings(max_examples=200, deadline=None)
@given(utterance=st.text(max_size=4_096))
def test_any_text_gets_a_ranking(desk: Matcher, utterance: str) -> None:
    ranking = desk.rank(utterance)
    assert ranking.zone in Zone
    assert all(0 <= match.score <= 1 for match in ranking.matches)
    assert all(part.label in ASKED for part in desk.parts(utterance))


@settings(max_examples=50, deadline=None)
@given(words=st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=12), min_size=1, max_size=400))
def test_the_words_read_are_bounded(desk: Matcher, words: list[str]) -> None:
    assert len(desk.rank(" ".join(words)).words) <= 64
