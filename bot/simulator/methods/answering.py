"""Small signs: ending a button's spinner, "typing", reactions."""

from typing import Any

from bot.simulator import limits
from bot.simulator.methods.registry import Call, method
from bot.simulator.refusal import Refusal
from bot.simulator.rich_text import utf16_length

_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
ACTIONS = frozenset(_ACTIONS.split())
"""What a bot may be seen doing."""

_REACTIONS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 "
    "💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 "
    "😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(_REACTIONS.replace("\ufe0f", "").split())
"""The emoji with which Telegram lets anybody react."""


def plain_emoji(emoji: str) -> str:
    """Return an emoji without the sign that asks for a coloured picture: Telegram does without it."""
    return emoji.replace("\ufe0f", "")


@method
def answer_callback_query(
    call: Call,
    callback_query_id: str = "",
    text: str = "",
    show_alert: bool = False,
    cache_time: int = 0,
) -> bool:
    """End the spinner of a tapped button, with a few words or none."""
    if utf16_length(text) > limits.CALLBACK_ANSWER_LENGTH:
        raise Refusal.bad_request("MESSAGE_TOO_LONG")
    call.cloud.answer_tap(callback_query_id, text, is_alert=show_alert)
    return True


@method
def send_chat_action(call: Call, chat_id: str = "", action: str = "", message_thread_id: int = 0) -> bool:
    """Show "typing ..." or its like for a few seconds."""
    chat = call.cloud.open_chat(chat_id)
    if action not in ACTIONS:
        raise Refusal.bad_request("wrong parameter action in request")
    chat.actions.append(action)
    call.cloud.changed.notify()
    return True


@method
def set_message_reaction(
    call: Call, chat_id: str = "", message_id: int = 0, reaction: Any = None, is_big: bool = False
) -> bool:
    """Put one emoji on a message, or take it away."""
    chat = call.cloud.open_chat(chat_id)
    message = chat.messages.get(message_id)
    if message is None:
        raise Refusal.bad_request("message to react not found")
    emoji = [plain_emoji(each.get("emoji", "")) for each in reaction or []]
    if len(emoji) > 1:
        raise Refusal.bad_request("REACTIONS_TOO_MANY")
    if not REACTIONS.issuperset(emoji):
        raise Refusal.bad_request("REACTION_INVALID")
    message.reactions = emoji
    call.cloud.changed.notify()
    return True
