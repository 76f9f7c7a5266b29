"""What is remembered of words: less work, and never another result."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching import Matcher, letter_space
from bot.core.matching.sparse import Postings, Rows
from bot.core.matching.word_rows import Singles, WordRows
from tests.core.matching.library_desk import ENGLISH, SYNONYMS, phrasings


class Asked:
    """Works out a row of two numbers for a word, and keeps count."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def row(self, word: str) -> Singles:
        self.words.append(word)
        return np.array([len(word), ord(word[0])], dtype=np.float32)


def test_a_row_is_worked_out_once() -> None:
    asked = Asked()
    rows = WordRows(2, 20, asked.row)
    np.testing.assert_array_equal(rows.rows(["ab", "c"]), [[2, ord("a")], [1, ord("c")]])
    np.testing.assert_array_equal(rows.rows(["c", "ab"], np.array([0])), [[1], [2]])
    assert asked.words == ["ab", "c"]


def test_when_no_more_fit_the_least_recently_used_makes_room_but_none_of_the_same_text() -> None:
    asked = Asked()
    rows = WordRows(2, 4, asked.row)
    rows.rows(["a", "b"])
    rows.rows(["a"])
    np.testing.assert_array_equal(rows.rows(["c", "a"])[:, 1], [ord("c"), ord("a")])
    rows.rows(["a"])
    assert asked.words == ["a", "b", "c"]
    np.testing.assert_array_equal(rows.rows(["a", "b", "c"])[:, 1], [ord("a"), ord("b"), ord("c")])
    assert asked.words == ["a", "b", "c", "b"]


@given(st.lists(st.lists(st.text("abcdefgh", min_size=1, max_size=2), max_size=9), max_size=30))
def test_however_little_fits_each_text_gets_its_own_rows(texts: list[list[str]]) -> None:
    rows = WordRows(2, 6, Asked().row)
    for text in texts:
        words = list(dict.fromkeys(text))
        if words:
            expected = [[len(word), ord(word[0])] for word in words]
            np.testing.assert_array_equal(rows.rows(words), expected)


def test_rows_by_word_and_by_phrasing_rank_alike(desk: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_space, "_REMEMBERED_NUMBERS", 0)
    monkeypatch.setattr(letter_space, "_WORDS_A_PHRASING", 1_000)
    by_word = Matcher.fit(phrasings(), SYNONYMS, ENGLISH)
    assert not by_word._index.letters._by_phrasing
    for asked in ("can i renew a colour copy", "libary card stolen", "sunday", "xyzzy wifi"):
        one, other = by_word.rank(asked), desk.rank(asked)
        assert [match.label for match in one.matches] == [match.label for match in other.matches]
        assert [match.score for match in one.matches] == pytest.approx(
            [match.score for match in other.matches], abs=1e-4
        )


def test_a_product_with_few_features_is_that_with_all() -> None:
    rows = Rows([(np.array([0, 3]), np.array([1.0, 2.0])), (np.array([1]), np.array([4.0]))])
    few = rows.products_with(np.array([1, 0]), np.array([1, 3]), np.array([0.5, 3.0], dtype=np.float32))
    whole = rows.products(np.array([1, 0]), np.array([0, 0.5, 0, 3.0], dtype=np.float32))
    np.testing.assert_array_equal(few, whole)
    np.testing.assert_array_equal(few, [2.0, 6.0])


def test_the_product_of_rows_that_share_a_feature_is_that_of_all() -> None:
    rows = [
        (np.array([0, 3]), np.array([1.0, 2.0])),
        (np.array([1]), np.array([4.0])),
        (np.array([3]), np.ones(1)),
    ]
    postings, weights = Postings(rows, 4), np.array([0.5, 3.0])
    sharing, products = postings.products_where_shared([0, 3], weights)
    np.testing.assert_array_equal(sharing, [0, 2])
    np.testing.assert_array_equal(products, postings.products([0, 3], weights)[sharing])
    assert not len(postings.products_where_shared([], np.zeros(0))[0])
