"""Questions in words that the bot has not learned: what it reached on them must not be lost."""

import csv
import json
from pathlib import Path

import pytest

from bot.app import Mind
from bot.commands.asking import answer_line
from bot.core.conversation import Conversation
from bot.core.reply import Unanswered
from bot.evaluation import Labelled, judge, mark

FOLDER = Path(__file__).parent


def rates_of(mind: Mind, name: str) -> dict[str, float | None]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        rows = [Labelled.from_row(row) for row in csv.DictReader(lines)]
    asked = (json.dumps({"text": row.text, "previous": row.previous}) for row in rows)
    return dict(mark((row, answer_line(mind, line)) for row, line in zip(rows, asked, strict=True)).rates())


def test_terse_messages_of_all_kinds_are_answered(mind: Mind) -> None:
    rates = rates_of(mind, "questions_batch_d.csv")
    assert (rates["topic_right"] or 0) >= 0.91
    assert (rates["topic_helped"] or 0) >= 0.94
    assert (rates["topic_wrong"] or 0) <= 0.04
    assert (rates["none_false_answer"] or 0) <= 0.08
    assert (rates["redflag_recall"] or 0) >= 0.97


@pytest.mark.parametrize(
    ("name", "right", "helped"),
    [("i", 0.88, 0.94), ("j", 0.89, 0.95), ("l", 0.9, 0.95), ("m", 0.92, 0.96), ("o", 0.92, 0.95)],
)
def test_fresh_batches_are_answered_as_at_first_sight(
    mind: Mind, name: str, right: float, helped: float
) -> None:
    rates = rates_of(mind, f"questions_batch_{name}.csv")
    assert (rates["topic_right"] or 0) >= right
    assert (rates["topic_helped"] or 0) >= helped
    assert (rates["topic_wrong"] or 0) <= 0.04
    assert (rates["none_false_answer"] or 0) <= 0.12  # there are 40 to 67: one is .015 to .025
    assert (rates["multi_all"] or 0) >= 0.7


def test_what_stands_on_a_button_or_over_an_answer_finds_its_entry(mind: Mind) -> None:
    """All but a few: "Hurts to breathe or cough", typed by a reader, is asked about first."""
    entries = mind.read.base.entries.values()
    typed = [(words, entry.id) for entry in entries for words in (entry.label, entry.title)]
    replies = [(answer_line(mind, json.dumps({"text": words})), entry) for words, entry in typed]
    found = sum(reply["reply"] == "answer" and reply["entries"][0] == entry for reply, entry in replies)
    assert found >= 0.98 * len(typed)


@pytest.mark.parametrize(
    ("name", "answered", "alarmed"), [("not_covered", 0.12, 0.02), ("not_covered_near", 0.18, 0.06)]
)
def test_messages_that_are_not_covered_are_seldom_answered(
    mind: Mind, name: str, answered: float, alarmed: float
) -> None:
    """Two thirds, and all of the second list, are our kinds of question about other things, or our words."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    replies = [answer_line(mind, json.dumps({"text": text}))["reply"] for text in texts]
    assert replies.count("answer") <= answered * len(texts)
    assert replies.count("urgent") + replies.count("check") <= alarmed * len(texts)


@pytest.mark.parametrize(
    ("name", "right", "helped", "strayed"),
    [("5", 0.93, 0.95, 0.06), ("plain", 0.91, 0.96, 0.06), ("q", 0.91, 0.95, 0.06), ("r", 0.93, 0.95, 0.1)],
)
def test_plain_questions_are_answered(
    mind: Mind, name: str, right: float, helped: float, strayed: float
) -> None:
    """The batch "plain" is short and names the muscle or the release; q is ten questions a topic, r four.

    Of r, `strayed` is five of fifty questions about something else.
    """
    rates = rates_of(mind, f"questions_batch_{name}.csv")
    assert (rates["topic_right"] or 0) >= right
    assert (rates["topic_helped"] or 0) >= helped
    assert (rates["topic_wrong"] or 0) <= 0.03
    assert (rates["none_false_answer"] or 0) <= strayed


@pytest.mark.parametrize(
    ("expected", "reply", "verdict"),
    [
        ("scoliosis", {"reply": "answer", "entries": ["scoliosis"]}, "right"),
        ("scoliosis", {"reply": "answer", "entries": ["walking", "scoliosis"]}, "second"),
        ("scoliosis", {"reply": "answer", "entries": ["walking"]}, "wrong"),
        ("scoliosis", {"reply": "choices", "entries": ["walking", "scoliosis"]}, "offered"),
        ("scoliosis", {"reply": "unanswered"}, "missed"),
        ("scoliosis", {"reply": "urgent", "red_flags": ["rf_trauma"]}, "false_alarm"),
        ("redflag:rf_trauma", {"reply": "urgent", "red_flags": ["rf_trauma"]}, "exact"),
        ("redflag:rf_trauma", {"reply": "urgent", "red_flags": ["rf_dvt"]}, "caught"),
        ("redflag:rf_trauma", {"reply": "check", "red_flags": ["rf_trauma"]}, "checked"),
        ("redflag:rf_trauma", {"reply": "answer", "entries": ["walking"]}, "MISSED"),
        ("none", {"reply": "unanswered"}, "right"),
        ("none", {"reply": "answer", "entries": ["walking"]}, "false_answer"),
        ("none", {"reply": "choices", "entries": ["walking"]}, "choices"),
        ("smalltalk:bye", {"reply": "smalltalk", "smalltalk": "bye"}, "right"),
        ("smalltalk:bye", {"reply": "answer", "entries": ["walking"]}, "wrong"),
    ],
)
def test_a_fair_marker(expected: str, reply: dict[str, object], verdict: str) -> None:
    labelled = Labelled.from_row({"text": "x", "expected": expected, "kind": "clean", "source": ""})
    assert judge(labelled, {"entries": [], "red_flags": [], **reply})[1] == verdict


def test_what_is_asked_beside_something_not_covered_is_at_hand(mind: Mind) -> None:
    """The message is about migraines, and honestly not covered; the ball that it asks for is offered."""
    reply = mind.dialogue.decide("I get migraines. Which ball should I buy?", Conversation()).reply
    assert isinstance(reply, Unanswered)
    assert reply.not_covered == "head_and_face"
    assert reply.nearest[0] == "ball_choice"
