"""Changed knowledge is taken up while the bot answers: another process learns it, then it takes the place."""

import asyncio
import errno
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from bot.cache import Stamp, pack, stamp, unpacked
from bot.chat.signal import Signal
from bot.content.findings import ContentError, Finding
from bot.mind import Learnt, Mind, learnt, refuse_mistakes, worded
from bot.settings import Settings

_LOG = logging.getLogger(__name__)

_HOUR_SECONDS = 3600.0
_AGAIN_SECONDS = 60.0
"""How long to wait after a failure that is not the files' own: the next try may find room."""
_KINDNESS = 10
"""The learning process gives way to the bot where both want a processor."""


_KILL = 9
"""The signal with which the system ends a process that takes too much memory."""
_LONGEST_KIND = 100


class LearningFailedError(Exception):
    """The learning process ended without a result; the message says how."""


async def keep_up(
    settings: Settings,
    known: Stamp,
    told: Signal,
    take_up: Callable[[Mind], None],
    today: Callable[[], date],
) -> None:
    """Take up the knowledge folder whenever a file in it has changed, or whenever told to.

    A change counts once the files have stood still for one look, so that nothing is read half written. Where
    something is to be mended, nothing changes: the log says so, and the bot goes on with what it knows. What
    fails for another reason, such as a full disk, is tried again.

    Args:
        settings: the folder, and how often to look.
        known: the folder's stamp from before what answers now was read.
        told: given from outside to read at once.
        take_up: called with what answers from now on.
        today: the date, to tell which reviews are old.
    """
    seen = await asyncio.to_thread(stamp, settings.knowledge_dir)
    again = False
    while True:
        at_once = await told.wait(_AGAIN_SECONDS if again else settings.reload_seconds or _HOUR_SECONDS)
        before, seen = seen, await asyncio.to_thread(stamp, settings.knowledge_dir)
        if at_once or again or (settings.reload_seconds and before == seen != known):
            known = seen
            again = not await _take_up(settings, take_up, today())


async def _take_up(settings: Settings, take_up: Callable[[Mind], None], today: date) -> bool:
    """Take up what the files say now; return False if that is to be tried again."""
    try:
        mind = await learnt_elsewhere(settings, today)
    except ContentError as error:
        # Files are named after conditions: the log gets numbers and codes only.
        codes = ", ".join(sorted({finding.code for finding in error.findings}))
        what = (
            "knowledge not taken up, the old answers on: %s to mend, %s; run `check` before the next restart"
        )
        _LOG.error(what, len(error.findings), codes)
        return True
    except (LearningFailedError, OSError) as error:
        reason = error if isinstance(error, LearningFailedError) else _kind(error)
        _LOG.error("knowledge not taken up, the old answers on, trying again: %s", reason)
        return False
    take_up(mind)
    _LOG.info("took up changed knowledge: %s entries", len(mind.read.base.entries))
    return True


def _kind(error: BaseException) -> str:
    """Return an error's type and the system's name for it, and none of its text: it may quote the files."""
    number = error.errno if isinstance(error, OSError) else None
    return f"{type(error).__name__} {errno.errorcode.get(number, '') if number else ''}".strip()


async def learnt_elsewhere(settings: Settings, today: date) -> Mind:
    """Learn the knowledge folder in another process, and load what it wrote in a thread.

    Learning keeps an interpreter busy for seconds, in which this one could answer nobody.

    Raises:
        ContentError: something has to be mended first.
        LearningFailedError: the process ended without a result.
    """
    files = await asyncio.to_thread(stamp, settings.knowledge_dir)
    with tempfile.TemporaryDirectory(prefix="ql-bot-") as folder:
        written = Path(folder) / "learnt.pickle"
        ended, said = await _in_a_process(pickle.dumps((_without_token(settings), today, written)))
        if ended != 0:
            raise LearningFailedError(f"the learning process {_end(ended, said)}")
        return await asyncio.to_thread(_loaded, settings, written, files)


def _end(ended: int, said: str) -> str:
    if ended == -_KILL:
        return "was killed, perhaps for want of memory"
    return f"ended with {ended}{': ' if said else ''}{said}"


async def _in_a_process(order: bytes) -> tuple[int, str]:
    """Let a process of its own do the learning; return its exit status, and the kind of what went wrong."""
    # Only what this module itself says there is read: an error's text may quote the files.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        said, _ = await process.communicate(order)
        return await process.wait(), said.decode(errors="replace")[-_LONGEST_KIND:].strip()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _without_token(settings: Settings) -> Settings:
    return settings.model_copy(update={"telegram_bot_token": SecretStr("")})


def _loaded(settings: Settings, written: Path, files: Stamp) -> Mind:
    result: Learnt | tuple[Finding, ...] = unpacked(written)
    if isinstance(result, tuple):
        raise ContentError(result)
    return worded(settings, result, files)


def _learn_here(settings: Settings, today: date) -> Learnt | tuple[Finding, ...]:
    try:
        known = learnt(settings)
        refuse_mistakes(settings, worded(settings, known, {}), today)
    except ContentError as error:
        return error.findings
    return known


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_KINDNESS)
    _settings, _today, _target = pickle.load(sys.stdin.buffer)  # noqa: S301  (from the process that began this one)
    try:
        pack(_learn_here(_settings, _today), _target)
    except Exception as _error:  # noqa: BLE001  (whatever it is, the bot's log is to name it)
        sys.stdout.write(_kind(_error))
        sys.exit(1)
