"""The bot's place in a chat: what of a group it hears, and how it learns that it was blocked."""

from typing import Any

from bot.simulator.chats import Chat
from bot.simulator.cloud import Cloud
from bot.simulator.messages import Message
from bot.simulator.people import Person


def is_heard(cloud: Cloud, chat: Chat, message: Message) -> bool:
    """Say whether the bot gets this message of a reader.

    In a group under privacy mode it gets commands and replies to itself. A plain `@name` is *not* delivered:
    core.telegram.org/bots/features#privacy-mode leaves it out, whatever BotFather says, and bots do not get
    it (telegraf issue 545, n3d1117/chatgpt-telegram-bot PR 39, archestra PR 6562).
    """
    if chat.blocked or chat.migrated_to is not None:
        return False
    if chat.is_private or chat.bot_is_admin or not cloud.privacy_mode:
        return True
    replied_to = message.envelope.get("reply_to_message", {}).get("from", {}).get("id")
    return replied_to == cloud.bot.id or _is_for_bot(cloud, message)


def tell_membership(cloud: Cloud, chat: Chat, person: Person, old: str, new: str) -> None:
    """Tell the bot that it was blocked, unblocked, invited or thrown out.

    Args:
        cloud: what Telegram remembers.
        chat: where.
        person: who did it.
        old: what the bot was: "member", "kicked" or "left".
        new: what it is now.
    """
    change = {
        "chat": chat.to_json(),
        "from": person.to_json(),
        "date": int(cloud.now()),
        "old_chat_member": _member(cloud, old),
        "new_chat_member": _member(cloud, new),
    }
    cloud.updates.add(chat.id, "my_chat_member", change)


def _member(cloud: Cloud, status: str) -> dict[str, Any]:
    member = {"status": status, "user": cloud.bot.to_json()}
    return member | {"until_date": 0} if status == "kicked" else member


def _is_for_bot(cloud: Cloud, message: Message) -> bool:
    words = message.content.words
    name = f"@{cloud.bot.username}".lower()
    commands = (words.piece(each).lower() for each in words.entities if each["type"] == "bot_command")
    return any("@" not in command or command.endswith(name) for command in commands)
