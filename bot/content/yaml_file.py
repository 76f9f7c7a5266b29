"""Reading YAML so that every value can be traced to its line."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from bot.content.findings import ContentError, Finding


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


def line_of(container: CommentedMap | CommentedSeq, key: str | int, first_line: int = 1) -> int:
    """Return the line of a mapping's key or a list's item, from 1."""
    position = container.lc.data.get(key) if container.lc.data else None
    return first_line + (position[0] if position else 0)


def _unreadable(path: Path, line: int, what: str) -> Finding:
    remedy = 'Write `field: value`, and put quotes around a value that holds ": " or " #".'
    return Finding(path, line, "K100", f"{what}.", remedy)
