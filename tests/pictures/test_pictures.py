"""Every picture can be drawn anywhere, is small enough to send, and is told in words as well."""

import html
import re
import string
import struct
from pathlib import Path

import pytest
import resvg_py

from bot.pictures import WIDTH, Pictures, UnknownPictureError

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PICTURES = Pictures(TEMPLATES)
LONGEST_FILE = 300_000
SMALLEST_WORDS = 34


def each_picture() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", sorted(PICTURES.names()))


def entry_pictures() -> set[str]:
    entries = (path.read_text(encoding="utf-8") for path in (ROOT / "knowledge" / "entries").rglob("*.md"))
    lists = (
        found[1] for text in entries if (found := re.search(r"^pictures: *\[(.+)\]$", text, re.MULTILINE))
    )
    return {name.strip() for names in lists for name in names.split(",")}


def words_in(svg: str) -> list[str]:
    return [html.unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@each_picture()
def test_a_picture_is_a_png_of_the_width_a_phone_shows_well(name: str) -> None:
    png = PICTURES.png(name)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width == WIDTH
    assert WIDTH / 2 < height < WIDTH * 2, "a chat cuts pictures that are much wider or taller"


@each_picture()
def test_a_picture_is_quick_to_fetch(name: str) -> None:
    assert len(PICTURES.png(name)) < LONGEST_FILE


@each_picture()
def test_a_picture_is_told_in_words(name: str) -> None:
    words = PICTURES.alt(name)
    assert 40 <= len(words) <= 300
    assert words.endswith(".")
    assert not set(words) & set("<>&{}"), "the words stand in the SVG as they are"


@each_picture()
def test_a_picture_comes_out_the_same_every_time(name: str) -> None:
    assert Pictures(TEMPLATES).png(name) == PICTURES.png(name)


@each_picture()
def test_words_in_a_picture_use_the_shipped_font_and_letters_that_it_has(name: str) -> None:
    svg = PICTURES.svg(name)
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"DejaVu Sans"}
    assert set("".join(words_in(svg))) <= {*string.ascii_letters, *string.digits, *" .,;:!?'()–-"}


@each_picture()
def test_words_in_a_picture_can_be_read_on_a_phone(name: str) -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([^"]*)"', PICTURES.svg(name))]
    assert min(sizes) >= SMALLEST_WORDS


def test_the_shipped_font_draws_the_words() -> None:
    svg = PICTURES.svg("floor_getup")
    silent = re.sub(r"<text.*?</text>", "", svg)
    fonts = [str(path) for path in (TEMPLATES / "pictures" / "font").glob("*.ttf")]
    drawn = resvg_py.svg_to_bytes(silent, skip_system_fonts=True, font_files=fonts, width=WIDTH)
    assert words_in(svg)
    assert drawn != PICTURES.png("floor_getup")


def test_the_font_comes_with_its_licence() -> None:
    licence = (TEMPLATES / "pictures" / "font" / "LICENSE.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted, free of charge" in licence


def test_every_picture_that_an_entry_names_exists() -> None:
    named = entry_pictures()
    assert named
    assert named <= PICTURES.names()


def test_a_name_that_nobody_drew_is_refused_with_the_names_that_there_are() -> None:
    for ask in (PICTURES.png, PICTURES.alt, PICTURES.svg):
        with pytest.raises(UnknownPictureError, match=r"no picture 'handstand'; there are: bird_dog, "):
            ask("handstand")


def test_the_shared_parts_are_not_pictures() -> None:
    assert not [name for name in PICTURES.names() if name.startswith("_")]
    with pytest.raises(KeyError):
        PICTURES.png("_card")
