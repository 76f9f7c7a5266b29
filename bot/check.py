"""The content linter: what a clinician has to mend, beyond the form of a single file."""

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from bot.content.entries import EntryFile
from bot.content.findings import Finding
from bot.content.knowledge import ReadKnowledge
from bot.core.dialogue import Dialogue
from bot.core.knowledge import Bullets, Entry, EntryId, KnowledgeBase
from bot.core.reply import Answer
from bot.core.text import tokens
from bot.messages import LONGEST, Messages

LONGEST_LABEL = 28
"""Characters on a button that a phone shows without cutting."""

FEWEST_PHRASINGS = 12
OLD_REVIEW_DAYS = 365
_WORDS = range(25, 131)


class Checked(Protocol):
    """What the linter looks at: the composition root's `Mind`."""

    @property
    def read(self) -> ReadKnowledge: ...  # noqa: D102
    @property
    def dialogue(self) -> Dialogue: ...  # noqa: D102
    @property
    def messages(self) -> Messages: ...  # noqa: D102


def findings(mind: Checked, *, pictures: frozenset[str], thorough: bool = True) -> list[Finding]:
    """Return everything to mend, in the order of the files.

    Args:
        mind: the knowledge base, and what answers with it.
        pictures: the names of the pictures that can be drawn.
        thorough: whether to compare all phrasings with each other as well.
    """
    found = [*_crowded(mind.read), *_edges(mind.read)]
    for entry_id, file in mind.read.files.items():
        entry = mind.read.base.entries[entry_id]
        found += [
            *_links(entry, file, mind.read.base),
            *_shape(entry, file),
            *_pictures(entry, file, pictures),
            *_message(entry, file, mind.messages),
        ]
        found += _phrasings(entry, file, mind.dialogue) if thorough else []
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.code))


def review_count(base: KnowledgeBase) -> tuple[int, int]:
    """Return how many entries no clinician has reviewed, and how many there are."""
    return sum(entry.review is None for entry in base.entries.values()), len(base.entries)


def _crowded(read: ReadKnowledge) -> Iterator[Finding]:
    """Find words that two entries claim: phrasings and labels."""
    first: dict[str, EntryId] = {}
    labels: dict[str, EntryId] = {}
    for entry_id, file in read.files.items():
        entry = read.base.entries[entry_id]
        for number, phrasing in enumerate(entry.ask):
            owner = first.setdefault(" ".join(tokens(phrasing)), entry_id)
            if owner != entry_id:
                yield Finding(
                    file.path,
                    file.line("ask", number),
                    "K203",
                    f'"{phrasing}" also stands in {owner}.',
                    "Keep it in one of the two.",
                )
        if labels.setdefault(entry.label, entry_id) != entry_id:
            yield Finding(
                file.path,
                file.line("label"),
                "K206",
                f'{labels[entry.label]} has the label "{entry.label}" too.',
                "Name one of them otherwise.",
            )


def _edges(read: ReadKnowledge) -> Iterator[Finding]:
    path = next(iter(read.files.values())).path.parents[2] / "not_covered.yaml"
    for item in read.base.not_covered:
        for entry in item.nearest:
            if entry not in read.base.entries:
                yield Finding(
                    path,
                    1,
                    "K201",
                    f"{item.id}: nearest names {entry}, which does not exist.",
                    "Name an entry, or remove it.",
                )


def _links(entry: Entry, file: EntryFile, base: KnowledgeBase) -> Iterator[Finding]:
    for number, following in enumerate(entry.next):
        if following not in base.entries:
            yield Finding(
                file.path,
                file.line("next", number),
                "K201",
                f"next names {following}, which does not exist.",
                "Name an entry, or remove it.",
            )
        if following == entry.id:
            yield Finding(
                file.path, file.line("next", number), "K201", "next names the entry itself.", "Remove it."
            )


def _shape(entry: Entry, file: EntryFile) -> Iterator[Finding]:
    if len(entry.label) > LONGEST_LABEL:
        yield Finding(
            file.path,
            file.line("label"),
            "K205",
            f"The label has {len(entry.label)} characters.",
            f"At most {LONGEST_LABEL} fit on a phone's button.",
        )
    if len(entry.ask) < FEWEST_PHRASINGS:
        yield Finding(
            file.path,
            file.line("ask"),
            "K207",
            f"There are only {len(entry.ask)} phrasings.",
            f"Write at least {FEWEST_PHRASINGS}, as readers would.",
        )
    if entry.steps and not entry.stop_if:
        yield Finding(
            file.path,
            file.lines["steps"],
            "K204",
            "There are steps, but nothing says when to stop.",
            "Add ## Stop if with what must make a reader stop.",
        )
    words = _word_count(entry)
    if words not in _WORDS:
        yield Finding(
            file.path,
            1,
            "K208",
            f"The short answer has {words} words.",
            f"Write {_WORDS.start} to {_WORDS.stop - 1}.",
            warning=True,
        )


def _pictures(entry: Entry, file: EntryFile, known: frozenset[str]) -> Iterator[Finding]:
    for number, name in enumerate(entry.pictures):
        if name not in known:
            yield Finding(
                file.path,
                file.line("pictures", number),
                "K210",
                f"There is no picture {name}.",
                f"Name one of: {', '.join(sorted(known))}.",
            )


def _message(entry: Entry, file: EntryFile, messages: Messages) -> Iterator[Finding]:
    for message in messages.render(Answer((entry.id,))):
        if len(message.html) > LONGEST:
            yield Finding(
                file.path,
                1,
                "K209",
                f"The message has {len(message.html)} characters.",
                f"Telegram takes {LONGEST}: shorten the entry.",
            )


def _phrasings(entry: Entry, file: EntryFile, dialogue: Dialogue) -> Iterator[Finding]:
    for number, phrasing in enumerate(entry.ask):
        line = file.line("ask", number)
        alarms = dialogue.triage.screen(phrasing).alarms
        if alarms:
            flags = ", ".join(alarm.flag for alarm in alarms)
            yield Finding(
                file.path,
                line,
                "K301",
                f'"{phrasing}" raises the red flag {flags}.',
                "Remove it: it is answered before any entry.",
            )
            continue
        ranking = dialogue.matcher.rank(phrasing, limit=2)
        if ranking.best and ranking.best.label != entry.id:
            scores = Counter({match.label: round(match.score, 2) for match in ranking.matches})
            yield Finding(
                file.path,
                line,
                "K302",
                f'"{phrasing}" finds {ranking.best.label} '
                f"({scores[ranking.best.label]} against {scores[entry.id]}).",
                "Make one of the two more particular.",
            )


def _word_count(entry: Entry) -> int:
    texts = [
        text
        for block in entry.answer
        for text in (block.items if isinstance(block, Bullets) else (block.text,))
    ]
    return len(" ".join(texts).split())
