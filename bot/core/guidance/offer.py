"""What all replies about programmes share: the buttons that they offer."""

from dataclasses import dataclass
from datetime import time

from bot.core.action import Action, Deed, Do
from bot.core.programme import Programme


@dataclass(frozen=True, slots=True)
class Offer:
    """A button.

    Attributes:
        word: the name of its words in `_buttons.html`; empty where `label` or the action's entry has them.
        action: what it does.
        label: its words, where they are content.
        days: days of the week, where those are its words.
        beside: whether it stands beside the one before it.
    """

    word: str
    action: Action
    label: str = ""
    days: str = ""
    beside: bool = False


class Guidance:
    """What all replies about programmes share: the buttons that they offer."""

    __slots__ = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The buttons."""
        return ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that come before the words."""
        return ()

    @property
    def keyboard(self) -> tuple[str, ...] | None:
        """The names of labels under the writing field, the first to share the location; empty: take away."""
        return None

    @property
    def chart(self) -> dict[str, object] | None:
        """The values of the chart that comes before the words, if one does."""
        return None


def to_state() -> Offer:
    """Return the button that shows the settings."""
    return Offer("reminder_settings", Do(Deed.REMIND))


def onward(programme: Programme) -> tuple[Offer, ...]:
    """Return the button for what follows a programme: the next one, or the same again."""
    if programme.next is None:
        return (Offer("same_again", Do(Deed.REMIND, programme.id)),)
    return (Offer("onward", Do(Deed.REMIND, programme.next)),)


def spoken_time(at: time) -> str:
    """Return a time as most readers write it: 8:00 am."""
    half = "am" if at.hour < 12 else "pm"
    return f"{(at.hour + 11) % 12 + 1}:{at.minute:02} {half}"
