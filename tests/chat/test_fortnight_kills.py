"""A fortnight lived with the real process over both clock changes, killed at random moments."""

import asyncio
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.simulator import Reader, Simulator
from tests.chat.test_kills import bot_process, until
from tests.chat.test_session_kills import SCREEN, taps_once_shown

LONDON = ZoneInfo("Europe/London")
SESSIONS = 14
MISSED, PUT_OFF = {3, 10}, {2, 6, 13}
"""Days on which the reader does nothing, and on which they tap "In 30 min" before they say "done"."""
KILLS = 4


class Life:
    """One reader, their clock, and a process that is killed and started again."""

    def __init__(self, telegram: Simulator, folder: Path, start: datetime) -> None:
        self.telegram, self.folder, self.at = telegram, folder, start
        self.reader: Reader = telegram.reader("Ann")
        self.chance = random.Random(start.isoformat())
        self.kills = 0
        self.heard: dict[int, tuple[date, bool]] = {}
        self.file = folder / "clock"
        self.stack = ExitStack()
        self.set_clock(start)
        telegram.cloud.now = self.clock

    def clock(self) -> float:
        return self.at.timestamp()

    def set_clock(self, at: datetime) -> None:
        self.at = at
        draft = self.folder / "draft"
        draft.write_text(str(at.timestamp()), encoding="ascii")
        draft.replace(self.file)

    async def goes_on_until(self, condition: Callable[[], bool]) -> None:
        """Let the clock go on meanwhile: what a starved process tries again, it tries a little later."""
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.02)
                self.set_clock(self.at + timedelta(seconds=0.02))

    def starts(self) -> None:
        program = ("-m", "tests.chat.bot_on_a_set_clock", str(self.file))
        self.process: subprocess.Popen[bytes] = self.stack.enter_context(
            bot_process(self.telegram, self.folder, program=program)
        )

    async def is_killed(self) -> None:
        """Kill -9 somewhere between the event and what follows from it, then start again."""
        await asyncio.sleep(self.chance.uniform(0.0, 0.15))
        self.process.kill()
        self.process.wait()
        self.kills += 1
        self.starts()

    def reminders(self) -> list[tuple[date, bool]]:
        """Return the local date on which each reminder came so far, and whether it came aloud.

        A reminder is remembered: a tap on one of its buttons puts other words in its place.
        """
        for seen in self.reader.messages:
            if "if today suits" in seen.text:
                self.heard[seen.id] = (self.came(seen.id), not seen.silent)
        return [*self.heard.values()]

    def came(self, number: int) -> date:
        return datetime.fromtimestamp(self.reader.chat.messages[number].date, LONDON).date()

    def says_done(self) -> int:
        return sum("Done, and counted" in message.text for message in self.reader.messages)


def due(day: date) -> datetime:
    """Return when half past one is: a time that is skipped moves on, of a doubled one the first counts."""
    return datetime(day.year, day.month, day.day, 1, 30, tzinfo=LONDON).astimezone(UTC)


@pytest.fixture
def life(telegram: Simulator, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Life]:
    made = Life(telegram, tmp_path, request.param)
    with made.stack:
        yield made


@pytest.mark.parametrize(
    "life",
    [datetime(2027, 3, 21, 12, tzinfo=UTC), datetime(2027, 10, 24, 12, tzinfo=UTC)],
    ids=["forward", "back"],
    indirect=True,
)
async def test_a_fortnight_with_kills(life: Life) -> None:
    ann = life.reader
    life.starts()
    await ann.says("remind me at 1:30 am every day in London")
    await taps_once_shown(ann, "No", SCREEN)
    await taps_once_shown(ann, "Yes, that's right")
    today = life.at.astimezone(LONDON).date()
    struck = life.chance.sample([n for n in range(1, SESSIONS + len(MISSED)) if n not in MISSED], KILLS)
    for number in range(1, SESSIONS + len(MISSED) + 1):
        today += timedelta(days=1)
        await lives_a_day(life, number, today, struck_at=number if number in struck else 0)
    await until(lambda: any("That was the fortnight" in message.text for message in ann.messages), 15)
    life.set_clock(life.at + timedelta(days=2))
    await ann.says("thanks")
    await until(lambda: "welcome" in ann.last.text)
    came = life.reminders()
    days = sorted({day for day, _ in came})
    assert days == [days[0] + timedelta(days=n) for n in range(SESSIONS + len(MISSED))]
    aloud = [day for day, is_aloud in came if is_aloud]
    assert len(aloud) == len(set(aloud))
    # What Telegram may have taken when the process died comes again, silently.
    assert len(came) - len(aloud) <= life.kills == KILLS


async def lives_a_day(life: Life, number: int, today: date, struck_at: int) -> None:
    ann = life.reader
    life.set_clock(due(today) - timedelta(seconds=1))
    await asyncio.sleep(0.1)
    assert today not in dict(life.reminders())
    life.set_clock(due(today))
    if struck_at % 2:
        await life.is_killed()
    await life.goes_on_until(lambda: today in dict(life.reminders()))
    if number in MISSED:
        return
    life.set_clock(life.at + timedelta(minutes=2))
    if number in PUT_OFF:
        await ann.taps("In 30 min")
        await life.goes_on_until(lambda: any("remind you again" in message.text for message in ann.messages))
    counted = life.says_done()
    await ann.says("done")
    if struck_at and struck_at % 2 == 0:
        await life.is_killed()
    await life.goes_on_until(lambda: life.says_done() > counted)
    for hours in (1, 6, 20):
        # Whatever had been put off would come now.
        life.set_clock(due(today) + timedelta(hours=hours))
        await asyncio.sleep(0.1)
