"""For developers: `benchmark` measures the bot's parts against their peers, in one run on one machine."""

import csv
import json
import math
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

import click

from bot.benchmarks.intents import MetricRow, Question, benchmark, own_method
from bot.benchmarks.peers import peers
from bot.content.words import english_words

OWN = "ql-bot"
_COLUMNS = {"text", "label", "split"}
_SHOWN = ("top1", "top3", "auroc", "mcc_best", "mcc_kb", "oos_recall_kb", "ece", "p50_ms", "p99_ms")


@click.group(name="benchmark")
def benchmark_group() -> None:
    """Measure the bot's parts against their peers."""


@benchmark_group.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--peers", "with_peers", is_flag=True, help="Measure other ways of matching in the same run.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of rows.")
@click.option("--draws", default=200, show_default=True, help="Bootstrap samples; 0 for no intervals.")
def intents(files: tuple[Path, ...], with_peers: bool, as_json: bool, draws: int) -> None:
    """Measure the matcher on CSV files of text, label and split (train, test); __oos__ is out of scope."""
    methods = {OWN: own_method(english_words()), **(peers() if with_peers else {})}
    rows = [
        (file.stem, row)
        for file in files
        for row in benchmark(_read(file), methods, perf_counter, draws=draws)
    ]
    if as_json:
        click.echo(json.dumps([_plain(data, row) for data, row in rows]))
        return
    click.echo(f"{'data':<24} {'method':<26} noise " + " ".join(f"{name:>13}" for name in _SHOWN))
    for data, row in rows:
        figures = " ".join(f"{getattr(row, name):>13.3f}" for name in _SHOWN)
        click.echo(f"{data:<24} {row.method:<26} {row.noise:>5} {figures}")


def _read(file: Path) -> list[Question]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not set(rows[0]) >= _COLUMNS:
        raise click.UsageError(f"{file} needs the columns text, label and split, and at least one row.")
    return [Question(row["text"], row["label"], row["split"]) for row in rows]


def _plain(data: str, row: MetricRow) -> dict[str, object]:
    """Return a row as JSON has it: a figure that there is not is null."""
    figures = {"data": data, **asdict(row)}
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in figures.items()
    }


COMMANDS = (benchmark_group,)
