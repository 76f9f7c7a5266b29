"""One entry as readers get it: length, reading age, buttons, pictures, warnings, the age of its review."""

from collections.abc import Iterator
from datetime import date

from bot.check.reading_age import grade
from bot.content.entries import EntryFile
from bot.content.findings import Finding
from bot.core.knowledge import Bullets, Entry
from bot.core.reply import Answer
from bot.messages import LONGEST, Messages

LONGEST_LABEL = 28
"""Characters on a button that a phone shows without cutting."""

PHRASINGS = range(15, 31)
WORDS = range(25, 131)
"""Words of a short answer: with steps below it, it may be shorter than the 60 to 120 that we aim at."""

HARDEST_GRADE = 7.0
OLD_REVIEW_DAYS = 365


def look_at_entry(
    entry: Entry, file: EntryFile, messages: Messages, pictures: frozenset[str], today: date
) -> Iterator[Finding]:
    """Find what a reader would stumble over."""
    yield from _button(entry, file)
    yield from _answer(entry, file)
    yield from _steps(entry, file)
    yield from _pictures(entry, file, pictures)
    yield from _message(entry, file, messages)
    if entry.review is not None and (today - entry.review.on).days > OLD_REVIEW_DAYS:
        old = f"Reviewed on {entry.review.on}, over a year ago."
        yield file.finding(
            file.line("reviewed"), "K213", old, "Read it again, then write the new date.", warning=True
        )


def _button(entry: Entry, file: EntryFile) -> Iterator[Finding]:
    if len(entry.label) > LONGEST_LABEL:
        long = f"The label has {len(entry.label)} characters."
        yield file.finding(
            file.line("label"), "K205", long, f"At most {LONGEST_LABEL} fit on a phone's button."
        )
    if len(entry.ask) not in PHRASINGS:
        count = f"There are {len(entry.ask)} phrasings."
        remedy = f"Write {PHRASINGS.start} to {PHRASINGS.stop - 1}, as readers would."
        yield file.finding(file.line("ask"), "K207", count, remedy, warning=len(entry.ask) >= PHRASINGS.start)


def _answer(entry: Entry, file: EntryFile) -> Iterator[Finding]:
    texts = _texts(entry)
    words = len(" ".join(texts).split())
    if words not in WORDS:
        long = f"The short answer has {words} words."
        yield file.finding(1, "K208", long, f"Write {WORDS.start} to {WORDS.stop - 1}.", warning=True)
    hard = grade(texts)
    if hard > HARDEST_GRADE:
        level = f"The short answer reads at grade {hard:.1f}."
        remedy = f"Shorter sentences and words: grade {HARDEST_GRADE:.0f} or easier."
        yield file.finding(1, "K214", level, remedy, warning=True)


def _steps(entry: Entry, file: EntryFile) -> Iterator[Finding]:
    if entry.steps and not entry.stop_if:
        silent = "There are steps, but nothing says when to stop."
        yield file.finding(
            file.lines["steps"], "K204", silent, "Add ## Stop if with what must make a reader stop."
        )


def _pictures(entry: Entry, file: EntryFile, known: frozenset[str]) -> Iterator[Finding]:
    for number, name in enumerate(entry.pictures):
        if name not in known:
            remedy = f"Name one of: {', '.join(sorted(known))}."
            yield file.finding(file.line("pictures", number), "K210", f"There is no picture {name}.", remedy)


def _message(entry: Entry, file: EntryFile, messages: Messages) -> Iterator[Finding]:
    for message in messages.render(Answer((entry.id,))):
        if len(message.html) > LONGEST:
            long = f"The message has {len(message.html)} characters."
            yield file.finding(1, "K209", long, f"Telegram takes {LONGEST}: shorten the entry.")


def _texts(entry: Entry) -> list[str]:
    lists = (block.items if isinstance(block, Bullets) else (block.text,) for block in entry.answer)
    return [str(text) for texts in lists for text in texts]
