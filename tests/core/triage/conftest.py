"""Triage as it is in the bot, and its book."""

from dataclasses import replace

import pytest

from bot.content.red_flags import read_red_flags
from bot.core.triage import RedFlagBook, Triage
from bot.mind import Mind
from tests.core.triage.reading_lists import KNOWLEDGE


@pytest.fixture(scope="session")
def book(ordinary: list[str]) -> RedFlagBook:
    """The book with the examples of its own file, and no questions of the knowledge base among them."""
    read = read_red_flags(KNOWLEDGE / "red_flags.yaml", ordinary=ordinary)
    return replace(read, examples=read.examples[: -len(ordinary)])


@pytest.fixture(scope="session")
def rules(book: RedFlagBook) -> Triage:
    """The rules alone."""
    return Triage(replace(book, examples=()))


@pytest.fixture(scope="session")
def triage(mind: Mind) -> Triage:
    """Both nets."""
    return mind.dialogue.triage


@pytest.fixture(scope="session")
def ordinary(mind: Mind) -> list[str]:
    return [asked.text for asked in mind.read.base.sorted_questions]
