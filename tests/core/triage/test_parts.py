"""The parts of triage on their own: patterns, endings, spelling, numbers, finding, the second net."""

import pytest

from bot.core.triage import RedFlagId
from bot.core.triage.inflection import inflections
from bot.core.triage.lexicon import Lexicon
from bot.core.triage.mentions import Finder
from bot.core.triage.patterns import PhraseError, parse
from bot.core.triage.reading import read
from bot.core.triage.second_net import SecondNet, traits_of
from bot.core.triage.sounds import sounds

LEXICON = Lexicon(
    ["weak", "numb", "leg", "week", "=wee", "drag", "lost", "control", "bladder"], ["no"], ["wear"]
)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("drag", {"drag", "drags", "dragged", "dragging"}),
        ("tingle", {"tingle", "tingles", "tingled", "tingling"}),
        ("carry", {"carry", "carries", "carried", "carrying"}),
        ("pass", {"pass", "passes", "passed", "passing"}),
        ("legs", {"legs"}),
        ("pee", {"pee", "pees", "peed", "peeing"}),
    ],
)
def test_words_get_their_regular_endings(word: str, forms: set[str]) -> None:
    assert set(inflections(word)) == forms


@pytest.mark.parametrize(
    ("typed", "meant"), [("nmub", "numb"), ("num", "numb"), ("bladdr", "bladder"), ("dragged", "drag")]
)
def test_misspellings_find_their_word(typed: str, meant: str) -> None:
    assert meant in LEXICON.known([typed])[0]


@pytest.mark.parametrize("typed", ["wear", "weed", "xyzzy"])
def test_real_and_far_off_words_are_not_corrected(typed: str) -> None:
    assert LEXICON.known([typed])[0] <= {"week"} - {"week"} or "weak" not in LEXICON.known([typed])[0]


@pytest.mark.parametrize(("one", "other"), [("dawter", "daughter"), ("num", "numb"), ("moov", "move")])
def test_words_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert len(set(sounds([one, other]))) == 1


@pytest.mark.parametrize("phrase", ["", "...", "a|", "... numb", "numb ...", "^ $"])
def test_phrases_that_say_nothing_are_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        parse(phrase)


def found(phrases: dict[str, list[str]], text: str) -> set[str]:
    words = [word for several in phrases.values() for phrase in several for word in phrase.split()]
    lexicon = Lexicon([word for word in words if word.isalpha()], [], [])
    return set(Finder(phrases, frozenset({"my", "all", "of"})).find(read(text, lexicon, {"🍑": "bum"})))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("lost control bladder", "lost all control of my bladder"),
        ("tell ... finished", "cant tell if I have finished"),
        ("#65-105 years", "I am seventy nine years old"),
        ("# weeks", "33w"),
        ("^ numb $", "well, numb, i said"),
        ("bum", "my 🍑"),
        ("bottom > rib", "the bottom rib"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert found({"it": [phrase]}, text) == {"it"}


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("lost control bladder", "lost my keys. control your bladder"),
        ("#65-105 years", "12 years"),
        ("^ numb $", "numb leg"),
        ("bottom > rib", "the bottom of the page"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert not found({"it": [phrase]}, text)


def test_a_phrase_may_lean_on_another_name() -> None:
    assert found({"whole": ["numb <part>"], "part": ["leg", "foot"]}, "numb foot") == {"whole", "part"}


def learned(*examples: tuple[str, tuple[RedFlagId, ...]]) -> SecondNet:
    return SecondNet([(traits_of(text.split(), []), flags) for text, flags in examples])


def test_the_second_net_tells_its_examples_apart_and_names_the_flag_and_the_words() -> None:
    fall, cancer = RedFlagId("rf_trauma"), RedFlagId("rf_cancer")
    net = learned(
        *((f"i fell off the {thing} and my back hurts", (fall,)) for thing in ("roof", "wall", "bike")),
        *((f"i had cancer of the {thing} before", (cancer,)) for thing in ("bowel", "breast", "lung")),
        *((f"which {thing} do i use for the stretch", ()) for thing in ("ball", "mat", "towel")),
    )
    suspected = net.suspicion(traits_of(["i", "fell", "off", "the", "horse"], []))
    ordinary = net.suspicion(traits_of(["which", "roller", "do", "i", "use"], []))
    assert suspected.score > 0 > ordinary.score
    assert suspected.flag == fall
    assert any("fell" in trait for trait in suspected.because)


def test_the_second_net_gives_the_same_score_every_time() -> None:
    examples = (("numb between the legs", (RedFlagId("rf_cauda_equina"),)), ("how long do i stay", ()))
    traits = traits_of(["numb", "legs"], [])
    assert learned(*examples).suspicion(traits) == learned(*examples).suspicion(traits)


def test_a_misspelt_word_counts_as_the_word_that_triage_knows() -> None:
    lexicon = Lexicon(["numb", "suicidal"], [], ["suitable"])
    assert lexicon.corrected(["nmub", "numb", "ball"]) == ["numb", "numb", "ball"]


def test_two_slips_in_our_word_are_rather_one_in_an_ordinary_one() -> None:
    assert Lexicon(["suicidal"], [], ["suitable"]).known(["suitible"]) == [frozenset()]
    assert Lexicon(["suicidal"], [], []).known(["suicdial"]) == [{"suicidal"}]
