"""Readers' words in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import fold, sentences, tokens, visible


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Can’t wee!!!", ["can", "not", "wee"]),
        ("CANT", ["can", "not"]),
        ("I've 2 kids & it's fine", ["i", "have", "2", "kids", "it", "is", "fine"]),
        ("soooooo sore", ["soo", "sore"]),
        ("café", ["cafe"]),
        ("ＱＬ", ["ql"]),
        ("💥", []),
    ],
)
def test_tokens(typed: str, read: list[str]) -> None:
    assert tokens(typed) == read


def test_a_number_with_a_point_does_not_end_a_sentence() -> None:
    assert sentences("AAA 4.2 cm. Is it safe? ok") == ["AAA 4.2 cm", "Is it safe", "ok"]


def test_invisible_characters_go_and_lines_stay() -> None:
    assert visible("a\x00\u202eb\u200f\nc\td") == "ab\nc d"


@pytest.mark.parametrize("blank", ["\r", "\x0b", "\x0c", "\x1f", "\x85", "\t", "\u00a0", "   ", " \t "])
def test_blanks_of_any_kind_keep_words_apart_as_one_space(blank: str) -> None:
    assert visible(f"numb{blank}can't") == "numb can't"


@pytest.mark.parametrize("lines", ["\n", "\r\n", "\n\n\n", " \n ", "\t\n \n"])
def test_blanks_with_a_new_line_are_one_new_line(lines: str) -> None:
    assert visible(f"{lines}numb{lines}can't{lines}") == "numb\ncan't"


@given(st.text(max_size=300))
def test_any_text_has_a_form_that_stays_as_it_is(text: str) -> None:
    words = tokens(text)
    assert all(word.isascii() and word == fold(word) for word in words)
    assert visible(visible(text)) == visible(text)
