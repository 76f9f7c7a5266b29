"""An entry's file, Markdown with front matter, becomes an `Entry`, or findings that say what to mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml.comments import CommentedMap

from bot.content.findings import ContentError, Finding
from bot.content.yaml_file import line_of, plain, read_mapping, read_text
from bot.core.knowledge import Block, Bullets, Entry, EntryId, Paragraph, Prose, Review, Source

_SLUG = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SECTIONS = {
    "Steps": ("steps", "ordered_list_open"),
    "Easier": ("easier", "bullet_list_open"),
    "Harder": ("harder", "bullet_list_open"),
    "Take care": ("cautions", "bullet_list_open"),
    "Stop if": ("stop_if", "bullet_list_open"),
}
_INLINE = {"text", "softbreak", "strong_open", "strong_close", "link_open", "link_close", "text_special"}
_IN_LISTS = {"list_item_open", "paragraph_open", "inline"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False})

EVIDENCE = (
    "good evidence",
    "some evidence, mostly weak",
    "common practice, not well tested",
    "general safety advice",
    "about this bot",
)


class _Reviewed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    on: date


class _FrontMatter(BaseModel):
    """The fields that an entry's file may have."""

    model_config = ConfigDict(extra="forbid")
    title: str
    label: str
    ask: list[str]
    evidence: str
    sources: list[str]
    reviewed: _Reviewed | None
    follow_up: list[str] = []
    next: list[str] = []
    pictures: list[str] = []
    owner_link: str | None = None


