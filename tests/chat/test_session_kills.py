"""The bot as its own process, killed in the middle of a guided session: the clock goes on as it should."""

from pathlib import Path

from bot.simulator import Reader, Simulator
from tests.chat.test_kills import bot_process, until

SCREEN = 9


async def taps_once_shown(reader: Reader, label: str, times: int = 1) -> None:
    for _ in range(times):
        before = len(reader.taps_made)
        await until(lambda: any(label in message.buttons for message in reader.messages))
        shown = reader.last.version
        await reader.taps(label)
        await until(lambda shown=shown: reader.last.version > shown)
        assert len(reader.taps_made) == before + 1


def seconds_left(reader: Reader) -> int:
    shown = [message.text for message in reader.messages if "seconds left" in message.text]
    return int(shown[-1].split(" seconds left")[0].split("\n")[-1]) if shown else 999


async def test_kill_9_in_the_middle_of_a_session(telegram: Simulator, tmp_path: Path) -> None:
    ann = telegram.reader("Ann")
    with bot_process(telegram, tmp_path) as process:
        await ann.says("remind me at 20:00 every day in London")
        await taps_once_shown(ann, "No", SCREEN)
        await taps_once_shown(ann, "Yes, that's right")
        await taps_once_shown(ann, "Start a session now")
        await taps_once_shown(ann, "Skip this")
        await until(lambda: any("Next" in message.buttons for message in ann.messages))
        await taps_once_shown(ann, "Next")
        await until(lambda: "step 2" in ann.last.text)
        await taps_once_shown(ann, "Next")
        await until(lambda: "1 minute a side" in ann.last.buttons)
        await ann.taps("1 minute a side")
        await until(lambda: seconds_left(ann) <= 60)
        clock = ann.last.id
        process.kill()
    before = seconds_left(ann)
    with bot_process(telegram, tmp_path):
        await until(lambda: seconds_left(ann) < before)
    assert ann.last.id == clock
    assert sum("seconds left" in message.text for message in ann.messages) == 1
