"""`ask`: one question, or one JSON object a line, answered without Telegram."""

import json
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Any

import click

from bot.app import Mind, build_mind
from bot.commands.explaining import reasons
from bot.commands.learning import say_learning
from bot.core.conversation import Conversation
from bot.core.dialogue import Turn
from bot.core.knowledge import EntryId
from bot.core.reply import (
    Answer,
    CarryOn,
    Check,
    Choices,
    NoWords,
    OtherLanguage,
    Reply,
    Smalltalk,
    Topics,
    Unanswered,
    Urgent,
)
from bot.settings import read_settings

_BLANK = " \t\r\n\ufeff"
"""What may stand around an object; Notepad and PowerShell begin a file with U+FEFF."""


@click.command()
@click.argument("question", required=False)
@click.option("--jsonl", is_flag=True, help="Read one JSON object a line, write one a line.")
@click.option("--previous", help="The entry last shown, for follow-ups.")
@click.option("--why", is_flag=True, help="Say why, in words and a small table.")
def ask(question: str | None, jsonl: bool, previous: str | None, why: bool) -> None:
    """Answer a question as the bot would."""
    mind = build_mind(read_settings(), say_learning)
    if jsonl:
        for line in TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"):
            if line.strip(_BLANK):
                click.echo(json.dumps(answer_line(mind, line), allow_nan=False))
        return
    if question is None:
        raise click.UsageError('Write a question, such as: ask "how long do I do it?", or use --jsonl.')
    click.echo("\n\n".join(m["html"] for m in _messages(mind, question, previous)))
    if why:
        click.echo("\n".join(reasons(mind, question)))


def answer_line(mind: Mind, line: str) -> dict[str, Any]:
    """Answer one JSON object, such as `{"id": 1, "text": "how long", "previous": "release_howto"}`.

    An object that cannot be read gets an answer with an `error`, and with its `id` if it has one, so that no
    line is lost.
    """
    number, text, previous = _read(line)
    if text is None:
        return {
            "id": number,
            "reply": "unanswered",
            "entries": [],
            "red_flags": [],
            "score": 0.0,
            "messages": [],
            "error": 'write {"id": 1, "text": "..."}, and "previous": "..." if an entry was shown before',
        }
    turn = _decide(mind, text, previous)
    return {
        "id": number,
        **summary(turn.reply),
        "messages": [m.html for m in mind.messages.render(turn.reply)],
    }


def _read(line: str) -> tuple[Any, str | None, str | None]:
    """Return the id of an object, its text, and the entry shown before; no text, if it cannot be read."""
    try:
        asked = json.loads(line.strip(_BLANK))
        number = asked.get("id")
        json.dumps(number, allow_nan=False)  # NaN can be read, but not written again as JSON
    except (ValueError, AttributeError, RecursionError):
        return None, None, None
    text, previous = asked.get("text"), asked.get("previous")
    is_text = isinstance(text, str | int | float) and not isinstance(text, bool)
    is_fit = is_text and isinstance(previous, str | None)
    return number, str(text) if is_fit else None, previous


def summary(reply: Reply) -> dict[str, Any]:
    """Return what kind of reply it is, which entries and red flags it names, and how sure it is."""
    kind, score = "unanswered", 0.0
    entries: Iterable[str] = ()
    flags: Iterable[str] = ()
    courtesy: dict[str, str] = {}
    match reply:
        case Answer(answered, score, _, otherwise):
            entries = (*answered, *otherwise)
            kind = "answer"
        case Choices(entries, score):
            kind = "choices"
        case Check(red_flag):
            kind, flags = "check", (red_flag,)
        case Urgent(alarms):
            kind, flags, score = "urgent", (alarm.flag for alarm in alarms), 1.0
        case Smalltalk(courtesy_kind):
            kind, courtesy, score = "smalltalk", {"smalltalk": str(courtesy_kind)}, 1.0
        case Unanswered(entries, _, score):
            entries = ()
        case CarryOn() | Topics() | NoWords() | OtherLanguage():
            pass
    return {"reply": kind, "entries": [*entries], "red_flags": [*flags], **courtesy, "score": round(score, 4)}


def _decide(mind: Mind, text: str, previous: str | None) -> Turn:
    known = previous in mind.read.base.entries
    return mind.dialogue.decide(
        text, Conversation(last_entry=EntryId(previous) if known and previous else None)
    )


def _messages(mind: Mind, text: str, previous: str | None) -> list[dict[str, str]]:
    return [{"html": m.html} for m in mind.messages.render(_decide(mind, text, previous).reply)]


COMMANDS = (ask,)
