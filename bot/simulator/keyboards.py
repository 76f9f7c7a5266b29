"""Keyboards under a message: what Telegram accepts of them, and where a label leads."""

from typing import Any

from bot.simulator import limits
from bot.simulator.links import is_button_link
from bot.simulator.messages import Markup
from bot.simulator.refusal import Refusal

_ACTIONS = ("callback_data", "url", "copy_text", "switch_inline_query", "switch_inline_query_current_chat")
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")


def checked_markup(markup: Any) -> Markup | None:
    """Return the markup of a new message, or None where there is none.

    Raises:
        Refusal: 400, Telegram takes no such keyboard.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise Refusal.bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return checked_inline_markup(markup)
    if not any(kind in markup for kind in _OTHER_KINDS):
        raise Refusal.bad_request("object expected as reply markup")
    if "keyboard" in markup and not any(markup["keyboard"]):
        raise Refusal.bad_request("reply keyboard must be non-empty")
    return markup


def checked_inline_markup(markup: Any) -> Markup | None:
    """Return the markup of an edited message: an inline keyboard or none.

    Raises:
        Refusal: 400, it is something else or has a button that Telegram refuses.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        raise Refusal.bad_request("inline keyboard expected")
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > limits.KEYBOARD_BUTTONS:
        raise Refusal.bad_request("reply markup is too long")
    if any(len(row) > limits.KEYBOARD_ROW for row in rows):
        raise Refusal.bad_request("reply markup is too long")
    return {"inline_keyboard": [[_checked_button(button) for button in row] for row in rows]}


def _checked_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise Refusal.bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise Refusal.bad_request("BUTTON_TEXT_INVALID")
    actions = [action for action in _ACTIONS if action in button]
    if len(actions) != 1:
        words = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        raise Refusal.bad_request(words)
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button and not is_button_link(button["url"]):
        raise Refusal.bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= limits.CALLBACK_DATA_BYTES:
        raise Refusal.bad_request("BUTTON_DATA_INVALID")


def button_rows(markup: Markup | None) -> list[list[dict[str, Any]]]:
    """Return the buttons of a keyboard, row by row; a reply keyboard's too, which may be bare strings."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[{"text": button} if isinstance(button, str) else button for button in row] for row in rows]


def find_button(markup: Markup | None, label: str) -> dict[str, Any] | None:
    """Return the first button with this label, or None."""
    return next((button for row in button_rows(markup) for button in row if button["text"] == label), None)
