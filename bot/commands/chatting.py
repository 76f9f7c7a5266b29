"""`chat`: the whole bot in a terminal, through its real door, against the simulator; no token, no network."""

import asyncio
import logging
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import click
from pydantic import SecretStr

from bot.app import App, Mind, build_mind, running
from bot.commands.learning import say_learning
from bot.settings import Settings, read_settings
from bot.simulator import Reader, Simulator
from bot.simulator.view import SeenMessage

_LOOK_SECONDS = 0.02
_QUIET_LOOKS = 4
"""A turn is over when nothing was under way so many times in a row."""
_LEAVE = {"quit", "exit", ":q"}


@click.command()
def chat() -> None:
    """Talk to the bot in this terminal; a number taps the button of that number."""
    logging.getLogger().setLevel(logging.ERROR)
    settings = read_settings()
    mind = build_mind(settings, say_learning)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_converse(settings, mind, Path(folder)))


@dataclass(slots=True)
class Terminal:
    """A reader at a terminal: what they type goes to the bot, what it sends is printed.

    Attributes:
        buttons: the labels of the buttons that can be tapped by number.
    """

    telegram: Simulator
    reader: Reader
    app: App
    buttons: list[str] = field(default_factory=list)

    async def enter(self, line: str) -> None:
        """Send a line, or tap the button whose number it is, and print what comes back."""
        if line.isdecimal() and 0 < int(line) <= len(self.buttons):
            await self.reader.taps(self.buttons[int(line) - 1])
        else:
            await self.reader.says(line)
        await self.show()

    async def show(self) -> None:
        """Wait until the bot has said all that it has to say, and print it."""
        quiet = 0
        while quiet < _QUIET_LOOKS:
            await asyncio.sleep(_LOOK_SECONDS)
            busy = len(self.telegram.cloud.updates) or not await self.app.is_idle()
            quiet = 0 if busy else quiet + 1
        for seen in self.reader.new_messages():
            click.echo(f"\n{_as_text(seen)}")
            self.buttons = list(seen.buttons) or self.buttons
            for number, label in enumerate(seen.buttons, start=1):
                click.echo(f"  [{number}] {label}")
        click.echo()


async def _converse(settings: Settings, mind: Mind, folder: Path) -> None:
    async with Simulator() as telegram:
        changes = {
            "telegram_bot_token": SecretStr(telegram.token),
            "telegram_api_url": telegram.base_url,
            "database_url": f"sqlite+aiosqlite:///{folder / 'chat.sqlite3'}",
            "chat_gap_seconds": 0.0,
            "messages_per_second": 1000.0,
        }
        async with running(settings.model_copy(update=changes), mind) as app:
            await _read_lines(Terminal(telegram, telegram.reader(), app))


async def _read_lines(terminal: Terminal) -> None:
    typed = sys.stdin.isatty()
    if typed:
        await terminal.reader.starts()
        await terminal.show()
    while True:
        line = await asyncio.to_thread(_next_line, typed)
        if line is None or line.strip().lower() in _LEAVE:
            return
        if not typed:
            click.echo(f"> {line.strip()}")
        if line.strip():
            await terminal.enter(line.strip())


def _next_line(typed: bool) -> str | None:
    if typed:
        click.echo("> ", nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _as_text(seen: SeenMessage) -> str:
    picture = "[picture] " if seen.photo else ""
    return f"{picture}{seen.text}"


COMMANDS = (chat,)
