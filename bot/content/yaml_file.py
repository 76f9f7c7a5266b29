"""Reading YAML so that every value can be traced to its line."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from bot.content.findings import ContentError, Finding

T = TypeVar("T", bound=BaseModel)


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ContentError: there is no such file, or it is not text in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")  # Notepad and Excel begin with a mark
    except FileNotFoundError:
        raise ContentError([Finding(path, 1, "K002", "The file is missing.", "Put it back.")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message, remedy = "this is not text in UTF-8.", "Save the file as UTF-8, or write this line anew."
        raise ContentError([Finding(path, line, "K100", message, remedy)]) from None


def read_yaml(path: Path) -> CommentedMap:
    """Read a file that is a YAML mapping.

    Raises:
        ContentError: it is missing, not text in UTF-8, not valid YAML, or not a mapping.
    """
    return read_mapping(read_text(path), path)


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
    except ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise ContentError([_unreadable(path, line, "a sign that cannot be seen stands here")]) from None
    except ValueError as error:  # a day or a number that does not exist; the library does not say where
        raise ContentError([_unreadable(path, first_line, str(error))]) from None
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
        ContentError: it does not have that form; one finding for each mistake, on its line.
    """
    try:
        return form.model_validate(plain(data))
    except ValidationError as error:
        raise ContentError(
            _misfit(data, each["loc"], each["msg"], path, code, remedy) for each in error.errors()
        ) from None


def _misfit(
    data: CommentedMap, place: tuple[int | str, ...], what: str, path: Path, code: str, remedy: str
) -> Finding:
    """Return a finding on the line of the deepest part of the place that is there."""
    line, holder = 1, data
    for name in place:
        if not _holds(holder, name):
            break
        line, holder = line_of(holder, name), holder[name]
    return Finding(path, line, code, f"{', '.join(map(str, place))}: {what}.", remedy)


def _holds(holder: Any, name: int | str) -> bool:
    if isinstance(holder, list):
        return isinstance(name, int) and name < len(holder)
    return isinstance(holder, dict) and name in holder


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
