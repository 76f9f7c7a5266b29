"""SVG templates become PNG, with the shipped font only, so that every machine draws the same."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import resvg_py
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.pictures import geometry

WIDTH = 1080
"""Pixels across; a phone shows a picture at about a third of it."""

_GEOMETRY: tuple[Callable[..., Any], ...] = (
    geometry.between,
    geometry.capsule,
    geometry.direction,
    geometry.joint,
    geometry.step,
)


class UnknownPictureError(KeyError):
    """There is no picture of that name; the message names those that there are."""

    def __str__(self) -> str:
        """Return the message without the quotes that `KeyError` puts around it."""
        return str(self.args[0])


class Pictures:
    """Draws the pictures of one folder and keeps those that were asked for.

    Args:
        templates: the folder that holds `pictures/`.
    """

    def __init__(self, templates: Path) -> None:
        self._folder = templates / "pictures"
        self._environment = Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update({draw.__name__: draw for draw in _GEOMETRY})
        self._drawn: dict[str, bytes] = {}

    def names(self) -> frozenset[str]:
        """Return the names of all pictures: the templates whose names do not begin with an underscore."""
        return frozenset(path.stem for path in self._folder.glob("[!_]*.svg"))

    def png(self, name: str) -> bytes:
        """Return a picture as PNG, `WIDTH` pixels wide; it is drawn once and kept.

        Raises:
            UnknownPictureError: there is no picture of that name.
        """
        if name not in self._drawn:
            self._drawn[name] = self._draw(self.svg(name))
        return self._drawn[name]

    def svg(self, name: str) -> str:
        """Return a picture as SVG; its text needs the shipped font.

        Raises:
            UnknownPictureError: there is no picture of that name.
        """
        return self._template(name).render()

    def alt(self, name: str) -> str:
        """Return what the picture shows, in words, for those who cannot see it.

        Raises:
            UnknownPictureError: there is no picture of that name.
        """
        template = self._template(name)
        words = "".join(template.blocks["alt"](template.new_context()))
        return " ".join(words.split())

    def chart(self, values: Mapping[str, Any], name: str = "progress") -> tuple[bytes, str]:
        """Return a chart as PNG, drawn anew each time, and what it shows in words.

        Args:
            values: of `progress`, how a programme goes: `title`, `sessions`, `done`, and the lists `before`
                and `after`: scores, or None. Of `scale`, what questions cost: `rows` of `ScaleRow`.
            name: which chart.
        """
        template = self._environment.get_template(f"charts/{name}.svg")
        words = "".join(template.blocks["alt"](template.new_context(dict(values))))
        return self._draw(template.render(values)), " ".join(words.split())

    def chart_svg(self, values: Mapping[str, Any], name: str) -> str:
        """Return a chart as SVG; its text needs the shipped font."""
        return self._environment.get_template(f"charts/{name}.svg").render(values)

    def _template(self, name: str) -> Template:
        if name not in self.names():
            known = ", ".join(sorted(self.names()))
            raise UnknownPictureError(f"there is no picture {name!r}; there are: {known}")
        return self._environment.get_template(f"{name}.svg")

    def _draw(self, svg: str) -> bytes:
        fonts = sorted(str(path) for path in (self._folder / "font").glob("*.ttf"))
        return resvg_py.svg_to_bytes(svg, skip_system_fonts=True, font_files=fonts, width=WIDTH)
