"""Polarity, person and level: what binds to which sign."""

import pytest

from bot.core.triage import Alarm, Level, RedFlagId, Triage

CAUDA = RedFlagId("rf_cauda_equina")


def flags(triage: Triage, text: str) -> set[str]:
    return {alarm.flag for alarm in triage.screen(text).alarms}


@pytest.mark.parametrize(
    "text",
    [
        "actually i cant feel my bum properly either",
        "no numbness but i cant wee",
        "no fever, no weight loss, but my privates are numb",
        "i used to be fine but now i'm numb between my legs",
        "cauda equina was ruled out in 2019, since yesterday i cant feel when i wipe",
        "my husband cant feel when he needs to pee",
        "asking for a friend, she wet herself twice this week",
        "my 🍑 is numb",
        "my dad died of cancer and now i cant pee",
        "numb between my legs since the ball is that normal",
        "numb between my legs since i used it, normal?",
        "numb between my legs since the ball normal?",
    ],
)
def test_a_present_sign_counts_whatever_stands_beside_it(rules: Triage, text: str) -> None:
    assert CAUDA in flags(rules, text)


@pytest.mark.parametrize(
    "text",
    [
        "no numbness between my legs",
        "i'm not numb down there and my bladder is fine",
        "the feeling between my legs and my bladder are normal, can i use the ball?",
        "no fever, numbness or weakness, just stiff",
        "what is saddle numbness",
        "how would i know if my groin was numb",
        "should i stop if i feel numb between my legs",
        "years ago i had numbness in my groin, all fine now",
        "pregnant? no. just a stiff back",
        "my mum died of cancer, my back is stiff",
        "my wife had a car crash in 1998 and i have a stiff back",
        "i fell in love with this stretch and my back is killing me",
    ],
)
def test_denied_past_general_and_other_peoples_signs_do_not_count(rules: Triage, text: str) -> None:
    assert not flags(rules, text)


def test_weakness_in_one_leg_is_urgent_and_in_both_an_emergency(rules: Triage) -> None:
    one = rules.screen("my left leg has gone weak").alarms
    both = rules.screen("both my legs have gone weak").alarms
    assert Alarm(RedFlagId("rf_leg_weakness"), Level.URGENT) in one
    assert Alarm(RedFlagId("rf_leg_weakness"), Level.EMERGENCY) in both


def test_a_beating_tummy_is_urgent_and_with_faintness_an_emergency(rules: Triage) -> None:
    calm = rules.screen("my belly is pulsing and my back aches").alarms
    faint = rules.screen("my belly is pulsing, sudden back pain and i feel faint").alarms
    assert Alarm(RedFlagId("rf_aaa"), Level.URGENT) in calm
    assert Alarm(RedFlagId("rf_aaa"), Level.EMERGENCY) in faint


def test_alarms_come_highest_first_and_suicide_before_all(rules: Triage) -> None:
    alarms = rules.screen("had cancer, back pain, i cant pee and i want to die").alarms
    assert alarms[0].flag == "rf_suicidal"
    ranks = [alarm.level.rank for alarm in alarms[1:]]
    assert ranks == sorted(ranks)
    assert "rf_cancer" in {alarm.flag for alarm in alarms}


def test_a_question_answered_with_no_is_not_asked_again(rules: Triage) -> None:
    text = "my daughter has a sore back"
    asked = rules.screen(text).check
    assert asked == "rf_child"
    assert rules.screen(text, frozenset([asked])).check is None


def test_an_alarm_leaves_no_question(rules: Triage) -> None:
    verdict = rules.screen("i cant get an erection and i cant pee")
    assert verdict.alarms
    assert verdict.check is None


def test_a_condition_to_ask_about_is_seen_first(rules: Triage) -> None:
    assert "rf_precheck" in rules.screen("im on apixaban").see_first


def test_the_trace_names_concepts_words_polarity_and_rules(rules: Triage) -> None:
    lines = rules.screen("no numbness but i cant wee").explain()
    assert any("numb" in line and "denied" in line for line in lines)
    assert any(line.startswith("fired rf_cauda_equina (emergency)") for line in lines)


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "🙂", "x" * 5000, "12" * 3000, "cannot " * 900, "\u202e\x00", "no " * 2000, "١٢ weeks"],
)
def test_anything_at_all_gets_a_verdict(triage: Triage, text: str) -> None:
    assert not triage.screen(text).alarms


@pytest.mark.parametrize(
    "text", ["im numb", "numb", "i feel numb", "my legs are weak", "i have leg weakness", "lost weight"]
)
def test_a_bare_sign_is_asked_about_however_ordinary_its_words_read(triage: Triage, text: str) -> None:
    verdict = triage.screen(text)
    assert verdict.alarms or verdict.check


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I don't see the point any more", "rf_suicidal"),
        ("i dont see any point any longer", "rf_suicidal"),
        ("no feel in bum", "rf_cauda_equina"),
        ("I started having accidents in my pants, wee not poo, back bad", "rf_cauda_equina"),
    ],
)
def test_what_readers_found_unheard_is_heard(triage: Triage, text: str, flag: str) -> None:
    assert flags(triage, text) == {flag}


def test_a_sign_of_an_emergency_in_few_words_is_at_least_asked_about(triage: Triage) -> None:
    assert triage.screen("it's all gone numb where I sit").check == CAUDA


@pytest.mark.parametrize(
    "text",
    [
        "I'm fed up of these exercises",
        "fed up of tennis balls, which other ball can I use",
        "I've never had cancer, is the ball safe",
        "race in 6 weeks, can I use the ball",
        "the pain is always worse after I've been peeling potatoes at the sink",
        "the ache comes and goes, is it the QL",
        "pain spreading to the hip",
    ],
)
def test_what_readers_found_taken_for_a_sign_is_not(triage: Triage, text: str) -> None:
    verdict = triage.screen(text)
    assert verdict.alarms == ()
    assert verdict.check is None
    assert verdict.see_first == ()


@pytest.mark.parametrize("illness", ["a stroke", "heart failure", "MS", "an inguinal hernia", "epilepsy"])
def test_a_long_term_illness_is_to_be_seen_first(triage: Triage, illness: str) -> None:
    assert triage.screen(f"I have {illness}, can I use the ball").see_first == ("rf_precheck",)
