"""For clinicians: `check` lints the knowledge base, `preview` shows an entry as a reader gets it."""

import sys
from base64 import b64encode
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader

from bot.app import Mind, build_mind, today
from bot.check import findings, review_count
from bot.commands.learning import say_learning
from bot.core.knowledge import EntryId
from bot.core.reply import Answer
from bot.mind import programmes_findings
from bot.pictures import Pictures
from bot.settings import Settings, read_settings


@click.command()
@click.option("--fast", is_flag=True, help="Leave out the comparison of all phrasings.")
def check(fast: bool) -> None:
    """Check the knowledge base: file, line, what is wrong, what to write instead."""
    settings = read_settings()
    mind = build_mind(settings, say_learning)
    pictures = Pictures(settings.templates_dir).names()
    found = findings(mind, pictures=pictures, today=today(), thorough=not fast)
    found += programmes_findings(settings, mind, pictures)
    for finding in found:
        click.echo(f"{'warning: ' if finding.warning else ''}{finding}")
    wrong = sum(not finding.warning for finding in found)
    unread, all_entries = review_count(mind.read.base)
    click.echo(
        f"{all_entries} entries, {unread} not reviewed by a clinician; {wrong} to mend, "
        f"{len(found) - wrong} warnings."
    )
    click.echo(f"Left out, {mind.dialogue.matcher.left_out:.0%} of phrasings still find their entry.")
    sys.exit(1 if wrong else 0)


@click.command()
@click.argument("entry")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to write; preview-ENTRY.html by default."
)
def preview(entry: str, out: Path | None) -> None:
    """Write a page that shows ENTRY as a reader gets it, in light and in dark."""
    settings = read_settings()
    mind = build_mind(settings, say_learning)
    if EntryId(entry) not in mind.read.base.entries:
        raise click.UsageError(f"There is no entry {entry}; see knowledge/entries/.")
    target = out or Path(f"preview-{entry}.html")
    target.write_text(preview_page(settings, mind, EntryId(entry)), encoding="utf-8")
    click.echo(f"Open {target} in a browser.")


def preview_page(settings: Settings, mind: Mind, entry: EntryId) -> str:
    """Return a page with an entry's picture, message and buttons."""
    pictures = Pictures(settings.templates_dir)
    message = mind.messages.render(Answer((entry,)))[0]
    pages = Environment(loader=FileSystemLoader(settings.templates_dir / "pages"), autoescape=True)
    return pages.get_template("preview.html").render(
        entry=mind.read.base.entries[entry],
        message=message,
        pictures=[(b64encode(pictures.png(name)).decode(), pictures.alt(name)) for name in message.pictures],
    )


@click.command()
@click.argument("name")
@click.argument("out", type=click.Path(path_type=Path))
def picture(name: str, out: Path) -> None:
    """Draw the picture NAME into the PNG file OUT."""
    pictures = Pictures(read_settings().templates_dir)
    if name not in pictures.names():
        raise click.UsageError(
            f"There is no picture {name}; there are {', '.join(sorted(pictures.names()))}."
        )
    out.write_bytes(pictures.png(name))
    click.echo(f"{out}: {pictures.alt(name)}")


COMMANDS = (check, preview, picture)
