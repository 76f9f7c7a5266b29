"""A call's text and markup become what Telegram stores, or its refusal."""

from typing import Any

from bot.simulator import limits
from bot.simulator.found_in_text import with_found
from bot.simulator.markup import parse_html
from bot.simulator.refusal import Refusal
from bot.simulator.rich_text import Entity, RichText


def read_text(text: str, parse_mode: str, entities: Any) -> RichText:
    """Return a message's text.

    Raises:
        Refusal: 400, it is empty, too long or its markup is wrong.
    """
    rich = _parsed(text, parse_mode, entities).trimmed()
    if not rich.text:
        raise Refusal.bad_request("message text is empty")
    if rich.length > limits.TEXT_LENGTH:
        raise Refusal.bad_request("message is too long")
    return with_found(rich)


def read_caption(caption: str, parse_mode: str, entities: Any) -> RichText:
    """Return a medium's caption, which may be empty.

    Raises:
        Refusal: 400, it is too long or its markup is wrong.
    """
    rich = _parsed(caption, parse_mode, entities).trimmed()
    if rich.length > limits.CAPTION_LENGTH:
        raise Refusal.bad_request("message caption is too long")
    return with_found(rich)


def _parsed(text: str, parse_mode: str, entities: Any) -> RichText:
    match parse_mode.lower():
        case "html":
            return parse_html(text)
        case "":
            return _with_given(RichText(text), entities or [])
        case "markdown" | "markdownv2":
            raise Refusal.bad_request(f"the simulator does not play parse_mode {parse_mode}")
        case _:
            raise Refusal.bad_request("unsupported parse_mode")


def _with_given(rich: RichText, entities: list[Entity]) -> RichText:
    for entity in entities:
        if not entity.get("length", 0) > 0 <= entity.get("offset", -1):
            raise Refusal.bad_request("can't parse MessageEntity: entity must be non-empty")
        if entity["offset"] + entity["length"] > rich.length:
            raise Refusal.bad_request("entity beyond the end of the text")
    return rich.with_entities(entities)
