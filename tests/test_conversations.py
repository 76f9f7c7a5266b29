"""Conversations written down as transcripts: what a reader says, and what they must see.

In a transcript a line `> words` is said by the reader and `> [label]` is a tap. Each other line must stand in
what the bot answers, in that order; `! words` must not stand in it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.simulator import Reader, Simulator

TRANSCRIPTS = sorted((Path(__file__).parent / "conversations").glob("*.md"))


def turns(transcript: str) -> Iterator[tuple[str, list[str]]]:
    said, expected = "", []
    for line in transcript.splitlines():
        if line.startswith("> "):
            if said:
                yield said, expected
            said, expected = line.removeprefix("> ").strip(), []
        elif line.strip() and not line.startswith("#"):
            expected.append(line.strip())
    yield said, expected


async def answer(reader: Reader, app: App, telegram: Simulator, said: str) -> str:
    reader.new_messages()
    if said.startswith("["):
        await reader.taps(said.strip("[]"))
    else:
        await reader.says(said)
    seen = await reader.hears()
    while len(telegram.cloud.updates) or not await app.is_idle():
        seen += await reader.hears(0)
    seen += reader.new_messages()
    return "\n".join(f"{message.text}\n{message.buttons}" for message in seen)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_conversation(path: Path, app: App, telegram: Simulator) -> None:
    reader = telegram.reader("Ann")
    for said, expected in turns(path.read_text(encoding="utf-8")):
        text = await answer(reader, app, telegram, said)
        rest = text
        for line in expected:
            if line.startswith("! "):
                assert line.removeprefix("! ") not in text, f"after {said!r}"
            else:
                assert line in rest, f"after {said!r}: {line!r} is not (or not in that order) in\n{text}"
                rest = rest[rest.index(line) + len(line) :]
