"""The rules of the conversation, with the real knowledge base."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import Mind
from bot.core.conversation import Conversation, OpenCheck
from bot.core.dialogue import Dialogue
from bot.core.knowledge import CourtesyKind, EntryId
from bot.core.reply import (
    Answer,
    CarryOn,
    Check,
    Choices,
    NoWords,
    OtherLanguage,
    Smalltalk,
    Topics,
    Unanswered,
    Urgent,
    Welcome,
)
from bot.core.triage import RedFlagId

NUMB = RedFlagId("rf_cauda_equina")


@pytest.fixture
def dialogue(mind: Mind) -> Dialogue:
    return mind.dialogue


def after(entry: str) -> Conversation:
    return Conversation(last_entry=EntryId(entry))


def test_a_red_flag_comes_before_everything_else(dialogue: Dialogue) -> None:
    said = replace(after("release_howto"), open_check=OpenCheck(NUMB, "it feels odd"))
    turn = dialogue.decide("thanks, how long? also my groin went numb today", said)
    assert isinstance(turn.reply, Urgent)
    assert turn.reply.alarms[0].flag == NUMB
    assert turn.conversation.open_check is None


def test_a_follow_up_leans_on_the_last_entry(dialogue: Dialogue) -> None:
    turn = dialogue.decide("how long?", after("release_howto"))
    assert isinstance(turn.reply, Answer)
    assert turn.reply.entries == ("release_dose",)
    assert turn.conversation.last_entry == "release_dose"


def test_the_same_words_lean_on_another_entry_elsewhere(dialogue: Dialogue) -> None:
    turn = dialogue.decide("how many?", after("side_plank"))
    assert isinstance(turn.reply, Answer)
    assert turn.reply.entries[0] != "release_dose"


def test_tell_me_more_stays_with_the_entry(dialogue: Dialogue) -> None:
    reply = dialogue.decide("tell me more", after("dry_needling")).reply
    assert isinstance(reply, Answer)
    assert reply.entries == ("dry_needling",)


def test_a_full_question_leaves_the_last_entry_behind(dialogue: Dialogue) -> None:
    turn = dialogue.decide("and what about scoliosis?", after("heat_ice"))
    assert isinstance(turn.reply, Answer)
    assert turn.reply.entries == ("scoliosis",)


def test_two_questions_get_two_answers(dialogue: Dialogue) -> None:
    turn = dialogue.decide("Is it safe with scoliosis? And which ball should I buy?", Conversation())
    assert isinstance(turn.reply, Answer)
    assert set(turn.reply.entries) == {"scoliosis", "ball_choice"}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("hello!", CourtesyKind.GREETING),
        ("thank you so much", CourtesyKind.THANKS),
        ("bye bye", CourtesyKind.BYE),
        ("are you a real person", CourtesyKind.HUMAN),
    ],
)
def test_courtesies_are_returned(dialogue: Dialogue, said: str, kind: CourtesyKind) -> None:
    assert dialogue.decide(said, Conversation()).reply == Smalltalk(kind)


def test_a_courtesy_returned_holds_the_caution_about_a_condition(dialogue: Dialogue, mind: Mind) -> None:
    reply = dialogue.decide("are you a real person, im pregnant", Conversation()).reply
    assert reply == Smalltalk(CourtesyKind.HUMAN, (RedFlagId("rf_precheck"),))
    (message,) = mind.messages.render(reply)
    assert message.html.startswith("<b>First:</b>")


@pytest.mark.parametrize("said", ["exercises for tennis elbow", "my tooth hurts", "bitcoin tips"])
def test_what_is_not_covered_is_not_answered_with_something_else(dialogue: Dialogue, said: str) -> None:
    assert isinstance(dialogue.decide(said, Conversation()).reply, Unanswered)


def test_yes_to_a_check_is_urgent_and_no_answers_the_question(dialogue: Dialogue) -> None:
    said = Conversation(open_check=OpenCheck(NUMB, "is it safe with scoliosis"))
    yes = dialogue.decide("yes a bit", said)
    assert isinstance(yes.reply, Urgent)
    no = dialogue.decide("no, nothing like that", said)
    assert isinstance(no.reply, Answer)
    assert no.reply.entries == ("scoliosis",)
    assert NUMB in no.conversation.answered_no


def test_not_sure_counts_as_yes(dialogue: Dialogue) -> None:
    said = Conversation(open_check=OpenCheck(NUMB, "is it safe with scoliosis"))
    assert isinstance(dialogue.decide("not sure", said).reply, Urgent)


@pytest.mark.parametrize(
    "said",
    ["I'm not fine", "it is not normal", "numbness", "fever", "changes", "I have had that", "doctor", "now"],
)
def test_a_safety_question_that_is_not_answered_is_asked_again(dialogue: Dialogue, said: str) -> None:
    open_check = Conversation(open_check=OpenCheck(NUMB, "is it safe with scoliosis"))
    turn = dialogue.decide(said, open_check)
    assert isinstance(turn.reply, Check | Urgent)
    assert turn.conversation.answered_no == frozenset()


@pytest.mark.parametrize(
    "said", ["yes numbness", "yes, between my legs", "yes since this morning", "Yes I think it has changed"]
)
def test_what_begins_with_yes_is_a_yes(dialogue: Dialogue, said: str) -> None:
    turn = dialogue.decide(said, Conversation(open_check=OpenCheck(NUMB, "is it safe with scoliosis")))
    assert isinstance(turn.reply, Urgent)
    assert turn.reply.alarms[0].flag == NUMB


def test_a_yes_that_speaks_of_more_brings_that_advice_too(dialogue: Dialogue) -> None:
    said = "yes and my chest is tight and I cannot breathe"
    reply = dialogue.decide(said, Conversation(open_check=OpenCheck(NUMB, "it feels odd"))).reply
    assert isinstance(reply, Urgent)
    assert {alarm.flag for alarm in reply.alarms} == {NUMB, "rf_chest_breath"}


@pytest.mark.parametrize("said", ["I'm not fine", "that does apply to me", "I was not joking", "it is that"])
def test_an_urgent_reply_is_taken_back_only_for_who_says_that_it_misread_them(
    dialogue: Dialogue, said: str
) -> None:
    warned = dialogue.decide("my groin is numb and I can't pee", Conversation()).conversation
    assert not isinstance(dialogue.decide(said, warned).reply, CarryOn)
    assert isinstance(dialogue.decide("sorry, I was joking", warned).reply, CarryOn)


def test_another_question_leaves_a_check_open_no_longer(dialogue: Dialogue) -> None:
    said = Conversation(open_check=OpenCheck(NUMB, "it feels odd"))
    turn = dialogue.decide("which ball should I buy", said)
    assert isinstance(turn.reply, Answer)
    assert turn.conversation.open_check is None


def test_a_check_is_asked_once_in_a_conversation(dialogue: Dialogue) -> None:
    asked = "im numb"
    reply = dialogue.decide(asked, Conversation()).reply
    assert isinstance(reply, Check)
    turn = dialogue.answer_check(reply.red_flag, False, dialogue.decide(asked, Conversation()).conversation)
    again = dialogue.decide(asked, turn.conversation).reply
    assert not (isinstance(again, Check) and again.red_flag == reply.red_flag)


def test_an_old_check_button_still_warns_or_carries_on(dialogue: Dialogue) -> None:
    assert isinstance(dialogue.answer_check(NUMB, True, Conversation()).reply, Urgent)
    assert isinstance(dialogue.answer_check(NUMB, False, Conversation()).reply, CarryOn)
    assert isinstance(dialogue.answer_check(RedFlagId("rf_gone"), True, Conversation()).reply, CarryOn)


def test_no_to_an_older_check_leaves_the_open_one_open_and_asks_it_again(dialogue: Dialogue) -> None:
    older = RedFlagId("rf_night_constant")
    said = Conversation(open_check=OpenCheck(NUMB, "is it safe with scoliosis"))
    turn = dialogue.answer_check(older, False, said)
    assert turn.reply == Check(NUMB)
    assert turn.conversation.answered_no == {older}
    assert isinstance(dialogue.decide("yes", turn.conversation).reply, Urgent)
    answered = dialogue.decide("no", turn.conversation)
    assert isinstance(answered.reply, Answer)
    assert answered.conversation.answered_no == {older, NUMB}


def test_an_open_check_that_clinicians_took_out_is_not_asked_again(dialogue: Dialogue) -> None:
    said = Conversation(open_check=OpenCheck(RedFlagId("rf_gone"), "it feels odd"))
    assert isinstance(dialogue.answer_check(NUMB, False, said).reply, CarryOn)


def test_an_entry_that_is_gone_leads_to_the_topics(dialogue: Dialogue) -> None:
    assert dialogue.show(EntryId("gone"), Conversation()).reply == Topics()
    assert dialogue.welcome("gone", Conversation()).reply == Welcome()


def test_another_language_gets_its_line(dialogue: Dialogue) -> None:
    reply = dialogue.decide("me duele la espalda y no puedo moverme", Conversation()).reply
    assert reply == OtherLanguage("es")


@pytest.mark.parametrize("said", ["", "   ", "...", "😀", "\x00\u202e"])
def test_nothing_to_read(dialogue: Dialogue, said: str) -> None:
    assert dialogue.decide(said, Conversation()).reply == NoWords()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.text(max_size=400), last=st.sampled_from([None, "release_howto", "gone"]))
def test_any_text_gets_a_reply_that_can_be_rendered(mind: Mind, said: str, last: str | None) -> None:
    turn = mind.dialogue.decide(said, Conversation(last_entry=EntryId(last) if last else None))
    messages = mind.messages.render(turn.reply)
    assert messages
    assert all(0 < len(message.html) <= 4096 for message in messages)


def test_a_follow_up_written_down_for_what_is_named_next_is_answered_by_it(dialogue: Dialogue) -> None:
    reply = dialogue.decide("how often", after("strengthen_overview")).reply
    assert isinstance(reply, Answer)
    assert reply.entries == ("exercise_dose",)


@pytest.mark.parametrize("lead_in", ["", "And ", "Ok, but "])
def test_after_an_answer_two_sentences_are_still_two(dialogue: Dialogue, lead_in: str) -> None:
    said = "I get migraines. Which ball should I buy?"
    alone = dialogue.decide(said, Conversation()).reply
    later = dialogue.decide(lead_in + said, after("muscle_knots")).reply
    assert isinstance(later, Unanswered)
    assert isinstance(alone, Unanswered)
    assert later.nearest == alone.nearest


@pytest.mark.parametrize("said", ["good evening", "thanks", "bye for now", "are you real"])
def test_small_talk_is_no_follow_up(dialogue: Dialogue, said: str) -> None:
    assert isinstance(dialogue.decide(said, after("spine_surgery")).reply, Smalltalk)


@pytest.mark.parametrize("said", ["sciatica, and I take steroids", "scoliosis and I have a pacemaker"])
def test_an_entry_about_one_condition_keeps_the_caution_about_another(dialogue: Dialogue, said: str) -> None:
    reply = dialogue.decide(f"is it safe with {said}", Conversation()).reply
    assert isinstance(reply, Answer)
    assert RedFlagId("rf_precheck") in reply.see_first


def test_an_entry_about_the_condition_itself_needs_no_caution_about_it(dialogue: Dialogue) -> None:
    reply = dialogue.decide("I take warfarin, can I use the ball", Conversation()).reply
    assert isinstance(reply, Answer)
    assert reply.entries == ("blood_thinners",)
    assert reply.see_first == ()


def test_the_caution_goes_along_through_the_conversation(dialogue: Dialogue) -> None:
    named = dialogue.decide("I'm 24 weeks pregnant, is this ok?", Conversation())
    for said in ("how long do I stay on it", "which ball is best"):
        named = dialogue.decide(said, named.conversation)
        assert isinstance(named.reply, Answer)
        assert named.reply.see_first == ("rf_precheck",)
    shown = dialogue.show(EntryId("release_howto"), named.conversation).reply
    assert isinstance(shown, Answer)
    assert shown.see_first == ("rf_precheck",)


@pytest.mark.parametrize(
    "said", ["how long must I wait?", "when can I start", "even a soft one?", "just lightly?"]
)
@pytest.mark.parametrize("last", ["pregnancy", "spine_surgery", "blood_thinners"])
def test_a_follow_up_leads_to_no_condition_that_was_not_named(
    dialogue: Dialogue, said: str, last: str
) -> None:
    reply = dialogue.decide(said, after(last)).reply
    conditions = {"hip_replacement", "spine_surgery", "osteoporosis", "pregnancy", "blood_thinners"} - {last}
    assert not (isinstance(reply, Answer) and conditions & set(reply.entries))


@pytest.mark.parametrize("said", ["can my wife do this too", "I have MS, can I use the ball"])
def test_a_condition_that_nobody_named_is_not_answered(dialogue: Dialogue, said: str) -> None:
    reply = dialogue.decide(said, Conversation()).reply
    assert not (isinstance(reply, Answer) and reply.entries != ("who_should_not",))


def test_several_answers_begin_with_the_caution(dialogue: Dialogue, mind: Mind) -> None:
    reply = dialogue.decide(
        "I take steroids. Which ball should I buy and how long do I do it?", Conversation()
    ).reply
    first, *others = mind.messages.render(reply)
    assert others
    assert "<b>First:</b>" in first.html
    assert not any("<b>First:</b>" in message.html for message in others)


@pytest.mark.parametrize("last", ["sciatica", "si_joint", "teens_children"])
def test_choices_after_an_entry_begin_with_what_a_follow_up_leans_on(dialogue: Dialogue, last: str) -> None:
    reply = dialogue.decide("how long must I wait?", after(last)).reply
    assert isinstance(reply, Choices)
    assert reply.entries[0] == last
