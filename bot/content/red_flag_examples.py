"""Reading `knowledge/red_flag_examples.csv`: messages from which the second net of triage learns."""

import csv
from collections.abc import Collection
from io import StringIO
from pathlib import Path

from bot.content.findings import Finding
from bot.content.yaml_file import read_text
from bot.core.triage import Example, RedFlagId

_ORDINARY = "ordinary"


def read_examples(path: Path, flags: Collection[RedFlagId], findings: list[Finding]) -> tuple[Example, ...]:
    """Read messages, each with the red flags that it should raise (`|` between), or `ordinary`.

    Args:
        path: a CSV file with the columns `text` and `expected`.
        flags: the red flags that there are.
        findings: where lines that name another one, or none, are reported.

    Raises:
        ContentError: there is no such file, or it is not text in UTF-8.
    """
    examples = []
    reader = csv.DictReader(StringIO(read_text(path)))
    for row in reader:
        expected = row.get("expected") or ""
        names = () if expected == _ORDINARY else tuple(map(RedFlagId, expected.split("|")))
        findings += (_unknown(path, reader.line_num, name) for name in names if name not in flags)
        examples.append(Example(row.get("text") or "", names))
    return tuple(examples)


def _unknown(path: Path, line: int, name: RedFlagId) -> Finding:
    remedy = "Write ordinary, or ids of red flags with | between."
    return Finding(path, line, "K315", f'"{name}" is no red flag.', remedy)
