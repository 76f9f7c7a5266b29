"""The work for one message is bounded, however long it is: counted, and timed where it grew by squares."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching import Matcher, Ranking
from bot.core.matching.clauses import Joints, clauses
from bot.core.matching.parts import find_parts
from bot.core.matching.stems import stem

LONGEST = 4_096
PIECES = st.sampled_from(
    ["wifi", "printer and scanner", "late fee,", "open on sunday? ", "xq", "lost card. ", "a/b", "é, ", "1) "]
)


def ranked_besides(desk: Matcher, message: str) -> list[str]:
    """Return the texts that are ranked besides the whole message."""
    told: list[str] = []

    def rank(text: str, limit: int) -> Ranking:
        told.append(text)
        return desk.rank(text, limit)

    find_parts(message, desk.rank(message, 8), rank, desk.answer_from, Joints())
    return told


@settings(max_examples=50, deadline=None)
@given(pieces=st.lists(PIECES, min_size=1, max_size=60))
def test_of_a_long_message_three_clauses_are_ranked_by_their_first_words(
    desk: Matcher, pieces: list[str]
) -> None:
    message = (" ".join(pieces) + " ") * LONGEST
    told = ranked_besides(desk, message[:LONGEST])
    assert len(told) <= 3
    assert all(len(text.split()) <= 12 for text in told)


@settings(max_examples=50, deadline=None)
@given(pieces=st.lists(PIECES, max_size=60))
def test_of_any_message_few_clauses_and_things_are_ranked(desk: Matcher, pieces: list[str]) -> None:
    told = ranked_besides(desk, " ".join(pieces))
    assert len(told) <= 6 + 8
    assert sum(len(text.split()) for text in told) <= 96 + 8 * 8


@pytest.mark.parametrize(
    "piece", [" ", "\t", "\u00a0", "\n ", "and ", "and also then ", ", and ", ".", ". ", "!", ", ", "1) "]
)
def test_cutting_into_clauses_costs_no_more_than_the_length(piece: str) -> None:
    began = process_time()
    clauses("how" + piece * (60_000 // len(piece)) + "long")
    assert process_time() - began < 1  # a fiftieth of a second; squares of 60,000 took minutes


def test_a_question_at_the_end_of_a_long_message_is_found(desk: Matcher) -> None:
    message = "xyzzy plugh frobnicate. " * 150 + "When are you open on sunday?"
    assert [part.label for part in desk.parts(message)] == ["opening_hours"]


def test_a_ranking_at_hand_is_not_made_again(desk: Matcher) -> None:
    message = "wifi and photocopier"
    assert desk.parts(message, desk.rank(message, 8)) == desk.parts(message)


@pytest.mark.parametrize(
    ("one", "other"), [("releasing", "release"), ("held", "holding"), ("felt", "feels"), ("teeth", "tooth")]
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("neurologist", "neuron"), ("hug", "huge"), ("left", "leave")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)
