"""The bot as its own process, as `run` runs it, on a clock that a test sets in a file.

python -m tests.chat.bot_on_a_set_clock FILE
"""

import asyncio
import sys
from pathlib import Path

from bot.app import build_mind, running
from bot.settings import read_settings

LOOK_SECONDS = 0.02


async def live(file: Path) -> None:
    settings = read_settings()
    mind = build_mind(settings)

    def now() -> float:
        return float(file.read_text(encoding="ascii"))

    async with running(settings, mind, now) as app:
        while True:
            app.look_now()
            await asyncio.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1])))
