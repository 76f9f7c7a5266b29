"""Telegram's HTML: what is allowed becomes entities, what is not is refused in Telegram's words."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.markup import parse_html
from bot.simulator.refusal import Refusal
from bot.simulator.written_html import written_html


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<I>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<b>x</>", "bold"),
    ],
)
def test_each_allowed_tag_becomes_its_entity(source: str, kind: str) -> None:
    rich = parse_html(source)
    assert rich.text == "x"
    assert rich.entities == ({"type": kind, "offset": 0, "length": 1},)


def test_links_carry_their_address() -> None:
    rich = parse_html('see <a href="https://example.org/?a=1&amp;b=2">the article</a>')
    link = {"type": "text_link", "offset": 4, "length": 11, "url": "https://example.org/?a=1&b=2"}
    assert rich.entities == (link,)


def test_a_link_that_leads_nowhere_is_dropped_without_a_word() -> None:
    assert parse_html('<a href="javascript:alert(1)">x</a>').entities == ()


def test_code_knows_its_language() -> None:
    rich = parse_html('<pre><code class="language-python">x</code></pre>')
    assert rich.entities == ({"type": "pre", "offset": 0, "length": 1, "language": "python"},)


def test_offsets_count_utf16_units() -> None:
    rich = parse_html("🎾<b>ball</b>")
    assert rich.entities == ({"type": "bold", "offset": 2, "length": 4},)
    assert rich.piece(rich.entities[0]) == "ball"


def test_character_references_are_decoded_and_unknown_ones_stay() -> None:
    assert parse_html("&lt;b&gt; &amp; &quot; &#39; &#x27; &nbsp; a & b").text == "<b> & \" ' ' &nbsp; a & b"


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse_html("a<b></b>").entities == ()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("pain < 5", 'Unsupported start tag "" at byte offset 5'),
        ("pain <5", "Unclosed start tag at byte offset 5"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b ", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>y</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_wrong_markup_is_refused(source: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@settings(deadline=None)
@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped).text == text


@settings(deadline=None)
@given(st.text(alphabet="ab<>/& =\"'", max_size=30))
def test_what_is_parsed_is_written_out_the_same(text: str) -> None:
    with contextlib.suppress(Refusal):
        rich = parse_html(text)
        assert parse_html(written_html(rich)) == rich


def test_formatting_is_written_out_nested() -> None:
    source = '<b>one <i>two</i></b> &lt; <a href="https://example.org">three</a>'
    assert written_html(parse_html(source)) == source
