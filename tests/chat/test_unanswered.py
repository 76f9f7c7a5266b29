"""What a reader asked in vain reaches those who write the answers, without the reader."""

import asyncio
import json

import pytest
from click.testing import CliRunner

from bot.commands.suggesting import suggest
from bot.simulator import Reader
from bot.storage import questions
from tests.chat.test_programme import World, texts

ASKED = "is the plan alright for her job at Tesco"


async def kept(world: World) -> list[str]:
    assert world.app is not None
    async with world.app.database.begin() as session:
        return list(await questions.unanswered(session))


async def test_none_of_these_keeps_the_words_for_suggest(
    world: World, ann: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "None of these" in (await world.says(ann, ASKED))[-1].buttons
    assert await kept(world) == []
    assert "I don't have an answer" in texts(await world.taps(ann, "None of these"))
    assert await kept(world) == [ASKED]
    monkeypatch.setenv("DATABASE_URL", world.settings.database_url)
    shown = await asyncio.to_thread(CliRunner().invoke, suggest, ["--json"])
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["questions"] == 1


async def test_who_chooses_or_goes_on_leaves_no_words(world: World, ann: Reader) -> None:
    seen = await world.says(ann, ASKED)
    await world.taps(ann, seen[-1].buttons[0])
    await ann._tap(ann.chat.messages[seen[-1].id], {"callback_data": "v1:none:", "text": "None of these"})
    await world.until_idle(ann)
    assert await kept(world) == []
