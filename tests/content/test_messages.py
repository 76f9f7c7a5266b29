"""How replies look: what is escaped, what is safe, what every entry and red flag renders to."""

import re

import pytest

from bot.app import Mind
from bot.core.action import Misread, encode
from bot.core.knowledge import Bullets, Paragraph, Prose
from bot.core.reply import Answer, Check, Urgent
from bot.core.triage import Alarm, Level
from bot.messages import LONGEST, blocks, prose
from bot.simulator.markup import parse_html


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("**bold** words", "<b>bold</b> words"),
        ("[NHS](https://www.nhs.uk/a?b=1&c=2)", '<a href="https://www.nhs.uk/a?b=1&amp;c=2">NHS</a>'),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<b>{{ 7*7 }}</b>", "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;"),
        ("2 * 3 * 4_5_6", "2 * 3 * 4_5_6"),
    ],
)
def test_prose_allows_bold_and_links_and_escapes_the_rest(written: str, html: str) -> None:
    assert prose(written) == html


def test_paragraphs_and_lists_are_parted_by_a_blank_line() -> None:
    answer = (Paragraph(Prose("One.")), Bullets((Prose("a"), Prose("b"))), Paragraph(Prose("Two.")))
    assert blocks(answer) == "One.\n\n• a\n• b\n\nTwo."


def test_every_entry_fits_one_message_that_telegram_can_read(mind: Mind) -> None:
    for entry in mind.read.base.entries.values():
        (message,) = mind.messages.render(Answer((entry.id,)))
        assert len(parse_html(message.html).text) <= LONGEST
        assert all(len(encode(button.action).encode()) <= 64 for button in message.buttons)
        assert "\n\n\n" not in message.html


def test_every_red_flag_says_what_to_do_and_offers_no_exercise(mind: Mind) -> None:
    for flag in mind.red_flags.flags.values():
        for level in (Level.EMERGENCY, Level.URGENT):
            if level not in flag.say:
                continue
            (message,) = mind.messages.render(Urgent((Alarm(flag.id, level),)))
            text = parse_html(message.html).text
            assert "If I've misread you" in text
            assert "{" not in text
            assert not re.search(r"(?<!\d)111(?!\d)(?! New Zealand| in the UK)", text.replace("NHS 111", ""))
            assert [button.action for button in message.buttons] == [Misread()]


def test_two_alarms_stand_in_one_message_the_first_first(mind: Mind) -> None:
    flags = [flag for flag in mind.red_flags.flags.values() if Level.EMERGENCY in flag.say][:2]
    (message,) = mind.messages.render(Urgent(tuple(Alarm(flag.id, Level.EMERGENCY) for flag in flags)))
    assert message.html.count("⚠️") == 2


def test_of_many_alarms_the_most_pressing_are_told_and_fit_one_message(mind: Mind) -> None:
    book = mind.red_flags
    by_level = [(flag.id, level) for flag in book.flags.values() for level in flag.say]
    alarms = [Alarm(flag, level) for flag, level in by_level if level is not Level.SEE_FIRST]
    alarms.sort(key=lambda alarm: len(book.words_for(alarm)), reverse=True)
    (message,) = mind.messages.render(Urgent(tuple(alarms)))
    (first,) = mind.messages.render(Urgent((alarms[0],)))
    text = parse_html(message.html).text
    assert len(text) <= LONGEST
    assert text.count("⚠️") == 5
    assert text.startswith(parse_html(first.html).text.splitlines()[0])


def test_every_check_question_can_be_answered_with_yes_or_no(mind: Mind) -> None:
    for flag in mind.red_flags.flags.values():
        if flag.check:
            (message,) = mind.messages.render(Check(flag.id))
            assert message.html.rstrip().endswith("?")
            assert [button.label for button in message.buttons] == ["Yes, or not sure", "No"]
