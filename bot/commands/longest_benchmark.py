"""`benchmark longest`: what the longest and strangest messages cost, of those that Telegram carries."""

import json
from dataclasses import asdict

import click

from bot.benchmarks.longest import Deed, LongestRow, measure, texts
from bot.commands.benchmarking import benchmark_group
from bot.mind import build_mind
from bot.settings import read_settings


@benchmark_group.command()
@click.option(
    "--texts", "count", default=15, show_default=True, type=click.IntRange(1), help="Of a kind, for a part."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of rows.")
def longest(count: int, as_json: bool) -> None:
    """Measure ranking, finding parts and triage on texts of 4,096 characters, of the kinds that cost most.

    The texts are made from the knowledge base, the same every time. Times are processor time.
    """
    mind = build_mind(read_settings())
    ordinary = [text for entry in mind.read.base.entries.values() for text in entry.ask]
    alarming = [example.text for example in mind.red_flags.examples if example.flags]
    matcher, triage = mind.dialogue.matcher, mind.dialogue.triage
    parts: dict[str, Deed] = {"rank": matcher.rank, "parts": matcher.parts, "triage": triage.screen}
    rows = measure(texts(ordinary, alarming, count * len(parts)), parts)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows]))
        return
    click.echo(f"{'text':<12}{'part':<10}{'median ms':>10}{'most ms':>10}")
    click.echo("\n".join(map(_line, rows)))


def _line(row: LongestRow) -> str:
    return f"{row.kind:<12}{row.part:<10}{row.median_ms:>10.1f}{row.most_ms:>10.1f}"


COMMANDS = ()
