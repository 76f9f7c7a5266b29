"""New messages: text, photos and documents."""

from typing import Any

from bot.simulator.chats import Chat
from bot.simulator.files import StoredFile
from bot.simulator.keyboards import checked_markup
from bot.simulator.messages import Content
from bot.simulator.methods.registry import Call, method
from bot.simulator.refusal import Refusal
from bot.simulator.words import read_caption, read_text

Json = dict[str, Any]


@method
def send_message(
    call: Call,
    chat_id: str = "",
    text: str = "",
    parse_mode: str = "",
    entities: Any = None,
    link_preview_options: Any = None,
    reply_markup: Any = None,
    reply_parameters: Any = None,
    message_thread_id: int = 0,
    disable_notification: bool = False,
    protect_content: bool = False,
) -> Json:
    """Send a text."""
    chat = call.cloud.open_chat(chat_id)
    words = read_text(text, parse_mode, entities)
    content = Content(
        "text", words, markup=checked_markup(reply_markup), extras=preview(link_preview_options)
    )
    envelope = _envelope(chat, reply_parameters, message_thread_id, protect=protect_content)
    return _post(call, chat, content, envelope, silent=disable_notification)


@method
def send_photo(
    call: Call,
    chat_id: str = "",
    photo: str = "",
    caption: str = "",
    parse_mode: str = "",
    caption_entities: Any = None,
    show_caption_above_media: bool = False,
    reply_markup: Any = None,
    reply_parameters: Any = None,
    message_thread_id: int = 0,
    disable_notification: bool = False,
    protect_content: bool = False,
) -> Json:
    """Send a photo: uploaded, or by the file_id of one that was sent before."""
    chat = call.cloud.open_chat(chat_id)
    words = read_caption(caption, parse_mode, caption_entities)
    medium = photo_sizes(taken_file(call, "photo", photo))
    extras = (("show_caption_above_media", True),) if show_caption_above_media else ()
    content = Content("photo", words, medium, checked_markup(reply_markup), extras)
    envelope = _envelope(chat, reply_parameters, message_thread_id, protect=protect_content)
    return _post(call, chat, content, envelope, silent=disable_notification)


@method
def send_document(
    call: Call,
    chat_id: str = "",
    document: str = "",
    caption: str = "",
    parse_mode: str = "",
    caption_entities: Any = None,
    disable_content_type_detection: bool = False,
    reply_markup: Any = None,
    reply_parameters: Any = None,
    message_thread_id: int = 0,
    disable_notification: bool = False,
    protect_content: bool = False,
) -> Json:
    """Send a file."""
    chat = call.cloud.open_chat(chat_id)
    words = read_caption(caption, parse_mode, caption_entities)
    medium = taken_file(call, "document", document).to_json()
    content = Content("document", words, medium, checked_markup(reply_markup))
    envelope = _envelope(chat, reply_parameters, message_thread_id, protect=protect_content)
    return _post(call, chat, content, envelope, silent=disable_notification)


def taken_file(call: Call, kind: str, given: str) -> StoredFile:
    """Return the file that a call means: uploaded in its own part, attached under a name, or known by its id.

    Raises:
        Refusal: 400, there is none or it is not what it should be.
    """
    upload = call.files.get(given.removeprefix("attach://") or kind)
    if upload is not None:
        return call.cloud.files.keep(kind, upload)
    if not given or given.startswith("attach://"):
        raise Refusal.bad_request(f"there is no {kind} in the request")
    return call.cloud.files.reuse(kind, given)


def photo_sizes(stored: StoredFile) -> list[Json]:
    """Return Telegram's list of PhotoSize. The simulator does not scale: one size, the photo itself."""
    return [stored.to_json()]


def preview(options: Any) -> tuple[tuple[str, Any], ...]:
    """Return the extras of a text that says how its links are previewed."""
    return (("link_preview_options", options),) if options else ()


def _envelope(chat: Chat, reply_parameters: Any, thread: int, *, protect: bool) -> Json:
    envelope: Json = {}
    if protect:
        envelope["has_protected_content"] = True
    if thread:
        envelope |= {"message_thread_id": thread, "is_topic_message": True}
    if reply_parameters:
        envelope |= _reply(chat, reply_parameters)
    return envelope


def _reply(chat: Chat, reply_parameters: Json) -> Json:
    target = chat.messages.get(int(reply_parameters.get("message_id", 0)))
    if target is not None:
        reply = target.to_json()
        reply.pop("reply_to_message", None)
        return {"reply_to_message": reply}
    if not reply_parameters.get("allow_sending_without_reply"):
        raise Refusal.bad_request("message to be replied not found")
    return {}


def _post(call: Call, chat: Chat, content: Content, envelope: Json, *, silent: bool) -> Json:
    message = call.cloud.post(chat, call.cloud.bot, content, envelope)
    message.silent = silent
    return message.to_json()
