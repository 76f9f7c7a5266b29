"""What entries have to do with each other: phrasings and labels claimed twice, names of nothing."""

from collections.abc import Iterator

from bot.content.entries import EntryFile
from bot.content.findings import Finding
from bot.content.knowledge import ReadKnowledge
from bot.core.knowledge import Entry, EntryId, KnowledgeBase
from bot.core.text import tokens


def look_at_neighbours(read: ReadKnowledge) -> Iterator[Finding]:
    """Find what stands twice, and names that lead nowhere."""
    phrasings: dict[str, EntryId] = {}
    labels: dict[str, EntryId] = {}
    for entry_id, file in read.files.items():
        entry = read.base.entries[entry_id]
        yield from _claimed(entry, file, phrasings)
        if labels.setdefault(entry.label, entry_id) != entry_id:
            also = f'{labels[entry.label]} has the label "{entry.label}" too.'
            yield file.finding(file.line("label"), "K206", also, "Name one of them otherwise.")
        yield from _next(entry, file, read.base)
    yield from _nearest(read)


def _claimed(entry: Entry, file: EntryFile, owners: dict[str, EntryId]) -> Iterator[Finding]:
    for number, phrasing in enumerate(entry.ask):
        owner = owners.setdefault(" ".join(tokens(phrasing)), entry.id)
        if owner != entry.id:
            also = f'"{phrasing}" also stands in {owner}.'
            yield file.finding(file.line("ask", number), "K203", also, "Keep it in one of the two.")


def _next(entry: Entry, file: EntryFile, base: KnowledgeBase) -> Iterator[Finding]:
    for number, following in enumerate(entry.next):
        if following not in base.entries:
            nothing = f"next names {following}, which does not exist."
            yield file.finding(file.line("next", number), "K201", nothing, "Name an entry, or remove it.")
        elif following == entry.id:
            yield file.finding(
                file.line("next", number), "K201", "next names the entry itself.", "Remove it."
            )


def _nearest(read: ReadKnowledge) -> Iterator[Finding]:
    path = next(iter(read.files.values())).path.parents[2] / "not_covered.yaml"
    for item in read.base.not_covered:
        for entry in item.nearest:
            if entry not in read.base.entries:
                nothing = f"{item.id}: nearest names {entry}, which does not exist."
                yield Finding(path, 1, "K201", nothing, "Name an entry, or remove it.")
