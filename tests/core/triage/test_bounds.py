"""Triage reads the whole of the longest message, and its work is bounded: counted, not timed."""

import re
from itertools import accumulate

import pytest
from rapidfuzz.distance import OSA

from bot.core.triage import Triage
from bot.core.triage.lexicon import Lexicon, Neighbourhood
from bot.core.triage.mentions import _Search
from bot.core.triage.sounds import sounds
from bot.mind import Mind
from tests.core.triage.reading_lists import rows

LONGEST = 4_096
SIGNS = [row for row in rows("phrasings.csv") if row["level"] == "emergency"][::8]
TRIES_FOR_A_WORD = 40


@pytest.fixture(scope="module")
def questions(mind: Mind) -> list[str]:
    """Return ordinary questions, none of the release: beside it a collapse is another red flag, rightly."""
    other = re.compile(r"\b(ball|release|releasing|released)", re.IGNORECASE)
    return [question for question in _ordinary(mind) if not other.search(question)][::17]


def _ordinary(mind: Mind) -> list[str]:
    """Return all questions that were sorted to entries, without their end."""
    base = mind.read.base
    return [asked.text.rstrip(".?! ") for asked in base.sorted_questions if asked.sorted_to in base.entries]


def prose(questions: list[str], length: int) -> list[str]:
    """Return as many questions as fit into a length, each with a full stop behind it."""
    lengths = accumulate(len(question) + 2 for question in questions)
    return [question for question, end in zip(questions, lengths, strict=False) if end <= length]


def amid(questions: list[str], sign: str, share: float, length: int = LONGEST) -> str:
    """Return a message of ordinary questions that is so long, with a sign behind a share of them."""
    ordinary = prose(questions, length - len(sign) - 2)
    place = round(share * len(ordinary))
    return ". ".join([*ordinary[:place], sign, *ordinary[place:]])


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["beginning", "middle", "end"])
@pytest.mark.parametrize("row", SIGNS, ids=lambda row: row["text"])
def test_the_rules_see_a_sign_anywhere_in_the_longest_message(
    rules: Triage, questions: list[str], row: dict[str, str], share: float
) -> None:
    message = amid(questions, row["text"], share)
    assert LONGEST - 200 < len(message) <= LONGEST
    assert row["expected"] in {alarm.flag for alarm in rules.alarms_of_rules(message)}


@pytest.mark.parametrize("length", [250, 1_000, LONGEST])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["beginning", "middle", "end"])
def test_what_is_ordinary_in_a_long_message_does_not_drown_a_sign(
    triage: Triage, questions: list[str], share: float, length: int
) -> None:
    signs = [row["text"] for row in rows("phrasings.csv") if row["level"] != "see_first"][::3]
    verdicts = [
        triage.screen(amid(questions[start:] + questions[:start], sign, share, length))
        for start, sign in enumerate(signs)
    ]
    caught = sum(bool(verdict.alarms or verdict.check) for verdict in verdicts)
    assert caught >= 0.88 * len(signs)


def test_the_longest_ordinary_messages_are_seldom_alarming(triage: Triage, mind: Mind) -> None:
    asked = _ordinary(mind)
    messages = [". ".join(prose(asked[start::40], LONGEST)) for start in range(40)]
    verdicts = [triage.screen(message) for message in messages]
    assert sum(bool(verdict.alarms) for verdict in verdicts) <= 0.15 * len(messages)
    assert sum(bool(verdict.alarms or verdict.check) for verdict in verdicts) <= 0.5 * len(messages)


def test_a_sign_is_seen_after_its_first_word_was_said_a_hundred_times(rules: Triage) -> None:
    message = "my ball rolls. " * 100 + "I cant feel my bum"
    assert "rf_cauda_equina" in {alarm.flag for alarm in rules.screen(message).alarms}


@pytest.mark.parametrize(
    "piece",
    ["a ", "12 ", "i can not feel my leg ", "my back and leg and hip pain ", "numb, weak. ", "can not "],
)
def test_few_phrases_are_tried_for_each_word(
    rules: Triage, monkeypatch: pytest.MonkeyPatch, piece: str
) -> None:
    tries = 0
    follow = _Search.end

    def counted(search: _Search, pattern: object, place: int) -> int:
        nonlocal tries
        tries += 1
        return follow(search, pattern, place)  # type: ignore[arg-type]

    monkeypatch.setattr(_Search, "end", counted)
    message = (piece * LONGEST)[:LONGEST]
    rules.screen(message)
    assert tries <= TRIES_FOR_A_WORD * len(message.split())


class CountingLexicon(Lexicon):
    """A lexicon that counts how many words it looks for among misspellings."""

    looks = 0

    def _nearest(self, word: str, key: str) -> frozenset[str]:
        self.looks += 1
        return super()._nearest(word, key)


def test_a_misspelt_word_is_looked_up_once_however_often_it_is_said() -> None:
    lexicon = CountingLexicon(["numb", "bladder"], [], ["number"])
    lexicon.known(["nmub", "bladdr", "nmub"] * 500)
    lexicon.corrected(["nmub", "bladdr", "numb", "number"] * 500)
    assert lexicon.looks == 2


def test_a_neighbourhood_finds_what_comparing_with_all_would() -> None:
    forms = ["numb", "thumb", "bladder", "urinating", "urination", "paralysed", "weak", "week"]
    words = [
        "nubm",
        "nmb",
        "tumb",
        "blader",
        "bladdres",
        "urniatin",
        "urinatoin",
        "urnating",
        "paralized",
        "wek",
    ]
    for word in words:
        near = [
            form
            for form in sorted(forms)
            if (edits := OSA.distance(word, form)) <= 1
            or (edits == 2 and len(form) >= 8 and form[:2] == word[:2])
        ]
        assert Neighbourhood(forms).near(word) == near


def test_words_sound_the_same_alone_and_among_others() -> None:
    words = ["dawter", "daughter", "numb", "ed", "d", "knee", "wrist", "ache", "gripping", "he"]
    assert sounds(words) == [sounds([word])[0] for word in words]
    assert sounds([]) == []
