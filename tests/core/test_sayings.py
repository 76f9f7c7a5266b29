"""Ways of saying yes and no: word by word, so that no negation is lost or put in."""

import pytest

from bot.core.sayings import Sayings
from bot.core.text import tokens
from bot.mind import Mind

NEGATIONS = {"no", "not", "nope", "nah", "nay", "none", "never", "nothing", "neither", "nor", "n", "negative"}


def test_no_phrase_is_a_no_without_its_negation(mind: Mind) -> None:
    phrases = mind.read.base.vocabulary.no
    said = Sayings(phrases)
    bare = [[word for word in tokens(phrase) if word not in NEGATIONS] for phrase in phrases]
    less = [" ".join(words) for words, phrase in zip(bare, phrases, strict=True) if words != tokens(phrase)]
    known = {" ".join(tokens(phrase)) for phrase in phrases}
    assert [phrase for phrase in less if phrase and phrase not in known and said.hold(phrase)] == []


def test_no_phrase_is_a_no_with_a_not_put_in(mind: Mind) -> None:
    phrases = mind.read.base.vocabulary.no
    said = Sayings(phrases)
    known = {" ".join(tokens(phrase)) for phrase in phrases}
    more = [
        " ".join([*words[:place], "not", *words[place:]])
        for words in map(tokens, phrases)
        for place in range(1, len(words) + 1)
        if NEGATIONS.isdisjoint(words)
    ]
    assert more
    assert [phrase for phrase in more if phrase not in known and said.hold(phrase)] == []


@pytest.mark.parametrize("said", ["No!", "ok no", "nothng like that", "sorry, not at all", "No, it's fine."])
def test_a_no_is_heard_through_a_slip_and_what_stands_around_it(said: str) -> None:
    assert Sayings(["no", "nothing like that", "not at all", "no it is fine"]).hold(said)


@pytest.mark.parametrize(("said", "phrase"), [("fever", "never"), ("now", "no"), ("to both", "no to both")])
def test_words_that_only_look_alike_are_others(said: str, phrase: str) -> None:
    assert not Sayings([phrase]).hold(said)
