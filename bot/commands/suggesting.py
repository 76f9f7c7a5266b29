"""For clinicians: `suggest` shows the words of unanswered questions that the knowledge base lacks."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.app import build_mind
from bot.check.gaps import Gap, missing_phrases, missing_words
from bot.commands.operating import with_database
from bot.settings import Settings, read_settings
from bot.storage import questions as stored
from bot.storage.database import Database

_LONGEST_EXAMPLE = 160


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1), help="How many of each.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def suggest(file: Path | None, limit: int, as_json: bool) -> None:
    """Show words and phrases of unanswered questions that the knowledge base lacks.

    The questions are those that the bot has kept, without their readers, because nothing answered them; or
    those of FILE: a CSV with a column text, or a question a line.
    """
    settings = read_settings()
    asked = _of_file(file) if file else _of_database()
    mind = build_mind(settings)
    words = missing_words(asked, mind.read.base, mind.dialogue.matcher)
    phrases = missing_phrases(asked, mind.read.base)
    if as_json:
        found = {
            "words": [gap for gap in words if not gap.read_as][:limit],
            "taken_for_others": [gap for gap in words if gap.read_as][:limit],
            "phrases": phrases[:limit],
        }
        plain = {kind: [asdict(gap) for gap in gaps] for kind, gaps in found.items()}
        click.echo(json.dumps({"questions": len(asked), **plain}, ensure_ascii=False))
        return
    click.echo(_page(settings, asked, words, phrases, limit, from_file=file is not None))


def _page(
    settings: Settings,
    asked: Sequence[str],
    words: Sequence[Gap],
    phrases: Sequence[Gap],
    limit: int,
    *,
    from_file: bool,
) -> str:
    pages = Environment(
        loader=FileSystemLoader(settings.templates_dir / "pages"),
        autoescape=False,  # noqa: S701  (plain text for a terminal)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return (
        pages.get_template("suggest.txt")
        .render(
            questions=len(asked),
            file=from_file,
            word_count=sum(not gap.read_as for gap in words),
            phrase_count=len(phrases),
            words=[_shortened(gap) for gap in words if not gap.read_as][:limit],
            taken=[_shortened(gap) for gap in words if gap.read_as][:limit],
            phrases=[_shortened(gap) for gap in phrases[:limit]],
        )
        .strip()
    )


def _shortened(gap: Gap) -> dict[str, object]:
    example = " ".join(gap.example.split())
    short = example if len(example) <= _LONGEST_EXAMPLE else f"{example[:_LONGEST_EXAMPLE]} ..."
    return {**asdict(gap), "example": short}


def _of_file(file: Path) -> list[str]:
    """Read a CSV with a column text, or a question a line."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    header = next(csv.reader(lines[:1]), [])
    if file.suffix == ".csv" or "text" in header:
        if "text" not in header:
            raise click.UsageError(f"{file} needs a column text.")
        with file.open(encoding="utf-8-sig", newline="") as rows:
            return [row["text"] for row in csv.DictReader(rows) if (row["text"] or "").strip()]
    return [line.strip() for line in lines if line.strip()]


def _of_database() -> list[str]:
    async def deed(database: Database) -> list[str] | None:
        if not await database.is_current():
            return None
        async with database.begin() as session:
            return [*await stored.unanswered(session)]

    found = with_database(deed, existing=True)
    if found is None:
        raise click.UsageError(
            "The database is not of this version: run `migrate`, or name a file of questions."
        )
    return found


COMMANDS = (suggest,)
