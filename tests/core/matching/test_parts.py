"""Finding several questions in one message."""

import pytest

from bot.core.matching import Matcher
from bot.core.matching.clauses import MOST_CLAUSES, Joints, clauses, listed


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("When are you open on sunday? And I lost my card.", ["opening_hours", "lost_card"]),
        ("1) wifi password 2) where is the printer", ["wifi", "printing"]),
        ("can I print here and how do I extend a loan", ["printing", "renew_loan"]),
        ("opening hours or late fee", ["opening_hours", "late_fee"]),
        ("wifi and photocopier", ["wifi", "printing"]),
    ],
)
def test_each_question_of_a_message_is_found(desk: Matcher, message: str, expected: list[str]) -> None:
    assert [part.label for part in desk.parts(message)] == expected


def test_a_part_names_its_clause(desk: Matcher) -> None:
    parts = desk.parts("my library card was stolen. Also, when are you open on sunday?")
    assert [part.clause for part in parts] == ["my library card was stolen", "when are you open on sunday"]


@pytest.mark.parametrize(
    "message",
    [
        "how much is a colour copy",
        "I returned my book too late, what do I pay",
        "are you open on sunday, please",
    ],
)
def test_one_question_has_one_part(desk: Matcher, message: str) -> None:
    parts = desk.parts(message)
    assert len(parts) == 1
    assert parts[0].clause == message


def test_nothing_known_has_no_part(desk: Matcher) -> None:
    assert desk.parts("") == ()
    assert desk.parts("xyzzy plugh. frobnicate the shoulder!") == ()


def test_there_are_at_most_three_parts(desk: Matcher) -> None:
    message = "wifi password? where is the printer? I lost my card. late fee? how do I extend a loan"
    assert len(desk.parts(message)) == 3


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("one two. three four", ["one two", "three four"]),
        ("hold it 4.5 minutes", ["hold it 4.5 minutes"]),
        ("is it open and can I print", ["is it open", "can I print"]),
        ("salt and pepper", ["salt and pepper"]),
        ("1. first 2. second", ["first", "second"]),
        ("it hurts but I go on", ["it hurts", "I go on"]),
        ("?!", []),
    ],
)
def test_clauses(message: str, expected: list[str]) -> None:
    assert clauses(message) == expected


def test_of_many_clauses_the_first_and_the_last_stay() -> None:
    found = clauses(". ".join(f"word{number}" for number in range(20)))
    assert len(found) == MOST_CLAUSES
    assert found[0] == "word0"
    assert found[-1] == "word19"


def test_joints_and_commas() -> None:
    joints = Joints()
    assert joints.split("gym and golf/tennis") == ["gym", "golf", "tennis"]
    assert joints.split("sandpaper for orchids") == ["sandpaper for orchids"]
    assert joints.split("an L4/5 bulge") == ["an L4/5 bulge"]
    assert listed("one, two ,three") == ["one", "two", "three"]


def test_no_joint_parts_a_phrase_that_means_one_thing() -> None:
    joints = Joints(["pins and needles", "tingling", "on and off"])
    assert joints.split("Pins and needles or a rash") == ["Pins and needles", "a rash"]
    assert joints.split("drawing pins and needles") == ["drawing pins and needles"]
    assert joints.split("pins and a needle") == ["pins", "a needle"]


def test_a_statement_that_leads_up_to_a_question_is_no_part(desk: Matcher) -> None:
    parts = desk.parts("I was at the printer. When are you open on sunday?")
    assert [part.label for part in parts] == ["opening_hours"]
