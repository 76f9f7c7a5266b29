"""Reading `knowledge/red_flags.yaml`: what clinicians wrote becomes a book of red flags."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml.comments import CommentedMap

from bot.content.findings import ContentError, Finding
from bot.content.red_flag_examples import read_examples
from bot.content.words import english_words
from bot.content.yaml_file import in_form, line_of, read_yaml
from bot.core.knowledge import Prose, Source
from bot.core.triage import (
    Concept,
    CueKind,
    Example,
    Level,
    Numbers,
    RedFlag,
    RedFlagBook,
    RedFlagId,
    Rule,
    Thresholds,
)
from bot.core.triage.patterns import PhraseError, in_circle, links, parse
from bot.core.triage.values import NEARBY

_SECTIONS = {"numbers", "ending", "first", "thresholds", "flags", "rules"} | {
    *("concepts", "cues", "idioms", "fillers", "signs", "ordinary_words")
}
_FLAG_FIELDS = {"title", "level", "emergency", "urgent", "see_first", "check", "sources"}
_RULE_FIELDS = {"flag", "because", "level", "all", "within", "unless"}
_CONCEPT_FIELDS = {"phrases", "past_counts", "event"}
_THRESHOLDS = {field.name for field in dataclasses.fields(Thresholds)}
_NUMBER_FIELDS = {"emergency", "urgent_line"}
_EXAMPLES_FILE = "red_flag_examples.csv"
_BARE_111 = re.compile(r"(?<!NHS )\b111\b(?! \(?New Zealand|, New Zealand)")


def read_red_flags(
    path: Path, sources: Mapping[str, Source] | None = None, ordinary: Sequence[str] = ()
) -> RedFlagBook:
    """Read the book of red flags.

    Args:
        path: the YAML file.
        sources: what the flags' `sources` keys stand for; None leaves the sources out, unchecked.
        ordinary: ordinary questions that the knowledge base has. The second net learns from
            them, beside the examples that stand next to the YAML file; without them it stays switched off.

    Raises:
        ContentError: something in it has to be mended; each finding says where, what and how.
    """
    data = read_yaml(path)
    in_form(data, _Shape, path, "K317", "Compare its neighbours; the top of the file explains its form.")
    reader = _Reader(path, sources)
    book = reader.book(data)
    examples = (
        read_examples(path.with_name(_EXAMPLES_FILE), book.flags.keys(), reader.findings) if ordinary else ()
    )
    if reader.findings:
        raise ContentError(reader.findings)
    return replace(book, examples=(*examples, *(Example(text) for text in ordinary)))


class _Rule(BaseModel):
    all: list[Any] = []
    within: int = NEARBY


class _Shape(BaseModel):
    """Where fields stand under a name, and where a list; what they say is checked as it is read."""

    numbers: dict[str, dict[str, Any]] = {}
    flags: dict[str, dict[str, Any]] = {}
    rules: dict[str, list[_Rule]] = {}
    thresholds: dict[str, Any] = {}
    concepts: dict[str, Any] = {}
    cues: dict[str, Any] = {}
    signs: dict[str, Any] = {}


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, path: Path, sources: Mapping[str, Source] | None) -> None:
        self._path = path
        self._sources = sources
        self.findings: list[Finding] = []

    def book(self, data: CommentedMap) -> RedFlagBook:
        self._only(data, "", _SECTIONS)
        flags = dict(self._flags(_section(data, "flags")))
        concepts = tuple(self._concepts(_section(data, "concepts")))
        self._references(concepts, _section(data, "concepts"))
        book = RedFlagBook(
            flags=flags,
            concepts=concepts,
            rules=tuple(self._rules(data, flags, {concept.name for concept in concepts})),
            numbers=dict(self._numbers(data, _section(data, "numbers"))),
            cues=dict(self._cues(_section(data, "cues"))),
            idioms=self._phrases(data, "idioms"),
            fillers=frozenset(self._phrases(data, "fillers")),
            signs={str(sign): str(words) for sign, words in _section(data, "signs").items()},
            ordinary_words=frozenset(english_words()).union(str(data.get("ordinary_words", "")).split()),
            thresholds=Thresholds(**self._scores(data)),
            ending=Prose(str(data.get("ending", "")).strip()),
            first=tuple(RedFlagId(name) for name in _words(data.get("first"))),
        )
        self._known_flags(data, book)
        return book

    def _find(self, line: int, code: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(self._path, line, code, message, remedy))

    def _only(self, mapping: CommentedMap, where: str, fields: set[str]) -> None:
        for field in mapping:
            if field not in fields:
                remedy = f"Write one of: {', '.join(sorted(fields))}."
                self._find(line_of(mapping, field), "K301", f'{where}"{field}" is not known.', remedy)

    def _flags(self, section: CommentedMap) -> Iterator[tuple[RedFlagId, RedFlag]]:
        for name, fields in section.items():
            self._only(fields, f"{name}: ", _FLAG_FIELDS)
            level = self._level(fields, name)
            say = {at: Prose(str(fields[at]).strip()) for at in Level if fields.get(at)}
            self._wording(section, name, say, level)
            if level is not Level.SEE_FIRST and not fields.get("check"):
                line, remedy = line_of(section, name), "Write `check:` with one yes-or-no question."
                self._find(line, "K303", f"{name} has no check question.", remedy)
            yield (
                RedFlagId(name),
                RedFlag(
                    id=RedFlagId(name),
                    title=str(fields.get("title", name)),
                    level=level,
                    say=say,
                    check=Prose(str(fields.get("check", "")).strip()),
                    sources=tuple(self._cited(section, name, fields)),
                ),
            )

    def _cited(self, section: CommentedMap, name: str, fields: CommentedMap) -> Iterator[Source]:
        if self._sources is None:
            return
        for key in _words(fields.get("sources")):
            if key in self._sources:
                yield self._sources[key]
            else:
                remedy = "Add it to sources.yaml, or correct the key."
                message = f'{name}: the source "{key}" is not known.'
                self._find(line_of(section, name), "K304", message, remedy)

    def _level(self, fields: CommentedMap, name: str) -> Level:
        value = str(fields.get("level", ""))
        if value in tuple(Level):
            return Level(value)
        remedy = f"Write one of: {', '.join(Level)}."
        self._find(line_of(fields, "level"), "K302", f'{name}: "{value}" is not a level.', remedy)
        return Level.EMERGENCY

    def _wording(self, section: CommentedMap, name: str, say: dict[Level, Prose], level: Level) -> None:
        line = line_of(section, name)
        if level not in say:
            self._find(line, "K305", f"{name} has no wording for its level.", f"Write `{level}:` with it.")
        for words in say.values():
            if _BARE_111.search(words):
                remedy = "Write {urgent_line} or {emergency}: 111 means advice or emergency, by country."
                self._find(line, "K306", f'{name}: a bare "111" is not safe.', remedy)

    def _concepts(self, section: CommentedMap) -> Iterator[Concept]:
        for name, value in section.items():
            fields = value if isinstance(value, CommentedMap) else CommentedMap(phrases=value)
            if fields is value:
                self._only(fields, f"{name}: ", _CONCEPT_FIELDS)
            if not fields.get("phrases"):
                line, remedy = line_of(section, name), "Write some, with commas between."
                self._find(line, "K307", f"{name} has no phrases.", remedy)
            yield Concept(
                name=str(name),
                phrases=self._phrases(fields, "phrases", line_of(section, name)),
                past_counts=self._is_so(fields, "past_counts", name),
                event=self._is_so(fields, "event", name),
            )

    def _is_so(self, fields: CommentedMap, field: str, name: str) -> bool:
        """Return a field that is true or false; a "no" is a word in YAML, and a word would count as true."""
        value = fields.get(field, False)
        if isinstance(value, bool):
            return value
        message = f'{name}: {field}: "{value}" is neither true nor false.'
        self._find(line_of(fields, field), "K318", message, "Write true or false, without quotes.")
        return False

    def _phrases(self, mapping: CommentedMap, field: str, line: int = 0) -> tuple[str, ...]:
        line = line or (line_of(mapping, field) if field in mapping else 1)
        phrases = []
        for phrase in _split(str(mapping.get(field) or "")):
            try:
                parse(phrase)
            except PhraseError as error:
                remedy = "Words with spaces between; see the signs explained at the top of the file."
                self._find(line, "K307", f"{error}.", remedy)
            else:
                phrases.append(phrase)
        return tuple(phrases)

    def _references(self, concepts: tuple[Concept, ...], section: CommentedMap) -> None:
        leans = {concept.name: links(concept.phrases) for concept in concepts}
        for name, names in leans.items():
            for other in sorted(names - leans.keys()):
                message = f"{name} leans on <{other}>, which is no concept."
                self._find(line_of(section, name), "K308", message, "Add the concept, or correct its name.")
        for name in leans:
            if in_circle(name, leans):
                message = f"{name} leans on itself by way of other concepts."
                self._find(line_of(section, name), "K309", message, "Take one <name> out of the circle.")

    def _rules(
        self, data: CommentedMap, flags: dict[RedFlagId, RedFlag], concepts: set[str]
    ) -> Iterator[Rule]:
        for flag, several in _section(data, "rules").items():
            for index, fields in enumerate(several):
                line = line_of(several, index)
                self._only(fields, f"{flag}: ", _RULE_FIELDS)
                conditions = tuple(frozenset(_words(c, "|")) for c in fields.get("all", ()))
                unless = frozenset(_words(fields.get("unless")))
                for name in sorted(unless.union(*conditions) - concepts):
                    remedy = "Add it under `concepts:`, or correct its name."
                    self._find(line, "K310", f'{flag}: "{name}" is no concept.', remedy)
                if not conditions:
                    message = f"{flag}: a rule without `all:` holds for nothing."
                    self._find(line, "K311", message, "Write `all:` with one concept at least.")
                    continue
                level = self._rule_level(fields, str(flag))
                because, within = str(fields.get("because", "")), int(fields.get("within", NEARBY))
                yield Rule(RedFlagId(flag), because, level, conditions, within, unless)

    def _rule_level(self, fields: CommentedMap, flag: str) -> Level | None:
        return None if fields.get("level") == "check" else self._level(fields, flag)

    def _numbers(self, data: CommentedMap, section: CommentedMap) -> Iterator[tuple[str, Numbers]]:
        if "general" not in section:
            remedy = "Write `general:` with `emergency:` and `urgent_line:`, for readers of any country."
            line = line_of(data, "numbers") if "numbers" in data else 1
            self._find(line, "K312", "No general numbers.", remedy)
            yield "", Numbers("", "")
        for country, fields in section.items():
            self._only(fields, f"{country}: ", _NUMBER_FIELDS)
            numbers = Numbers(str(fields.get("emergency", "")), str(fields.get("urgent_line", "")))
            if _BARE_111.search(f"{numbers.emergency} {numbers.urgent_line}"):
                remedy = 'Write "NHS 111", or "111, New Zealand\'s emergency number".'
                self._find(line_of(section, country), "K306", f'{country}: a bare "111" is not safe.', remedy)
            yield "" if country == "general" else str(country), numbers

    def _cues(self, section: CommentedMap) -> Iterator[tuple[CueKind, tuple[str, ...]]]:
        self._only(section, "cues: ", set(CueKind))
        for kind in CueKind:
            if kind in section:
                yield kind, self._phrases(section, kind)

    def _scores(self, data: CommentedMap) -> dict[str, float]:
        """Return the scores under `thresholds`, those that are numbers under a known name."""
        scores, section = {}, _section(data, "thresholds")
        for name, score in section.items():
            if name in _THRESHOLDS and isinstance(score, int | float):
                scores[name] = float(score)
            else:
                remedy = f"Write a number from -1 to 1 under one of: {', '.join(sorted(_THRESHOLDS))}."
                self._find(line_of(section, name), "K316", f'threshold "{name}" cannot be used.', remedy)
        return scores

    def _known_flags(self, data: CommentedMap, book: RedFlagBook) -> None:
        named = {rule.flag for rule in book.rules} | set(book.first)
        for flag in sorted(named - book.flags.keys()):
            remedy = "Add it under `flags:`, or correct its id."
            self._find(line_of(data, "rules"), "K313", f'"{flag}" has rules but is no red flag.', remedy)
        for flag in sorted(book.flags.keys() - {rule.flag for rule in book.rules}):
            line = line_of(_section(data, "flags"), flag)
            self._find(line, "K314", f"{flag} has no rule.", "Write at least one under `rules:`.")


def _section(data: CommentedMap, name: str) -> CommentedMap:
    section: Any = data.get(name)
    return section if isinstance(section, CommentedMap) else CommentedMap()


def _split(text: str) -> Iterable[str]:
    return dict.fromkeys(phrase for piece in re.split(r"[,\n]", text) if (phrase := piece.strip()))


def _words(value: Any, sign: str = ",") -> list[str]:
    if value is None:
        return []
    items = value if isinstance(value, list) else str(value).split(sign)
    return [str(item).strip() for item in items if str(item).strip()]
