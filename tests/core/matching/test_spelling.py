"""Reading misspelt words, and leaving other words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.matching.ranking import WordReading
from bot.core.matching.reading import MOST_SEARCHES, MOST_WORDS, read
from bot.core.matching.slips import is_slip
from bot.core.matching.spelling import Spelling
from bot.core.matching.synonyms import Synonyms

VOCABULARY = {
    "the": 40,
    "how": 30,
    "low": 20,
    "should": 8,
    "release": 6,
    "stretch": 4,
    "what": 20,
    "you": 9,
}


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(VOCABULARY, {"shoulder", "his"})


@pytest.mark.parametrize(
    ("typed", "read_as", "edits"),
    [
        ("releese", "release", 1),
        ("relaese", "release", 1),
        ("strech", "stretch", 1),
        ("teh", "the", 1),
        ("hw", "how", 1),
        ("wgat", "what", 1),
        ("relaesse", "release", 2),
    ],
)
def test_a_misspelling_is_corrected(spelling: Spelling, typed: str, read_as: str, edits: int) -> None:
    reading = spelling.read(typed)
    assert (reading.read, reading.edits) == (read_as, edits)
    assert 0 < reading.trust < 1


@pytest.mark.parametrize("typed", ["shoulder", "lol", "his", "xyz", "4711", "releasing", "a", "ho"])
def test_other_words_stay_as_they_are(spelling: Spelling, typed: str) -> None:
    reading = spelling.read(typed)
    assert not reading.corrected
    assert reading.trust == 1


def test_a_word_whose_stem_is_known_is_known(spelling: Spelling) -> None:
    assert spelling.read("releasing").known
    assert not spelling.read("shoulder").known


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("teh", "the", True),
        ("thw", "the", True),
        ("thhe", "the", True),
        ("to", "too", True),
        ("thp", "the", False),
        ("th", "the", False),
        ("hte", "eth", False),
        ("the", "the", False),
    ],
)
def test_slips(typed: str, meant: str, slip: bool) -> None:
    assert is_slip(typed, meant) is slip


def test_of_corrections_the_one_that_fits_its_neighbours_is_read() -> None:
    spelling = Spelling({"how": 30, "back": 8, "pack": 8, "ice": 20}, ())

    def are_neighbours(stem: str, following: str) -> bool:
        return (stem, following) == ("ice", "pack")

    alone = read("dack", spelling, Synonyms(()), (), are_neighbours)
    beside_ice = read("ice dack", spelling, Synonyms(()), (), are_neighbours)
    assert [word.read for word in alone.words] == ["back"]
    assert [word.read for word in beside_ice.words] == ["ice", "pack"]


class CountingSpelling(Spelling):
    """Counts how often the vocabulary is searched."""

    searches = 0

    def _candidates(self, word: str) -> list[tuple[int, str]]:
        self.searches += 1
        return super()._candidates(word)


def test_the_searches_for_one_utterance_are_bounded() -> None:
    spelling = CountingSpelling(VOCABULARY, ())
    words = [f"{a}{b}{c}zq" for a in "bcdfg" for b in "hklmn" for c in "prstv"]
    reading = read(" ".join(words), spelling, Synonyms(()))
    assert len(reading.words) == MOST_WORDS
    assert spelling.searches == MOST_SEARCHES
    assert reading.words[-1] == WordReading(words[MOST_WORDS - 1], words[MOST_WORDS - 1], known=False)


def test_synonyms_stand_for_one_concept() -> None:
    synonyms = Synonyms([["low back", "lumbar region"], ["ball"]])
    assert synonyms.canonical(["my", "low", "back"]) == synonyms.canonical(["my", "lumbar", "region"])
    assert synonyms.canonical(["low", "ball"])[0] == "low"
    assert list(synonyms.spans(["low", "back", "pain"])) == [("≈0", 2), ("pain", 1)]


@given(
    vocabulary=st.sets(st.text(alphabet="abcdeé9", min_size=3, max_size=12), max_size=40),
    word=st.text(alphabet="abcdeé9", min_size=3, max_size=12),
    edits=st.integers(1, 2),
)
def test_no_word_within_reach_is_set_aside(vocabulary: set[str], word: str, edits: int) -> None:
    near = Spelling(dict.fromkeys(vocabulary, 1), set())._with_nearly_the_letters(word, edits)
    reachable = {v for v in vocabulary if not v.isdigit() and OSA.distance(word, v) <= edits}
    assert reachable <= set(near) <= vocabulary
