"""The record of what the bot asked of Telegram."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Called:
    """One call that the bot made.

    Attributes:
        at: Unix seconds.
        status: the HTTP status of the answer; 0 where the connection was broken.
    """

    method: str
    chat_id: int | None
    at: float
    status: int
