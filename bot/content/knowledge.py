"""The knowledge folder becomes a `KnowledgeBase`, or all the findings that stand in its way."""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml.comments import CommentedMap

from bot.content.entries import EntryFile, read_entry
from bot.content.findings import ContentError, Finding
from bot.content.yaml_file import line_of, read_text, read_yaml
from bot.core.knowledge import (
    Courtesy,
    CourtesyKind,
    Entry,
    EntryId,
    Group,
    KnowledgeBase,
    NotCovered,
    Prose,
    SortedFollowUp,
    SortedQuestion,
    Source,
    Vocabulary,
)

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    publisher: str
    url: str
    checked: str


class _Courtesy(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ask: list[str]


class _NotCovered(BaseModel):
    model_config = ConfigDict(extra="forbid")
    say: str
    ask: list[str]
    nearest: list[str] = []


class _Vocabulary(BaseModel):
    model_config = ConfigDict(extra="forbid")
    synonyms: list[list[str]]
    same_entry: list[str]
    yes: list[str]
    no: list[str]
    misread: list[str]


@dataclass(frozen=True, slots=True)
class ReadKnowledge:
    """A knowledge base and the files it came from, for findings."""

    base: KnowledgeBase
    files: Mapping[EntryId, EntryFile]
    sources: Mapping[str, Source]


def read_knowledge(folder: Path) -> ReadKnowledge:
    """Read everything that clinicians wrote, apart from the red flags.

    Raises:
        ContentError: every finding of every file, so that one round of mending is enough.
    """
    findings: list[Finding] = []
    sources = _collected(findings, lambda: _sources(folder / "sources.yaml")) or {}
    groups = _collected(findings, lambda: _groups(folder / "groups.yaml")) or ()
    courtesies = _collected(findings, lambda: _courtesies(folder / "courtesies.yaml")) or ()
    not_covered = _collected(findings, lambda: _not_covered(folder / "not_covered.yaml")) or ()
    vocabulary = _collected(findings, lambda: _vocabulary(folder / "vocabulary.yaml")) or Vocabulary()
    entries, files = _entries(folder / "entries", groups, sources, findings)
    # An entry that has to be mended is one all the same: its questions are no further findings.
    known = {path.stem for path in (folder / "entries").glob("*/*.md")}
    ids = known | {item.id for item in not_covered}
    asked = _collected(findings, lambda: _sorted_questions(folder / "sorted_questions.csv", ids)) or ()
    leant = (
        _collected(findings, lambda: _sorted_follow_ups(folder / "sorted_follow_ups.csv", known, ids)) or ()
    )
    if not entries and not findings:
        findings.append(Finding(folder, 1, "K001", "There is no entry.", "Add entries/<group>/<id>.md."))
    if findings:
        raise ContentError(findings)
    base = KnowledgeBase(entries, groups, courtesies, not_covered, vocabulary, asked, leant)
    return ReadKnowledge(base, files, sources)


def _collected(findings: list[Finding], read: Callable[[], R]) -> R | None:
    """Return what could be read, or nothing after adding the findings."""
    try:
        return read()
    except ContentError as error:
        findings.extend(error.findings)
        return None


def _entries(
    folder: Path, groups: Iterable[Group], sources: Mapping[str, Source], findings: list[Finding]
) -> tuple[dict[EntryId, Entry], dict[EntryId, EntryFile]]:
    entries: dict[EntryId, Entry] = {}
    files: dict[EntryId, EntryFile] = {}
    known = {group.id for group in groups}
    for path in sorted(folder.glob("*/*.md")):
        if path.parent.name not in known:
            findings.append(
                Finding(path, 1, "K109", f"{path.parent.name} is not a group.", "Add it to groups.yaml.")
            )
            continue
        read = _collected(findings, partial(read_entry, path, sources))
        if read is None:
            continue
        entry, file = read
        if entry.id in entries:
            findings.append(Finding(path, 1, "K110", f"{entry.id} exists twice.", "Rename one of the files."))
        entries[entry.id], files[entry.id] = entry, file
    return entries, files


def _valid(path: Path, data: CommentedMap, key: str, model: type[T]) -> T:
    """Read one named item of a file of named items."""
    try:
        return model.model_validate(data[key])
    except ValidationError as error:
        raise ContentError(_problems(path, data, key, error)) from None


def _problems(path: Path, data: CommentedMap, key: str, error: ValidationError) -> list[Finding]:
    found = []
    for problem in error.errors():
        holder: Any = data[key]
        name = problem["loc"][0] if problem["loc"] else key
        inside = isinstance(holder, CommentedMap) and name in holder
        line = line_of(holder, name) if inside else line_of(data, key)
        where = f"{key}, {name}" if name != key else key
        found.append(Finding(path, line, "K111", f"{where}: {problem['msg']}.", "Compare its neighbours."))
    return found


def _sources(path: Path) -> dict[str, Source]:
    data = read_yaml(path)
    read = {key: _valid(path, data, key, _Source) for key in data}
    return {key: Source(key, item.title, item.publisher, item.url) for key, item in read.items()}


def _groups(path: Path) -> tuple[Group, ...]:
    data = read_yaml(path)
    return tuple(Group(str(key), str(title)) for key, title in data.items())


def _courtesies(path: Path) -> tuple[Courtesy, ...]:
    data = read_yaml(path)
    for key in data:
        if key not in set(CourtesyKind):
            raise ContentError(
                [
                    Finding(
                        path,
                        line_of(data, key),
                        "K112",
                        f"There is no small talk {key!r}.",
                        f"Use one of: {', '.join(CourtesyKind)}.",
                    )
                ]
            )
    return tuple(Courtesy(CourtesyKind(key), tuple(_valid(path, data, key, _Courtesy).ask)) for key in data)


def _not_covered(path: Path) -> tuple[NotCovered, ...]:
    data = read_yaml(path)
    items = []
    for key in data:
        item = _valid(path, data, key, _NotCovered)
        items.append(
            NotCovered(str(key), Prose(item.say), tuple(item.ask), tuple(map(EntryId, item.nearest)))
        )
    return tuple(items)


def _sorted_questions(path: Path, ids: Collection[str]) -> tuple[SortedQuestion, ...]:
    """Read `entry,question` rows."""
    return tuple(SortedQuestion(row["question"], row["entry"]) for row in _sorted(path, {"entry": ids}))


def _sorted_follow_ups(
    path: Path, entries: Collection[str], ids: Collection[str]
) -> tuple[SortedFollowUp, ...]:
    """Read `previous,entry,question` rows."""
    rows = _sorted(path, {"previous": entries, "entry": ids})
    return tuple(SortedFollowUp(row["question"], EntryId(row["previous"]), row["entry"]) for row in rows)


def _sorted(path: Path, columns: Mapping[str, Collection[str]]) -> list[dict[str, str]]:
    """Read the rows of a file of sorted questions; it may be missing, as in a clinic that has just begun.

    In the place of an entry that answers may stand what is not covered. What is neither is found once, where
    it stands first.

    Args:
        path: the file.
        columns: what may stand in each column beside the question.
    """
    if not path.is_file():
        return []
    rows = list(csv.DictReader(StringIO(read_text(path))))
    found: dict[str, Finding] = {}
    remedy = f"Write {','.join(columns)},question on each line, with ids of entries or of not_covered.yaml."
    for line, row in enumerate(rows, start=2):
        for column, ids in columns.items():
            if not row.get("question") or row.get(column) not in ids:
                message = f"{row.get(column)!r} cannot stand under {column}, or its question is missing."
                found.setdefault(message, Finding(path, line, "K114", message, remedy))
    if found:
        raise ContentError(found.values())
    return rows


def _vocabulary(path: Path) -> Vocabulary:
    data = CommentedMap({"vocabulary": read_yaml(path)})
    item = _valid(path, data, "vocabulary", _Vocabulary)
    synonyms = tuple(map(tuple, item.synonyms))
    return Vocabulary(synonyms, tuple(item.same_entry), tuple(item.yes), tuple(item.no), tuple(item.misread))
