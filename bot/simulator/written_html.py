"""A stored message's formatting written out as HTML again, so that a test sees what a reader sees."""

from html import escape

from bot.simulator.rich_text import Entity, RichText

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
}


def written_html(rich: RichText) -> str:
    """Return the text as HTML in one canonical form (`<b>`, never `<strong>`)."""
    shown = [entity for entity in rich.entities if entity["type"] in _TAGS]
    pieces: list[str] = []
    open_until: list[tuple[int, str]] = []
    offset = 0
    for character in [*rich.text, ""]:
        while open_until and open_until[-1][0] <= offset:
            pieces.append(f"</{open_until.pop()[1]}>")
        for entity in (entity for entity in shown if entity["offset"] == offset and character):
            pieces.append(_start(entity))
            open_until.append((offset + entity["length"], _TAGS[entity["type"]]))
        pieces.append(escape(character, quote=False))
        offset += 2 if character > "\uffff" else 1
    return "".join(pieces)


def _start(entity: Entity) -> str:
    tag = _TAGS[entity["type"]]
    if tag == "a":
        return f'<a href="{escape(entity["url"])}">'
    return "<blockquote expandable>" if entity["type"] == "expandable_blockquote" else f"<{tag}>"
