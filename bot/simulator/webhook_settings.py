"""What setWebhook was told."""

from dataclasses import dataclass
from typing import Any


@dataclass
class WebhookSettings:
    """Where updates are posted; no address means that they are polled.

    Attributes:
        secret_token: sent along as X-Telegram-Bot-Api-Secret-Token.
        last_error: why the last delivery failed, and when in Unix seconds.
    """

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error: tuple[int, str] | None = None

    def to_json(self, pending: int, allowed: tuple[str, ...]) -> dict[str, Any]:
        """Return Telegram's WebhookInfo."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if allowed:
            info["allowed_updates"] = list(allowed)
        if self.last_error is not None:
            info["last_error_date"], info["last_error_message"] = self.last_error
        return info
