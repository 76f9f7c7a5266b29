"""What is said while the knowledge base is learned, the first time after a change."""

import click


def say_learning() -> None:
    """Say on standard error why nothing happens for a while."""
    click.echo("Learning the knowledge base: a minute or two, once after each change of it.", err=True)
