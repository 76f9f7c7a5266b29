"""Triage as it is in the bot, with its rules alone and with its second net."""

import pytest

from bot.content.knowledge import read_knowledge
from bot.content.red_flags import read_red_flags
from bot.core.triage import RedFlagBook, Triage
from tests.core.triage.reading_lists import KNOWLEDGE


@pytest.fixture(scope="session")
def book() -> RedFlagBook:
    return read_red_flags(KNOWLEDGE / "red_flags.yaml")


@pytest.fixture(scope="session")
def rules(book: RedFlagBook) -> Triage:
    return Triage(book)


@pytest.fixture(scope="session")
def ordinary_phrasings() -> list[str]:
    base = read_knowledge(KNOWLEDGE).base
    return [phrasing for entry in base.entries.values() for phrasing in entry.ask]


@pytest.fixture(scope="session")
def both_nets(ordinary_phrasings: list[str]) -> Triage:
    return Triage(read_red_flags(KNOWLEDGE / "red_flags.yaml", ordinary=ordinary_phrasings))
