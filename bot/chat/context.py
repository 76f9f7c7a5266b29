"""What a handler is given: the parts of the bot, and the occasion of the update it handles."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.services.asking import Asking
from bot.services.coaching import Coaching
from bot.services.occasion import Occasion


@dataclass(frozen=True, slots=True)
class Parts:
    """The services that handlers call."""

    asking: Asking
    coaching: Coaching


@dataclass(slots=True)
class Handling:
    """One update being handled.

    Attributes:
        occasion: the transaction and the chat.
        failure: what a handler raised, if one did.
    """

    occasion: Occasion
    failure: Exception | None = None


handling: ContextVar[Handling] = ContextVar("handling")
"""The update that the running task handles: PTB builds a new context for its error handler."""


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context with the parts of this bot."""

    @property
    def occasion(self) -> Occasion:
        """The transaction and the chat that this update is handled within."""
        return handling.get().occasion

    @property
    def parts(self) -> Parts:
        """The services."""
        return parts_of(self.application)

    @property
    def payload(self) -> str:
        """What stands behind a command."""
        return " ".join(self.args or [])


Door = Application[Any, Context, Any, Any, Any, Any]
"""PTB's application, with our context."""


def parts_of(door: Application[Any, Any, Any, Any, Any, Any]) -> Parts:
    """Return the services that answer at this moment: new knowledge brings new ones."""
    parts = door.bot_data["parts"]
    assert isinstance(parts, Parts)  # noqa: S101  (set by the composition root)
    return parts
