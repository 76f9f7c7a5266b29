"""The command line: everything that clinicians, operators and developers ask of the bot."""

import logging
import os
import sys

# One thread is the fastest for matrices of this size, and two processes on one machine do not fight.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import click

from bot.commands import (
    asking,
    benchmarking,
    chatting,
    checking,
    examining,
    longest_benchmark,
    measuring,
    operating,
    reload_benchmark,
    reminder_benchmark,
    scale_benchmark,
    scheduling,
    suggesting,
)
from bot.content.findings import ContentError
from bot.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ql-bot")
def cli() -> None:
    """Answer readers' questions about releasing the quadratus lumborum (QL)."""


for command in (
    *asking.COMMANDS,
    *benchmarking.COMMANDS,
    *chatting.COMMANDS,
    *checking.COMMANDS,
    *examining.COMMANDS,
    *longest_benchmark.COMMANDS,
    *measuring.COMMANDS,
    *operating.COMMANDS,
    *reload_benchmark.COMMANDS,
    *reminder_benchmark.COMMANDS,
    *scale_benchmark.COMMANDS,
    *scheduling.COMMANDS,
    *suggesting.COMMANDS,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; errors that a person can mend are told in plain lines, with exit status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        cli()
    except (ContentError, SettingsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
