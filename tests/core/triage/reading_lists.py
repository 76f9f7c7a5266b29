"""The lists of messages that triage is tested on."""

import csv
from pathlib import Path

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parents[2] / "knowledge"


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
