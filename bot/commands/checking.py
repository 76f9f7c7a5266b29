"""For clinicians: `check`, the linter of the knowledge base."""

import sys

import click

from bot.app import build_mind
from bot.check import findings, review_count
from bot.settings import read_settings


@click.command()
@click.option("--fast", is_flag=True, help="Leave out the comparison of all phrasings.")
def check(fast: bool) -> None:
    """Check the knowledge base: file, line, what is wrong, what to write instead."""
    mind = build_mind(read_settings())
    found = findings(mind, thorough=not fast)
    for finding in found:
        click.echo(f"{'warning: ' if finding.warning else ''}{finding}")
    wrong = sum(not finding.warning for finding in found)
    unread, all_entries = review_count(mind.read.base)
    click.echo(
        f"{all_entries} entries, {unread} not reviewed by a clinician; {wrong} to mend, "
        f"{len(found) - wrong} warnings."
    )
    sys.exit(1 if wrong else 0)


COMMANDS = (check,)
