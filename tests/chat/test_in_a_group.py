"""In a group an answer stands by its question, in its topic, and nobody hears what is not for them."""

import asyncio

from bot.app import App
from bot.chat.intake import keep
from bot.simulator import Simulator
from bot.storage import inbox

ODD = 999_999


async def test_an_answer_replies_to_its_question(telegram: Simulator, app: App) -> None:
    group = telegram.group("Bad backs", "Ben", "Cat")
    await group.member("Ben").says("/ask how do I release my QL with a ball")
    seen = await group.member("Ben").hears(2)
    assert [message.kind for message in seen[:2]] == ["photo", "text"]
    assert seen[0].reply_to is not None
    assert "release my QL" in group.chat.messages[seen[0].reply_to].content.words.text
    assert seen[1].reply_to is None


async def test_an_answer_stays_in_its_topic(telegram: Simulator, app: App) -> None:
    group = telegram.group("Forum", "Ben")
    chat = {"id": group.id, "type": "supergroup", "title": "Forum", "is_forum": True}
    ben = {"id": 1001, "is_bot": False, "first_name": "Ben"}
    command = [{"type": "bot_command", "offset": 0, "length": 4}]
    topic = {"message_thread_id": 42, "is_topic_message": True}
    words = {"text": "/ask can I use a tennis ball", "entities": command}
    message = {"message_id": 5, "date": 1_800_000_000, "from": ben, "chat": chat, **topic, **words}
    await keep(app.database, {"update_id": ODD, "message": message})
    app.look_now()
    await group.member("Ben").hears()
    assert {each.envelope.get("message_thread_id") for each in group.chat.messages.values()} == {42}


async def test_a_message_for_others_that_cannot_be_read_is_no_matter_of_theirs(
    telegram: Simulator, app: App
) -> None:
    group = telegram.group("Bad backs", "Ben")
    chat = {"id": group.id, "type": "supergroup", "title": "Bad backs"}
    message = {"message_id": 5, "date": "soon", "chat": chat, "text": "Anna, are you coming tonight?"}
    await keep(app.database, {"update_id": ODD, "message": message})
    async with asyncio.timeout(20):
        while not await _dead(app) or not await app.is_idle():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert group.messages == []


async def _dead(app: App) -> int:
    async with app.database.begin() as session:
        return await inbox.dead(session)
