"""The bot starts before Telegram can be reached: it waits, and ends only for a wrong token."""

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.app import Mind, running
from bot.chat import reaching
from bot.settings import Settings
from bot.simulator import Fault, Simulator
from tests.conftest import ROOT, asks


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", "getMe", calls=3),
        Fault("error", "getMe", calls=3, status=500),
        Fault("drop_before", "getMe", calls=3),
        Fault("flood", "getMe", calls=1, retry_after=1),
    ],
    ids=lambda fault: f"{fault.kind} {fault.status}",
)
async def test_it_waits_for_telegram_and_says_so_each_time(
    telegram: Simulator,
    settings: Settings,
    mind: Mind,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reaching, "_LONGEST_PAUSE_SECONDS", 0.05)
    tries = fault.calls or 0
    telegram.faults.plan(fault)
    async with running(settings, mind):
        assert "Hello" in (await asks(telegram.reader("Ann"), "hello")).text
    lines = [record for record in caplog.records if record.name == "bot.chat.reaching"]
    assert len(lines) == tries
    assert "cannot be reached yet" in caplog.text
    assert settings.telegram_bot_token.get_secret_value() not in caplog.text


async def test_a_wrong_token_ends_it(settings: Settings, mind: Mind) -> None:
    wrong = settings.model_copy(update={"telegram_bot_token": SecretStr("1:wrong")})
    with pytest.raises(InvalidToken):
        async with running(wrong, mind):
            pass


async def test_it_can_be_stopped_while_it_waits(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": "1:a",
        "TELEGRAM_API_URL": "http://127.0.0.1:9/bot",
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async with asyncio.timeout(120):
        while "again in" not in (line := (await process.stderr.readline()).decode()):
            assert line
        process.send_signal(signal.SIGTERM)
        rest = (await process.stderr.read()).decode()
    assert "NetworkError, ConnectError" in line
    assert await process.wait() == 0
    assert "Traceback" not in rest
    assert logging.getLevelName(logging.INFO) + " bot.app: stopped" in rest
