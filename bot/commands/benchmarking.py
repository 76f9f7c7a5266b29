"""For developers: `benchmark` measures the bot's parts against their peers, in one run on one machine."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import click

from bot.benchmarks.alone import FailedMethodError, Row, contestants, measure_alone
from bot.benchmarks.intents import Question
from bot.benchmarks.report import HEADING, line, markdown

_COLUMNS = {"text", "label", "split"}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="benchmark")
def benchmark_group() -> None:
    """Measure the bot's parts against their peers."""


@benchmark_group.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--peers", "with_peers", is_flag=True, help="Measure other ways of matching in the same run.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of rows.")
@click.option(
    "--draws",
    default=200,
    show_default=True,
    type=click.IntRange(0),
    help="Bootstrap samples; 0 for no intervals.",
)
@click.option("--most", type=click.IntRange(1), help="Ask at most so many test questions of each file.")
def intents(files: tuple[Path, ...], with_peers: bool, as_json: bool, draws: int, most: int | None) -> None:
    """Measure the matcher on CSV files of text, label and split (train, test); __oos__ is out of scope.

    Each method runs in a process of its own with one thread, on clean questions and with typing errors in
    25 % and 60 % of their words. Times are processor time.
    """
    sets = {file: _thinned(_read(file), most) for file in files}
    names = _installed(with_peers)
    rows: list[Row] = []
    if not as_json:
        click.echo(HEADING)
    for file, questions in sets.items():
        for name in names:
            measured = _measured(file.stem, questions, name, draws)
            rows += measured
            if not as_json:
                click.echo("\n".join(map(line, measured)))
    if as_json:
        click.echo(json.dumps(rows))


@benchmark_group.command()
@click.argument("file", type=_FILE)
def table(file: Path) -> None:
    """Print the rows of `intents --json` in FILE as Markdown, with means over the sets."""
    click.echo(markdown(json.loads(file.read_text(encoding="utf-8"))))


def _installed(with_peers: bool) -> list[str]:
    """Return the names of the methods that can run here; say which cannot, and what to install."""
    found = contestants(with_peers=with_peers)
    for name, contestant in found.items():
        if not contestant.is_installed():
            click.echo(f'{name} is left out: install the extra, pip install "ql-bot[bench]".', err=True)
    return [name for name, contestant in found.items() if contestant.is_installed()]


def _measured(data: str, questions: Sequence[Question], name: str, draws: int) -> list[Row]:
    began = perf_counter()
    try:
        rows = measure_alone(data, questions, name, draws=draws)
    except FailedMethodError as error:
        click.echo(f"{error} (left out)", err=True)
        return []
    click.echo(f"{data}, {name}: {perf_counter() - began:.0f} s", err=True)
    return rows


def _read(file: Path) -> list[Question]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not set(rows[0]) >= _COLUMNS:
        raise click.UsageError(f"{file} needs the columns text, label and split, and at least one row.")
    return [Question(row["text"], row["label"], row["split"]) for row in rows]


def _thinned(questions: list[Question], most: int | None) -> list[Question]:
    """Keep at most so many test questions, evenly spread over the file."""
    tests = [place for place, question in enumerate(questions) if question.split == "test"]
    if most is None or len(tests) <= most:
        return questions
    kept = {tests[number * len(tests) // most] for number in range(most)}
    return [q for place, q in enumerate(questions) if q.split != "test" or place in kept]


COMMANDS = (benchmark_group,)
