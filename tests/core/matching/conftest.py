"""A matcher that has learned the library desk."""

import pytest

from bot.core.matching import Matcher
from tests.core.matching.library_desk import ENGLISH, SYNONYMS, phrasings


@pytest.fixture(scope="package")
def desk() -> Matcher:
    return Matcher.fit(phrasings(), SYNONYMS, ENGLISH)
