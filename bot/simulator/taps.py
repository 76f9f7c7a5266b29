"""A button that was tapped, until the bot has answered."""

from dataclasses import dataclass


@dataclass
class Tap:
    """A button that a reader tapped, and what came of it.

    Attributes:
        data: the button's `callback_data`.
        born: when it was tapped, in Unix seconds.
        answered: the bot has called answerCallbackQuery in time.
        text: what the bot let pop up; empty where it only ended the spinner.
        is_alert: the text must be closed by the reader.
    """

    id: str
    chat_id: int
    data: str
    born: float
    answered: bool = False
    text: str = ""
    is_alert: bool = False
