"""Times, days and places in readers' own words, and what must not be taken for a wish."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.content.findings import ContentError
from bot.content.spoken_times import read_spoken_times
from tests.conftest import ROOT

SPOKEN = read_spoken_times(ROOT / "knowledge" / "reminder_words.yaml")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("half past 7 in the evening", [time(19, 30)]),
        ("half past seven tonight", [time(19, 30)]),
        ("quarter to nine in the morning", [time(8, 45)]),
        ("quarter to one in the afternoon", [time(12, 45)]),
        ("8", [time(8), time(20)]),
        ("at 8", [time(8), time(20)]),
        ("8am", [time(8)]),
        ("8 a.m.", [time(8)]),
        ("7.30 pm", [time(19, 30)]),
        ("08:00", [time(8)]),
        ("20:15", [time(20, 15)]),
        ("19h30", [time(19, 30)]),
        ("noon", [time(12)]),
        ("midnight", [time(0)]),
        ("12", [time(0), time(12)]),
        ("eight o'clock", [time(8), time(20)]),
        ("nine in the evening please", [time(21)]),
        ("half 7", [time(7, 30), time(19, 30)]),
        ("10 past 7 in the evening", [time(19, 10)]),
        ("20 past 7", [time(7, 20), time(19, 20)]),
        ("20 to 8", [time(7, 40), time(19, 40)]),
        ("5 to 9", [time(8, 55), time(20, 55)]),
        ("8 minutes past 7 am", [time(7, 8)]),
        ("10mins to eight pm", [time(19, 50)]),
        ("7 minutes to 8 pm", [time(19, 53)]),
        ("10 past 19", [time(19, 10)]),
        ("5 to 1 in the afternoon", [time(12, 55)]),
        ("ten past 7", [time(7, 10), time(19, 10)]),
        ("twenty minutes to eight pm", [time(19, 40)]),
        ("twenty five past seven am", [time(7, 25)]),
        ("a quarter past 7 pm", [time(19, 15)]),
        ("quarter to 20", [time(19, 45)]),
        ("quarter to midnight", [time(23, 45)]),
        ("10 past noon", [time(12, 10)]),
        ("no idea", []),
        ("25:00", []),
        ("99", []),
    ],
)
def test_times(said: str, expected: list[time]) -> None:
    assert list(SPOKEN.times(said, bare=True)) == expected


@pytest.mark.parametrize("said", ["do 5 to 10 minutes at 8 pm", "7 to 8 pm", "from 5 to 8 pm", "10 to 20:00"])
def test_a_range_in_figures_is_no_time_before_the_hour(said: str) -> None:
    assert SPOKEN.times(said) == (time(20),)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("weekdays", "01234"),
        ("every day", "0123456"),
        ("Monday, Wednesday and Friday", "024"),
        ("mondays and thursdays", "03"),
        ("at the weekend", "56"),
        ("Mon-Fri", "01234"),
        ("whenever", ""),
        ("every day, but at 8", "0123456"),
        ("monday, not before 8, and tuesday", "01"),
        ("every day except sunday", ""),
        ("every day but sunday", ""),
        ("not on sundays", ""),
        ("weekdays, not Friday", ""),
        ("daily apart from the weekend", ""),
        ("I can't do Mondays", ""),
        ("I don\u2019t want Sundays", ""),
    ],
)
def test_days(said: str, expected: str) -> None:
    assert SPOKEN.days(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Auckland", "Pacific/Auckland"),
        ("I'm in New York", "America/New_York"),
        ("aukland", "Pacific/Auckland"),
        ("Manchester", "Europe/London"),
        ("Germany", "Europe/Berlin"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("nz", "Pacific/Auckland"),
    ],
)
def test_places(said: str, expected: str) -> None:
    assert expected in SPOKEN.zones(said)


@pytest.mark.parametrize("said", ["the moon", "yes", "", "../../etc/passwd", "somewhere nice"])
def test_places_that_nobody_knows(said: str) -> None:
    assert SPOKEN.zones(said) == ()


def test_a_large_country_has_several_zones_and_a_location_has_one() -> None:
    assert len(SPOKEN.zones("Australia")) > 3
    assert SPOKEN.zone_at(-36.85, 174.76) == "Pacific/Auckland"
    assert SPOKEN.zone_at(51.5, -0.12) == "Europe/London"


def test_a_wish_is_read_whole() -> None:
    wish = SPOKEN.wish("Please remind me at half past 7 in the evening on weekdays in Auckland")
    assert wish is not None
    assert (wish.times, wish.days, wish.zone) == ((time(19, 30),), "01234", "Pacific/Auckland")


def test_of_a_wish_that_leaves_days_out_only_the_time_is_taken() -> None:
    wish = SPOKEN.wish("remind me every day except sunday at 20 to 8 in the evening")
    assert wish is not None
    assert (wish.times, wish.days) == ((time(19, 40),), "")


@pytest.mark.parametrize(
    "said",
    [
        "remind me how long I do it",
        "can you remind me what the 2 actions are",
        "stop the reminders at 8",
        "my back hurts at night",
        "how long do I hold it",
        "do not remind me at 8",
        "I don't want any more reminders at 8",
    ],
)
def test_what_is_no_wish(said: str) -> None:
    assert SPOKEN.wish(said) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Remind me", "remind"),
        ("stop", "stop"),
        ("Stop the reminders!", "stop"),
        ("could you stop reminding me please, thanks", "stop"),
        ("i dont want any more reminders", "stop"),
        ("don't stop the reminders", None),
        ("please don't stop sending me these reminders", None),
        ("how do I stop reminders", None),
        ("pause for a week", "pause"),
        ("done", "done"),
        ("skip today", "skip"),
        ("my progress", "progress"),
        ("when should I stop", None),
        ("is it done lying down", None),
        ("scoliosis", None),
    ],
)
def test_commands(said: str, expected: str | None) -> None:
    assert SPOKEN.command(said) == expected


def test_what_only_the_reader_knows() -> None:
    assert SPOKEN.is_unknowable("same time as my alarm")
    assert not SPOKEN.is_unknowable("8 in the morning")


@pytest.mark.parametrize(
    "said", ["can I do it 3 times a day", "is it ok at 8?", "how about Monday", "for 2 minutes"]
)
def test_a_question_is_no_answer(said: str) -> None:
    assert SPOKEN.is_question(said)
    assert not SPOKEN.is_question("half past 7 in the evening, please")


def test_a_pause_until_a_date() -> None:
    today = date(2026, 11, 22)
    assert SPOKEN.until("pause until 5 December", today) == date(2026, 12, 5)
    assert SPOKEN.until("pause until Friday", today) == date(2026, 11, 27)
    assert SPOKEN.until("pause until the cows come home", today) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Back", "back"),
        ("I don't know", "unsure"),
        ("a bit", "unsure"),
        ("maybe.", "unsure"),
        ("back pain", None),
    ],
)
def test_answers_to_the_screen(said: str, expected: str | None) -> None:
    assert SPOKEN.answer(said, "back", "unsure") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Stop!", "stop"),
        ("ouch", "pain"),
        ("hold on", "interrupted"),
        ("Next", "next"),
        ("stop reminders", None),
    ],
)
def test_words_in_the_middle_of_a_session(said: str, expected: str | None) -> None:
    assert SPOKEN.in_session(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("morning", [time(7), time(8)]),
        ("in the evening", [time(12, 30), time(18), time(20), time(21, 30)]),
        ("good morning", []),
        ("every morning at 8", []),
    ],
)
def test_a_half_of_the_day_alone_is_asked_about(said: str, expected: list[time]) -> None:
    assert list(SPOKEN.half_of_day(said)) == expected


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('tonight: ["20:00"', 'tonight: ["8 pm"', "'8 pm' is no time of day"),
        ('offer_times: ["07:00"', 'offer_times: ["8am"', "'8am' is no time of day"),
        ("days: [sun]}", "days: [sunday]}", "yaml:122 K404 'sunday' is no day"),
        ("{say: [sunday, sundays, sun],", "{say: sunday,", "yaml:122 K403 days, 9, say: "),
        ("  back: [", "  bakc: [", "answers has not its 4 names"),
        ("  done: [", "  ready: [", "commands has not its 12 names"),
        ("Europe/London: UK", "Europe/Londn: UK", "no time zone Europe/Londn"),
    ],
)
def test_a_mistake_in_the_words_is_said(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    words = (ROOT / "knowledge" / "reminder_words.yaml").read_text(encoding="utf-8")
    assert right in words
    path = tmp_path / "reminder_words.yaml"
    path.write_text(words.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        read_spoken_times(path)
