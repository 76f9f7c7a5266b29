"""Programmes are read from `knowledge/programmes/`, and linted: file, line, what is wrong, what to write."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.content.findings import ContentError, Finding
from bot.content.yaml_file import in_form, line_of, read_yaml
from bot.core.guidance.topics import SAFETY_TOPICS
from bot.core.knowledge import EntryId, KnowledgeBase, Prose
from bot.core.programme import Programme, ProgrammeId, Programmes, Question, Stage, Step, Trend
from bot.core.triage import RedFlagBook, RedFlagId

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REASONS = ("pain", "numb", "interrupted")
_LABEL = 28
_LONGEST_STEP = 900


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Question(_Form):
    ask: Words
    red_flag: str | None = None
    topics: list[str] = []


class _Step(_Form):
    title: Words
    say: Annotated[Words, Field(max_length=_LONGEST_STEP)]
    picture: str | None = None
    timed: StrictBool = False


class _Stage(_Form):
    from_session: Annotated[int, Field(ge=1)]
    title: Words
    steps: Annotated[list[_Step], Field(min_length=1)]


class _After(_Form):
    say: Words
    next: str | None = None


class _Reviewed(_Form):
    name: str
    on: Any


class _Programme(_Form):
    title: Words
    label: Annotated[Words, Field(max_length=_LABEL)]
    sessions: Annotated[int, Field(ge=1, le=60)]
    days: Annotated[list[str], Field(min_length=1)]
    intro: Words
    reviewed: _Reviewed | None
    sources: list[str]
    screen: Annotated[list[_Question], Field(min_length=1, max_length=20)]
    kind: Annotated[list[Words], Field(min_length=1)]
    afterwards: Annotated[list[Words], Field(min_length=1)]
    minutes: Annotated[list[Annotated[int, Field(ge=1, le=2)]], Field(min_length=1)]
    sides: Annotated[list[Words], Field(min_length=2, max_length=2)]
    breathing: Annotated[list[Words], Field(min_length=1)]
    stages: Annotated[list[_Stage], Field(min_length=1)]
    stopping: dict[str, Words]
    milestones: list[int]
    progress: dict[str, Words]
    rising: Words
    after: _After
    offered_under: list[str] = []


def read_programmes(folder: Path) -> Programmes:
    """Read all programmes of a folder; none, where there is no such folder.

    Raises:
        ContentError: every finding of every file.
    """
    findings: list[Finding] = []
    read: dict[ProgrammeId, Programme] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            read[ProgrammeId(path.stem)] = _programme(path)
        except ContentError as error:
            findings.extend(error.findings)
    if findings:
        raise ContentError(findings)
    return Programmes(read)


def programme_findings(
    folder: Path,
    base: KnowledgeBase,
    red_flags: RedFlagBook,
    sources: frozenset[str],
    pictures: frozenset[str],
) -> Iterator[Finding]:
    """Find names in programmes that stand for nothing.

    Args:
        folder: where the programmes are.
        base: the entries that they may name.
        red_flags: the red flags that they may name.
        sources: the keys of sources.yaml.
        pictures: the names of the pictures that can be drawn.
    """
    names = {path.stem for path in folder.glob("*.yaml")}
    if not names:
        remedy = "Bring fortnight.yaml back: reminders need a programme."
        yield Finding(folder / "fortnight.yaml", 1, "K405", "There is no programme.", remedy)
    yield from _missing_topics(folder, base)
    for path in sorted(folder.glob("*.yaml")):
        data = read_yaml(path)
        look = partial(_unknown, path)
        yield from look(data.get("offered_under", CommentedSeq()), set(base.entries), "entry")
        yield from look(data["sources"], sources, "source")
        for question in data["screen"]:
            yield from look(question.get("topics", []), set(base.entries), "entry")
            yield from _unknown_value(path, question, "red_flag", set(red_flags.flags), "red flag")
        for stage in data["stages"]:
            for step in stage["steps"]:
                yield from _unknown_value(path, step, "picture", pictures, "picture")
        yield from _unknown_value(path, data["after"], "next", names - {path.stem}, "other programme")


def _missing_topics(folder: Path, base: KnowledgeBase) -> Iterator[Finding]:
    """Find entries that sessions lead to whatever the programme, and that are gone."""
    for topic in SAFETY_TOPICS:
        if topic not in base.entries:
            message = f"There is no entry {topic!r}, to which sessions lead."
            yield Finding(folder.parent / "entries", 1, "K402", message, "Bring it back under its own name.")


def _unknown(
    path: Path, names: CommentedSeq, known: set[str] | frozenset[str], what: str
) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name not in known:
            remedy = f"Name one that exists, such as {min(known, default='none yet')}, or remove it."
            yield Finding(path, line_of(names, number), "K402", f"There is no {what} {name!r}.", remedy)


def _unknown_value(
    path: Path, holder: CommentedMap, key: str, known: set[str] | frozenset[str], what: str
) -> Iterator[Finding]:
    name = holder.get(key)
    if name is not None and name not in known:
        remedy = f"Name one that exists, such as {min(known, default='none yet')}, or remove it."
        yield Finding(path, line_of(holder, key), "K402", f"There is no {what} {name!r}.", remedy)


def _programme(path: Path) -> Programme:
    data = read_yaml(path)
    remedy = "Compare knowledge/programmes/fortnight.yaml, where each field is explained."
    read = in_form(data, _Programme, path, "K400", remedy)
    mistakes = list(_mistakes(path, data, read))
    if mistakes:
        raise ContentError(mistakes)
    return _value(path, read)


def _value(path: Path, read: _Programme) -> Programme:
    return Programme(
        id=ProgrammeId(path.stem),
        title=read.title,
        label=read.label,
        sessions=read.sessions,
        days=frozenset(DAYS.index(day) for day in read.days),
        intro=Prose(read.intro),
        screen=tuple(map(_question, read.screen)),
        stages=tuple(map(_stage, read.stages)),
        minutes=tuple(read.minutes),
        sides=(read.sides[0], read.sides[1]),
        breathing=tuple(read.breathing),
        kind=tuple(map(Prose, read.kind)),
        afterwards=tuple(map(Prose, read.afterwards)),
        stopping={reason: Prose(words) for reason, words in read.stopping.items()},
        milestones=tuple(read.milestones),
        progress={Trend(name): Prose(words) for name, words in read.progress.items()},
        rising=Prose(read.rising),
        after=Prose(read.after.say),
        next=ProgrammeId(read.after.next) if read.after.next else None,
        offered_under=tuple(map(EntryId, read.offered_under)),
        is_reviewed=read.reviewed is not None,
    )


def _question(read: _Question) -> Question:
    flag = RedFlagId(read.red_flag) if read.red_flag else None
    return Question(Prose(read.ask), flag, tuple(map(EntryId, read.topics)))


def _stage(read: _Stage) -> Stage:
    steps = tuple(Step(each.title, Prose(each.say), each.picture, each.timed) for each in read.steps)
    return Stage(read.from_session, read.title, steps)


def _mistakes(path: Path, data: CommentedMap, read: _Programme) -> Iterator[Finding]:
    """Find what the form alone cannot tell."""

    def at(key: str, message: str, remedy: str) -> Finding:
        return Finding(path, line_of(data, key), "K401", message, remedy)

    if unknown := [day for day in read.days if day not in DAYS]:
        yield at("days", f"{unknown[0]!r} is no day.", f"Write some of: {', '.join(DAYS)}.")
    if set(read.stopping) != set(REASONS):
        yield at("stopping", "stopping has not its three reasons.", f"Write each of: {', '.join(REASONS)}.")
    if set(read.progress) != set(Trend):
        yield at("progress", "progress has not its four cases.", f"Write each of: {', '.join(Trend)}.")
    if read.stages[0].from_session != 1:
        yield at("stages", "The first stage does not begin with session 1.", "Write `from_session: 1`.")
    if [day for day in read.milestones if day > read.sessions]:
        yield at("milestones", "A milestone lies after the last session.", f"Write at most {read.sessions}.")
    yield from _undecided(path, data)


def _undecided(path: Path, data: CommentedMap) -> Iterator[Finding]:
    """Find questions of the screen that lead nowhere, or to two places."""
    for question in data["screen"]:
        if bool(question.get("red_flag")) == bool(question.get("topics")):
            line = line_of(question, "ask")
            remedy = "Write `red_flag:` for a sign of illness, or `topics:` for a condition."
            yield Finding(path, line, "K401", "A question needs either red_flag or topics.", remedy)
