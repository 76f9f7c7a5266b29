"""What changes, and what must not, where a knowledge base is too large to compare all of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching import Matcher, Phrasing, Reach
from bot.core.matching.index import Index
from bot.core.matching.landmarks import fit_by_landmarks
from bot.core.matching.ridge import Asked, Ridge
from tests.core.matching.library_desk import ASKED, ENGLISH, SYNONYMS, phrasings

SHORT = Reach(learned_up_to=0, all_up_to=0, landmarks=20, looks=200, called=8, words=16)


@pytest.fixture(scope="module")
def few() -> Matcher:
    return Matcher.fit(phrasings(), SYNONYMS, ENGLISH, SHORT)


def test_if_all_are_landmarks_it_is_the_same_regression() -> None:
    index = Index(phrasings(), SYNONYMS, ENGLISH)
    numbers = np.arange(0, len(index.phrasings), 3)
    own = (np.flatnonzero(index.label_of == index.label_of[number]) for number in numbers)
    asked = Asked(
        numbers, tuple(np.union1d(few[:3], number) for few, number in zip(own, numbers, strict=True))
    )
    whole, left_out = Ridge.fit(index.among_phrasings(), index.label_of, asked)
    landmarks, also_left_out = fit_by_landmarks(index, asked)
    similarities = index.similarities(index.read("can I renew a colour copy"))
    np.testing.assert_allclose(landmarks.scores(similarities), whole.scores(similarities), atol=0.03)
    np.testing.assert_allclose(also_left_out.itself, left_out.itself, atol=0.05)
    np.testing.assert_allclose(also_left_out.alike, left_out.alike, atol=0.05)
    np.testing.assert_allclose(also_left_out.label, left_out.label, atol=0.05)


def test_every_label_has_landmarks() -> None:
    index = Index(phrasings(), SYNONYMS, ENGLISH, SHORT)
    assert not index.compares_all
    assert set(index.label_of[index.landmarks].tolist()) == set(range(len(index.labels)))
    assert len(index.landmarks) < len(index.phrasings)


def test_what_is_compared_is_compared_as_ever() -> None:
    short, whole = (Index(phrasings(), SYNONYMS, ENGLISH, reach) for reach in (SHORT, Reach()))
    reading = short.read("can I renew my libary book by telephone")
    some, every = short.similarities(reading), whole.similarities(reading)
    compared = some > 0
    assert len(short.landmarks) < np.count_nonzero(compared) < len(every)
    np.testing.assert_allclose(some[compared], every[compared], atol=1e-5)


def test_all_can_be_compared_to_measure_the_loss() -> None:
    short, whole = (Index(phrasings(), SYNONYMS, ENGLISH, reach) for reach in (SHORT, Reach()))
    reading = short.read("renew a colour copy of a late book")
    every = short.comparing_all().similarities(reading)
    sharing = whole._words.with_always(whole._words.vector(reading)) > 0
    np.testing.assert_allclose(every[sharing], whole.similarities(reading)[sharing], atol=1e-5)


def test_a_phrasing_finds_its_own_entry(few: Matcher) -> None:
    ranked = {text: few.rank(text).best for texts in ASKED.values() for text in texts}
    found = {text: best.label for text, best in ranked.items() if best is not None}
    right = [found[text] == label for label, texts in ASKED.items() for text in texts]
    assert sum(right) >= 0.95 * len(right)


def test_order_does_not_matter(few: Matcher) -> None:
    other = Matcher.fit(reversed(phrasings()), SYNONYMS, ENGLISH, SHORT)
    asked = ("extend my loan", "overdue book", "print a document")
    assert [other.rank(question) for question in asked] == [few.rank(question) for question in asked]


@settings(max_examples=100, deadline=None)
@given(utterance=st.text(max_size=4_096))
def test_any_text_gets_a_ranking(few: Matcher, utterance: str) -> None:
    assert all(0 <= match.score <= 1 for match in few.rank(utterance).matches)


def test_one_phrasing_a_label_is_enough() -> None:
    several = [Phrasing(f"{word} {word}s", word) for word in ("open", "renew", "fine", "card", "print")]
    best = Matcher.fit(several, reach=SHORT).rank("renews").best
    assert best is not None
    assert best.label == "renew"


def test_a_middling_knowledge_base_is_compared_whole_but_learned_by_landmarks() -> None:
    reach = Reach(learned_up_to=0, landmarks=20)
    matcher = Matcher.fit(phrasings(), SYNONYMS, ENGLISH, reach)
    index = Index(phrasings(), SYNONYMS, ENGLISH, reach)
    every = index.similarities(index.read("can I print here"))
    assert len(index.landmarks) < len(index.phrasings)
    whole = Index(phrasings(), SYNONYMS, ENGLISH)
    np.testing.assert_allclose(every, whole.similarities(whole.read("can I print here")), atol=1e-6)
    found = matcher.rank("can I print here").best
    assert found is not None
    assert found.label == "printing"
