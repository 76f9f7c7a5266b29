"""`benchmark scale`: what a question costs as the knowledge base grows to a hundred thousand phrasings."""

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple
from math import log
from pathlib import Path

import click

from bot.benchmarks.scale import SIZES, ScaleRow, grown, measured, split
from bot.commands.benchmarking import benchmark_group
from bot.content.knowledge import read_knowledge
from bot.content.words import english_words
from bot.core.labels import phrasings
from bot.pictures import Pictures
from bot.settings import read_settings

_HEADINGS = ("phrasings", "build s", "memory MB", "peak MB", "p50 ms", "p99 ms", "top1", "top1 exhaustive")

_MILLISECONDS = (0.1, 10.0)


@benchmark_group.command()
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=click.IntRange(min=100),
    default=SIZES,
    show_default=True,
    help="How many phrasings; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of rows.")
@click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw a chart into a .png or .svg file."
)
def scale(sizes: Sequence[int], as_json: bool, chart: Path | None) -> None:
    """Measure the matcher on more and more phrasings, made from those of the knowledge base.

    Every ninth phrasing is held out and asked, mistyped, of what is taught: some of the others, or all of
    them and variants with words swapped, dropped, exchanged and mistyped. It is the same every time. Times
    are processor time; "exhaustive" compares every question with every phrasing.
    """
    if chart is not None and chart.suffix not in {".png", ".svg"}:
        raise click.UsageError("--chart needs a name that ends in .png or .svg.")
    settings = read_settings()
    taught, asked = split(phrasings(read_knowledge(settings.knowledge_dir).base))
    rows = []
    if not as_json:
        click.echo(" ".join(f"{heading:>15}" for heading in _HEADINGS))
    for size in sorted(sizes):
        rows.append(measured(grown(taught, size), asked, english_words()))
        if not as_json:
            click.echo(_line(rows[-1]))
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows]))
    if chart is not None:
        _draw(Pictures(settings.templates_dir), rows, chart)


def _line(row: ScaleRow) -> str:
    size, *figures = astuple(row)
    return f"{size:>15,} " + " ".join(f"{figure:>15.{2 if figure < 10 else 0}f}" for figure in figures)


def _draw(pictures: Pictures, rows: Sequence[ScaleRow], chart: Path) -> None:
    values = {
        "rows": [asdict(row) for row in rows],
        "across": [_place(row.size, rows[0].size, max(rows[-1].size, 2 * rows[0].size)) for row in rows],
        "ticks": {ms: _place(ms, *_MILLISECONDS) for ms in (0.1, 1, 10)},
        "lines": {
            name: [_place(getattr(row, name), *_MILLISECONDS) for row in rows]
            for name in ("p50_ms", "p99_ms")
        },
    }
    if chart.suffix == ".svg":
        chart.write_text(pictures.chart_svg(values, "scale"), encoding="utf-8")
    else:
        chart.write_bytes(pictures.chart(values, "scale")[0])


def _place(value: float, first: float, last: float) -> float:
    """Return where a value lies between two others on a scale of logarithms, 0 to 1."""
    return min(max(log(value / first) / log(last / first), 0.0), 1.0)


COMMANDS = ()
