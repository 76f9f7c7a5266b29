"""Reading YAML so that every value can be traced to its line."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from bot.content.findings import ContentError, Finding

T = TypeVar("T", bound=BaseModel)


def read_mapping(text: str, path: Path, first_line: int = 1) -> CommentedMap:
    """Read a YAML mapping.

    Args:
        text: the YAML.
        path: the file that it stands in, for findings.
        first_line: the line of the file on which `text` begins.

    Raises:
        ContentError: it is not valid YAML, or not a mapping.
    """
    try:
        data: Any = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise ContentError([_unreadable(path, line, error.problem or "the YAML cannot be read")]) from None
    if data is None:
        return CommentedMap()
    if not isinstance(data, CommentedMap):
        raise ContentError([_unreadable(path, first_line, "this is not a list of `field: value` lines")])
    return data


def in_form(data: CommentedMap, form: type[T], path: Path, code: str, remedy: str = "Mend it.") -> T:
    """Return a mapping in its form.

    Args:
        data: the mapping, read from the beginning of a file.
        form: which fields it has.
        path: the file that it stands in, for findings.
        code: of the findings.
        remedy: of the findings.

    Raises:
        ContentError: it does not have that form; one finding for each mistake.
    """
    try:
        return form.model_validate(plain(data))
    except ValidationError as error:
        raise ContentError(
            Finding(path, line_of(data, str(e["loc"][0])), code, f"{e['loc'][0]}: {e['msg']}.", remedy)
            for e in error.errors()
        ) from None


def plain(value: Any) -> Any:
    """Return a YAML value as plain dictionaries, with names for keys, and lists."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def line_of(container: CommentedMap | CommentedSeq, key: str | int, first_line: int = 1) -> int:
    """Return the line of a mapping's key or a list's item, from 1."""
    position = container.lc.data.get(key) if container.lc.data else None
    return first_line + (position[0] if position else 0)


def _unreadable(path: Path, line: int, what: str) -> Finding:
    remedy = 'Write `field: value`, and put quotes around a value that holds ": " or " #".'
    return Finding(path, line, "K100", f"{what}.", remedy)