@dataclass(slots=True)
class EntryFile:
    """An entry as its file has it, with the lines on which its parts stand.

    Attributes:
        path: the file.
        front: its front matter, as read.
        sections: the lists under its headings, by field of `Entry`.
        lines: the line of each heading, by field of `Entry`.
    """

    path: Path
    front: CommentedMap
    answer: list[Block] = field(default_factory=list)
    sections: dict[str, tuple[Prose, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, name: str, item: int | None = None) -> int:
        """Return the line of a field of the front matter, or of one of its items."""
        value = self.front.get(name)
        if item is not None and value is not None:
            return line_of(value, item, first_line=2)
        return line_of(self.front, name, first_line=2)

    def finding(self, line: int, code: str, message: str, remedy: str, *, warning: bool = False) -> Finding:
        """Return one thing to mend in this file."""
        return Finding(self.path, line, code, message, remedy, warning)

    def find(self, line: int, code: str, message: str, remedy: str) -> None:
        """Note one thing to mend."""
        self.findings.append(self.finding(line, code, message, remedy))


def read_entry(path: Path, sources: Mapping[str, Source]) -> tuple[Entry, EntryFile]:
    """Read an entry from its file.

    Args:
        path: `<group>/<id>.md`.
        sources: the sources that entries may name, by key.

    Raises:
        ContentError: the file does not have the form of an entry.
    """
    front_text, body, body_line = _split(read_text(path), path)
    file = EntryFile(path, read_mapping(front_text, path, first_line=2))
    if not _SLUG.fullmatch(path.stem):
        file.find(1, "K105", f"The file's name, {path.stem}, is not a slug.", "Use small letters and _ only.")
    _read_body(file, body, body_line)
    front = _front_matter(file)
    if front is None or file.findings:
        raise ContentError(file.findings)
    entry = _entry(file, front, sources)
    if file.findings:
        raise ContentError(file.findings)
    return entry, file


def _split(text: str, path: Path) -> tuple[str, str, int]:
    lines = text.splitlines()
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        remedy = "Begin the file with ---, the fields, and --- again; the answer follows."
        raise ContentError([Finding(path, 1, "K101", "The front matter is missing.", remedy)])
    return "\n".join(lines[1 : ends[1]]), "\n".join(lines[ends[1] + 1 :]), ends[1] + 2


def _front_matter(file: EntryFile) -> _FrontMatter | None:
    try:
        front = _FrontMatter.model_validate(plain(file.front))
    except ValidationError as error:
        for problem in error.errors():
            _note_field(file, problem["loc"], problem["type"], problem["msg"])
        return None
    if front.evidence not in EVIDENCE:
        file.find(
            file.line("evidence"),
            "K104",
            f"evidence: {front.evidence!r} is not one of our phrases.",
            f"Write one of: {'; '.join(EVIDENCE)}.",
        )
    return front


def _note_field(file: EntryFile, loc: tuple[int | str, ...], kind: str, message: str) -> None:
    name = str(loc[0])
    item = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else None
    if kind == "extra_forbidden":
        known = ", ".join(_FrontMatter.model_fields)
        file.find(file.line(name), "K102", f"There is no field {name!r}.", f"Known fields: {known}.")
    elif kind == "missing":
        file.find(1, "K103", f"The field {name!r} is missing.", f"Add a line `{name}: ...`.")
    else:
        file.find(file.line(name, item), "K104", f"{name}: {message}.", "Compare knowledge/README.md.")


def _read_body(file: EntryFile, body: str, first_line: int) -> None:
    links: dict[str, Any] = {}
    tokens = _MARKDOWN.parse(body, links)
    heading: str | None = None
    position = 0
    while position < len(tokens):
        token = tokens[position]
        line = first_line + (token.map[0] if token.map else 0)
        if token.level:
            _check_within(file, token, tokens[position - 1], line)
        elif token.type == "heading_open":
            heading = _heading(file, token, tokens[position + 1].content, line)
        elif token.nesting == 1:
            _block(file, heading, token, _inlines(tokens, position), line)
        elif token.nesting == 0:
            file.find(line, "K107", f"{token.markup or token.type} has no place in an entry.", "Remove it.")
        _check_inline(file, token, line)
        position += 1
    _check_lost(file, links, first_line)
    if not file.answer:
        file.find(first_line, "K106", "The answer is missing.", "Write it after the second ---.")


def _check_within(file: EntryFile, token: Token, before: Token, line: int) -> None:
    """Note what stands within a list and would be lost there, or be read as an item of its own."""
    if token.type == "paragraph_open" and before.nesting != 1:
        remedy = "Join its paragraphs, or begin the second like an item."
        file.find(line, "K107", "An item of a list has one paragraph.", remedy)
    elif token.nesting != -1 and token.type not in _IN_LISTS:
        remedy = "Begin each line with a dash or a number, without blanks before it."
        file.find(line, "K107", f"{token.markup or token.type} has no place within a list.", remedy)


def _check_lost(file: EntryFile, links: Mapping[str, Any], first_line: int) -> None:
    """Note headings with nothing under them, and addresses set apart ("[words]: address"), shown nowhere."""
    for title, (name, _) in _SECTIONS.items():
        if name in file.lines and name not in file.sections:
            remedy = "Write a list under it, or remove it."
            file.find(file.lines[name], "K106", f"Nothing stands under {title!r}.", remedy)
    for label, link in links.get("references", {}).items():
        message = f"[{label.casefold()}]: has no place at the beginning of a line."
        remedy = "Write [words](https://...) where the words stand."
        file.find(first_line + link["map"][0], "K107", message, remedy)


def _heading(file: EntryFile, token: Token, title: str, line: int) -> str | None:
    if token.tag == "h2" and title in _SECTIONS:
        file.lines[_SECTIONS[title][0]] = line
        return title
    file.find(line, "K106", f"There is no heading {title!r}.", f"Use ## and one of: {', '.join(_SECTIONS)}.")
    return None


def _inlines(tokens: list[Token], position: int) -> tuple[Prose, ...]:
    """Return the texts of the block that opens at `position`: one, or one a list item."""
    found: list[Prose] = []
    for token in tokens[position + 1 :]:
        if token.level == 0:
            break
        if token.type == "inline":
            found.append(Prose(" ".join(token.content.split())))
    return tuple(found)


def _block(file: EntryFile, heading: str | None, token: Token, texts: tuple[Prose, ...], line: int) -> None:
    if heading is None and token.type == "paragraph_open":
        file.answer.append(Paragraph(texts[0]))
    elif heading is None and token.type == "bullet_list_open":
        file.answer.append(Bullets(texts))
    elif heading is not None and token.type == _SECTIONS[heading][1]:
        if texts:
            file.sections[_SECTIONS[heading][0]] = file.sections.get(_SECTIONS[heading][0], ()) + texts
    elif heading is not None:
        file.sections.setdefault(_SECTIONS[heading][0], ())
        wanted = "numbers (1. 2. 3.)" if heading == "Steps" else "dashes (- )"
        file.find(
            line, "K107", f"Only a list may stand under {heading!r}.", f"Begin each line with {wanted}."
        )
    else:
        file.find(line, "K107", "An answer has paragraphs and dashes only.", "Move steps under ## Steps.")


def _check_inline(file: EntryFile, token: Token, line: int) -> None:
    for child in token.children or []:
        if child.type not in _INLINE:
            file.find(
                line,
                "K108",
                f"{child.markup or child.type} is not allowed here.",
                "Only **bold** and [words](https://...) are.",
            )
        elif child.type == "link_open" and not str(child.attrs.get("href", "")).startswith("https://"):
            file.find(line, "K108", "A link does not begin with https://.", "Write its whole address.")


def _entry(file: EntryFile, front: _FrontMatter, sources: Mapping[str, Source]) -> Entry:
    for number, key in enumerate(front.sources):
        if key not in sources:
            file.find(
                file.line("sources", number),
                "K202",
                f"There is no source {key!r}.",
                "Add it to knowledge/sources.yaml, or mend the key.",
            )
    return Entry(
        id=EntryId(file.path.stem),
        group=file.path.parent.name,
        title=front.title,
        label=front.label,
        ask=tuple(front.ask),
        answer=tuple(file.answer),
        evidence=front.evidence,
        follow_up=tuple(front.follow_up),
        next=tuple(map(EntryId, front.next)),
        sources=tuple(sources[key] for key in front.sources if key in sources),
        pictures=tuple(front.pictures),
        owner_link=front.owner_link,
        review=Review(front.reviewed.name, front.reviewed.on) if front.reviewed else None,
        **file.sections,
    )
