"""For developers and curators: `evaluate` marks the bot on labelled messages."""

import csv
import json
from pathlib import Path

import click

from bot.app import Mind, build_mind
from bot.commands.asking import answer_line
from bot.commands.learning import say_learning
from bot.evaluation import Labelled, Marks, mark
from bot.settings import read_settings

_COLUMNS = {"text", "expected", "kind"}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="Print each mistake as well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(file: Path, errors: bool, as_json: bool) -> None:
    """Mark the bot on a CSV of labelled messages (columns text, expected, kind, source)."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not set(rows[0]) >= _COLUMNS:
        raise click.UsageError(
            f"{file} needs the columns text, expected, kind and source, and at least one row."
        )
    marks = _marked(build_mind(read_settings(), say_learning), [Labelled.from_row(row) for row in rows])
    if as_json:
        click.echo(json.dumps({"rows": len(rows), **marks.rates(), "tally": marks.tally}))
    else:
        _print(marks, len(rows))
    if errors:
        for verdict, labelled, reply in sorted(marks.mistakes, key=lambda mistake: mistake[0]):
            got = reply["entries"][:3] or reply["red_flags"]
            click.echo(
                f"{verdict} | {labelled.kind} | {'|'.join(labelled.expected)} | {reply['reply']} {got} | "
                f"{labelled.text[:110]}",
                err=True,
            )


def _marked(mind: Mind, rows: list[Labelled]) -> Marks:
    asked = ({"text": row.text, "previous": row.previous} for row in rows)
    return mark((row, answer_line(mind, json.dumps(line))) for row, line in zip(rows, asked, strict=True))


def _print(marks: Marks, rows: int) -> None:
    click.echo(f"{rows} messages")
    for name, rate in marks.rates().items():
        click.echo(f"  {name:<26} {'-' if rate is None else f'{rate:.1%}':>7}")


COMMANDS = (evaluate,)
