"""Looking things up: the bot itself, a chat, a file."""

from typing import Any

from bot.simulator import limits
from bot.simulator.methods.registry import Call, method
from bot.simulator.refusal import Refusal

Json = dict[str, Any]

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method
def get_me(call: Call) -> Json:
    """Return the bot as a User, with what only bots have."""
    return call.cloud.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.cloud.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method
def get_chat(call: Call, chat_id: str = "") -> Json:
    """Return Telegram's ChatFullInfo."""
    return call.cloud.find_chat(chat_id).to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


@method
def get_chat_member(call: Call, chat_id: str = "", user_id: int = 0) -> Json:
    """Return what somebody is in a chat."""
    chat = call.cloud.find_chat(chat_id)
    if user_id == call.cloud.bot.id:
        return {"status": "left" if chat.blocked else "member", "user": call.cloud.bot.to_json()}
    if user_id not in call.cloud.people:
        raise Refusal.bad_request("PARTICIPANT_ID_INVALID")
    status = "member" if user_id in chat.members else "left"
    return {"status": status, "user": call.cloud.people[user_id].to_json()}


@method
def leave_chat(call: Call, chat_id: str = "") -> bool:
    """Leave a group."""
    chat = call.cloud.open_chat(chat_id)
    if chat.is_private:
        raise Refusal.bad_request("chat member status can't be changed in private chats")
    chat.blocked = True
    call.cloud.changed.notify()
    return True


@method
def get_file(call: Call, file_id: str = "") -> Json:
    """Return where a file can be downloaded."""
    stored = call.cloud.files.find(file_id)
    if len(stored.upload.content) > limits.DOWNLOAD_BYTES:
        raise Refusal.bad_request("file is too big")
    ids = {"file_id": stored.id, "file_unique_id": stored.unique_id}
    return ids | {"file_size": len(stored.upload.content), "file_path": stored.path}
