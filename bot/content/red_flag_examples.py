"""Reading `knowledge/red_flag_examples.csv`: messages from which the second net of triage learns."""

import csv
from collections.abc import Collection
from pathlib import Path

from bot.content.findings import Finding
from bot.core.triage import Example, RedFlagId

_ORDINARY = "ordinary"


def read_examples(path: Path, flags: Collection[RedFlagId], findings: list[Finding]) -> tuple[Example, ...]:
    """Read messages, each with the red flags that it should raise (`|` between), or `ordinary`.

    Args:
        path: a CSV file with the columns `text` and `expected`.
        flags: the red flags that there are.
        findings: where lines that name another one are reported.
    """
    examples = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            names = () if row["expected"] == _ORDINARY else tuple(map(RedFlagId, row["expected"].split("|")))
            findings += (_unknown(path, reader.line_num, name) for name in names if name not in flags)
            examples.append(Example(row["text"], names))
    return tuple(examples)


def _unknown(path: Path, line: int, name: RedFlagId) -> Finding:
    remedy = "Write ordinary, or ids of red flags with | between."
    return Finding(path, line, "K315", f'"{name}" is no red flag.', remedy)
