"""The album: each picture is uploaded to Telegram once, then sent by its id."""

import asyncio
from hashlib import sha256
from typing import Any

from telegram import Bot
from telegram.error import BadRequest

from bot.chat.wire import send_picture
from bot.pictures import Pictures
from bot.storage import pictures as stored
from bot.storage.database import Database


class Album:
    """Sends pictures.

    Args:
        bot: Telegram's side.
        database: where Telegram's ids of pictures are kept.
        pictures: draws them.
    """

    def __init__(self, bot: Bot, database: Database, pictures: Pictures) -> None:
        self._bot = bot
        self._database = database
        self._pictures = pictures

    async def send(self, chat_id: int, name: str, by: dict[str, Any], *, silent: bool) -> int:
        """Send a picture with its words to a place in a chat; return the message's id."""
        content = await asyncio.to_thread(self._pictures.png, name)
        digest = sha256(content).hexdigest()
        words = self._pictures.alt(name)
        known = await self._known(digest)
        try:
            message_id, file_id = await send_picture(
                self._bot, chat_id, known or content, words, by, silent=silent
            )
        except BadRequest as error:
            if known is None or "file" not in error.message.lower():
                raise
            await self._forget(digest)
            message_id, file_id = await send_picture(self._bot, chat_id, content, words, by, silent=silent)
        if file_id != known:
            await self._remember(digest, file_id)
        return message_id

    async def send_chart(self, chat_id: int, values: dict[str, Any], *, silent: bool) -> int:
        """Draw a reader's own chart, send it with its words, keep it nowhere; return the message's id."""
        content, words = await asyncio.to_thread(self._pictures.chart, values)
        message_id, _ = await send_picture(self._bot, chat_id, content, words, {}, silent=silent)
        return message_id

    async def _known(self, digest: str) -> str | None:
        async with self._database.begin() as session:
            return await stored.file_id(session, digest)

    async def _remember(self, digest: str, file_id: str) -> None:
        async with self._database.begin() as session:
            await stored.remember(session, digest, file_id)

    async def _forget(self, digest: str) -> None:
        async with self._database.begin() as session:
            await stored.forget(session, digest)
