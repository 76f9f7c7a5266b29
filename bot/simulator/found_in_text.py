"""What Telegram finds in a text by itself: commands, mentions, addresses, hashtags."""

import re
from collections.abc import Iterator

from bot.simulator.rich_text import Entity, RichText, utf16_length

_PATTERNS = {
    "url": re.compile(r"(?<![\w@])https?://[^\s<>\"]*[\w/#=]"),
    "email": re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(r"(?<![\w/@.<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31}\b"),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d]\w*"),
}
_OPAQUE = ("code", "pre", "text_link")
"""Inside these nothing more is looked for."""


def with_found(rich: RichText) -> RichText:
    """Return the text with the entities that Telegram adds of its own accord."""
    return rich.with_entities(_found(rich))


def _found(rich: RichText) -> Iterator[Entity]:
    taken = [_span(entity) for entity in rich.entities if entity["type"] in _OPAQUE]
    for kind, pattern in _PATTERNS.items():
        for hit in pattern.finditer(rich.text):
            entity: Entity = {
                "type": kind,
                "offset": utf16_length(rich.text[: hit.start()]),
                "length": utf16_length(hit.group()),
            }
            if not any(start < _span(entity)[1] and _span(entity)[0] < end for start, end in taken):
                taken.append(_span(entity))
                yield entity


def _span(entity: Entity) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]
