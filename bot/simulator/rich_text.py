"""Text with its formatted stretches, measured as Telegram measures: in UTF-16 units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.simulator import limits

Entity = dict[str, Any]
"""Telegram's MessageEntity: type, offset and length in UTF-16 units, and url or language where it has one."""


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units `text` takes: an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class RichText:
    """Plain text and its entities."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    @property
    def length(self) -> int:
        """The length in UTF-16 units."""
        return utf16_length(self.text)

    def trimmed(self) -> "RichText":
        """Return the text without white space around it, as Telegram stores it."""
        inner = self.text.strip()
        before = utf16_length(self.text[: len(self.text) - len(self.text.lstrip())])
        room = utf16_length(inner)
        moved = (_clipped(entity, before, room) for entity in self.entities)
        return RichText(inner, tuple(entity for entity in moved if entity["length"] > 0))

    def with_entities(self, more: Iterable[Entity]) -> "RichText":
        """Return the text with further entities, in Telegram's order and at most as many as it keeps."""
        together = sorted([*self.entities, *more], key=lambda entity: (entity["offset"], -entity["length"]))
        return RichText(self.text, tuple(together[: limits.ENTITIES]))

    def piece(self, entity: Entity) -> str:
        """Return the characters that an entity covers."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        start = 2 * entity["offset"]
        return units[start : start + 2 * entity["length"]].decode("utf-16-le", "surrogatepass")


def _clipped(entity: Entity, before: int, room: int) -> Entity:
    start = min(max(entity["offset"] - before, 0), room)
    end = min(max(entity["offset"] + entity["length"] - before, 0), room)
    return {**entity, "offset": start, "length": end - start}
