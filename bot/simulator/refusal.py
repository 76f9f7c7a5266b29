"""How Telegram says no: the code, the words and the extra parameters of a refused call."""

from typing import Any, Self


class Refusal(Exception):  # noqa: N818 - Telegram refuses; nothing is wrong with the server
    """Telegram does not do what it was asked.

    Attributes:
        code: the HTTP status, which is also the answer's `error_code`.
        description: Telegram's words.
        parameters: `retry_after` or `migrate_to_chat_id`, where Telegram gives them.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @classmethod
    def bad_request(cls, what: str) -> Self:
        """400: the call itself is wrong."""
        return cls(400, f"Bad Request: {what}")

    @classmethod
    def forbidden(cls, what: str) -> Self:
        """403: the chat does not want to hear from the bot."""
        return cls(403, f"Forbidden: {what}")

    @classmethod
    def conflict(cls, what: str) -> Self:
        """409: two ways of fetching updates at once."""
        return cls(409, f"Conflict: {what}")

    @classmethod
    def unparsable(cls, what: str) -> Self:
        """400: the text's markup is wrong."""
        return cls.bad_request(f"can't parse entities: {what}")

    @classmethod
    def too_many_requests(cls, seconds: int) -> Self:
        """429: wait so many seconds."""
        return cls(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    @classmethod
    def migrated(cls, chat_id: int) -> Self:
        """400: the group is a supergroup now, under another id."""
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        return cls(400, words, migrate_to_chat_id=chat_id)

    def to_json(self) -> dict[str, Any]:
        """Return the body of Telegram's answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body
