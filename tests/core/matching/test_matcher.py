"""What readers of a ranking may rely on."""

import pytest

from bot.core.matching import Matcher, Phrasing, Zone
from tests.core.matching.library_desk import ENGLISH, SYNONYMS, phrasings


@pytest.mark.parametrize(
    ("utterance", "label"),
    [
        ("when do you open on sundays?", "opening_hours"),
        ("CAN I EXTEND MY LOAN PLEASE", "renew_loan"),
        ("how much do I pay for an overdue book", "late_fee"),
        ("somebody stole my library card", "lost_card"),
        ("colour printer", "printing"),
        ("wlan password", "wifi"),
        ("do you sell novels", "not:bookshop"),
        ("thank you very much", "courtesy:thanks"),
    ],
)
def test_a_question_finds_its_entry(desk: Matcher, utterance: str, label: str) -> None:
    ranking = desk.rank(utterance)
    assert ranking.best is not None
    assert ranking.best.label == label
    assert ranking.zone is Zone.ANSWER


@pytest.mark.parametrize(
    ("utterance", "label"),
    [("opnening huors", "opening_hours"), ("repalcement crad", "lost_card"), ("photocpier", "printing")],
)
def test_a_mistyped_question_finds_its_entry(desk: Matcher, utterance: str, label: str) -> None:
    best = desk.rank(utterance).best
    assert best is not None
    assert best.label == label


@pytest.mark.parametrize("utterance", ["", "   ", "?!", "🙂", "漢字"])
def test_nothing_readable_is_rejected(desk: Matcher, utterance: str) -> None:
    ranking = desk.rank(utterance)
    assert ranking.zone is Zone.REJECT
    assert ranking.best is None
    assert ranking.explain() == ()


def test_what_the_knowledge_base_does_not_know_is_not_answered(desk: Matcher) -> None:
    assert desk.rank("will the weather in the garden be good tomorrow").zone is not Zone.ANSWER
    assert desk.rank("asdkjh qwlekj zxmcn").zone is not Zone.ANSWER


def test_unknown_words_lower_the_score(desk: Matcher) -> None:
    known, unknown = desk.rank("replacement card"), desk.rank("replacement shoulder for my garden card")
    assert known.best is not None
    assert unknown.best is not None
    assert unknown.best.score < known.best.score


def test_a_word_that_one_label_owns_is_answered(desk: Matcher) -> None:
    ranking = desk.rank("photocopier")
    assert ranking.best is not None
    assert ranking.best.label == "printing"
    assert ranking.zone is Zone.ANSWER


@pytest.mark.parametrize("utterance", ["how much", "can I", "how", "is"])
def test_words_that_many_labels_share_are_not_answered(desk: Matcher, utterance: str) -> None:
    assert desk.rank(utterance).zone is not Zone.ANSWER


def test_scores_fall_and_stay_between_0_and_1(desk: Matcher) -> None:
    scores = [match.score for match in desk.rank("how much is a new book", limit=8).matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_no_more_matches_than_were_asked_for(desk: Matcher) -> None:
    assert len(desk.rank("how do I renew a book", limit=2).matches) == 2


def test_synonyms_find_an_entry_that_lacks_the_word() -> None:
    without = Matcher.fit(phrasings()).rank("penalty").best
    with_them = Matcher.fit(phrasings(), SYNONYMS).rank("penalty").best
    assert with_them is not None
    assert with_them.label == "late_fee"
    assert without is None or without.score < with_them.score


def test_an_explanation_names_words_shared_missing_and_corrected(desk: Matcher) -> None:
    row = desk.rank("my libary card was eaten").explain()[0]
    assert row.rank == 1
    assert row.match.phrasing == "my library card was stolen"
    assert row.match.shared == ("my", "library", "card", "was")
    assert row.missing == ("eaten",)
    assert [(word.typed, word.read, word.edits) for word in row.corrections] == [("libary", "library", 1)]


def test_a_matcher_needs_two_labels() -> None:
    with pytest.raises(ValueError, match="two labels"):
        Matcher.fit([Phrasing("when are you open", "opening_hours"), Phrasing("?", "nothing")])


def test_labels_with_one_phrasing_each_are_enough() -> None:
    matcher = Matcher.fit([Phrasing("when are you open", "hours"), Phrasing("wifi password", "wifi")])
    best = matcher.rank("what is the wifi password").best
    assert best is not None
    assert best.label == "wifi"


def test_a_phrasing_stays_its_labels_own_where_synonyms_make_it_another_labels_too() -> None:
    owners = {"good evening": "hello", "good night": "goodbye", "good dusk": "bats", "good twilight": "owls"}
    taught = [*phrasings(), *(Phrasing(said, label) for said, label in owners.items())]
    matcher = Matcher.fit(taught, [*SYNONYMS, ("evening", "night", "dusk", "twilight")], ENGLISH)
    for said, label in owners.items():
        ranking = matcher.rank(said)
        assert ranking.best is not None
        assert (ranking.best.label, ranking.zone) == (label, Zone.ANSWER)


def test_one_phrasing_a_label_is_answered_without_an_error() -> None:
    matcher = Matcher.fit([Phrasing(f"thing {number} of many", str(number)) for number in range(30)])
    assert all(0 <= match.score <= 1 for match in matcher.rank("thing of none").matches)


def test_a_long_misspelt_message_is_read_alike_each_time(desk: Matcher) -> None:
    unknown = "zorvle blimpf quandrix slorpt vemnox trilgu plasmok dringle fosket wublen karvint molsep"
    said = f"{unknown} jindrat libary crad lst"
    assert desk.rank(said) == desk.rank(said)
    assert not any(word.corrected for word in desk.rank(said).words[-3:])
