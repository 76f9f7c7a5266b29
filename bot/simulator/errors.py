"""What goes wrong when a test asks a reader for something that is not there."""


class NoSuchButtonError(LookupError):
    """No message on the screen has a button with this label."""

    def __init__(self, label: str, visible: list[str]) -> None:
        shown = ", ".join(repr(each) for each in visible) or "none"
        super().__init__(f"there is no button {label!r}; the buttons on the screen are: {shown}")


class BlockedByReaderError(RuntimeError):
    """Who has blocked a bot has nowhere to write to it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has blocked the bot and must unblock it before writing")


class NothingHeardError(TimeoutError):
    """The bot did not say enough within the time."""

    def __init__(self, wanted: int, heard: list[str], seconds: float) -> None:
        super().__init__(f"waited {seconds} s for {wanted} new message(s) of the bot and saw {heard!r}")
