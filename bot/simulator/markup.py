"""Telegram's HTML: a strict reader of the few tags that it allows, with its words for what it refuses."""

import re
from dataclasses import dataclass

from bot.simulator.links import checked_link
from bot.simulator.refusal import Refusal
from bot.simulator.rich_text import Entity, RichText, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
"""The allowed tags. Telegram knows custom emoji too; this bot uses none, so they are refused."""

_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    """Where its text begins, in UTF-16 units of the result."""


def parse_html(source: str) -> RichText:
    """Return the text and entities of Telegram's HTML.

    Raises:
        Refusal: 400, "can't parse entities: ...", in the words and with the byte offsets of Telegram.
    """
    return _Reader(source).read()


class _Reader:
    """One pass over the source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> RichText:
        while self._at < len(self._source):
            self._step()
        if self._open:
            name = self._open[-1].name
            raise Refusal.unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
        return RichText("".join(self._pieces)).with_entities(self._entities)

    def _step(self) -> None:
        if self._source.startswith("</", self._at):
            self._end_tag()
        elif self._source[self._at] == "<":
            self._start_tag()
        elif self._source[self._at] == "&":
            self._write(self._reference())
        else:
            self._write(self._take(_PLAIN))

    def _write(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += utf16_length(piece)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._source, self._at)
        taken = found.group() if found else ""
        self._at += len(taken)
        return taken

    def _next(self) -> str:
        return self._source[self._at : self._at + 1]

    def _bytes_before(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _reference(self) -> str:
        found = _REFERENCE.match(self._source, self._at)
        character = _decoded(found) if found else None
        if found is None or character is None:
            self._at += 1
            return "&"
        self._at = found.end()
        return character

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take(_TAG_NAME).lower()
        where = f"at byte offset {self._bytes_before(begin)}"
        if not self._next():
            raise Refusal.unparsable(f"Unclosed start tag {where}")
        if name not in _TYPES:
            raise Refusal.unparsable(f'Unsupported start tag "{name}" {where}')
        argument = self._attributes(name, where)
        if name == "span" and argument != "spoiler":
            raise Refusal.unparsable(f'Tag "span" must have class "tg-spoiler" {where}')
        self._open.append(_OpenTag(name, argument, self._length))

    def _attributes(self, tag: str, where: str) -> str:
        argument = ""
        while True:
            self._take(_SPACE)
            if self._next() == ">":
                self._at += 1
                return argument
            name, value = self._attribute(tag, where)
            argument = _argument(tag, name, value) or argument

    def _attribute(self, tag: str, where: str) -> tuple[str, str]:
        name = self._take(_ATTRIBUTE_NAME)
        if not name and self._next():
            raise Refusal.unparsable(f'Empty attribute name in the tag "{tag}" {where}')
        self._take(_SPACE)
        if not self._next():
            raise Refusal.unparsable(f"Unclosed start tag {where}")
        if (tag, name) == ("blockquote", "expandable") and self._next() != "=":
            return name, "expandable"
        if self._next() != "=":
            words = f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}'
            raise Refusal.unparsable(words)
        self._at += 1
        self._take(_SPACE)
        return name, self._value(where)

    def _value(self, where: str) -> str:
        quote = self._next()
        if quote and quote in "'\"":
            self._at += 1
            value = self._quoted(quote)
        else:
            value = self._name_token()
        if not self._next():
            raise Refusal.unparsable(f"Unclosed start tag {where}")
        return value

    def _quoted(self, quote: str) -> str:
        value = ""
        while self._next() and self._next() != quote:
            if self._next() == "&":
                value += self._reference()
            else:
                value += self._next()
                self._at += 1
        self._at += 1
        return value

    def _name_token(self) -> str:
        begin = self._at
        value = self._take(_NAME_TOKEN).lower()
        following = self._next()
        if following and not following.isspace() and following != ">":
            offset = self._bytes_before(begin)
            raise Refusal.unparsable(f"Unexpected end of name token at byte offset {offset}")
        return value

    def _end_tag(self) -> None:
        where = f"at byte offset {self._bytes_before(self._at)}"
        if not self._open:
            raise Refusal.unparsable(f"Unexpected end tag {where}")
        self._at += 2
        name = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._next() != ">":
            raise Refusal.unparsable(f"Unclosed end tag {where}")
        self._at += 1
        tag = self._open.pop()
        if name not in ("", tag.name):
            words = f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"'
            raise Refusal.unparsable(words)
        self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        length = self._length - tag.offset
        if length == 0:
            return
        entity: Entity = {"type": _TYPES[tag.name], "offset": tag.offset, "length": length}
        if tag.name == "a":
            self._close_link(entity, tag.argument)
        elif tag.argument and tag.name == "blockquote":
            self._entities.append({**entity, "type": "expandable_blockquote"})
        elif tag.name in ("pre", "code"):
            self._close_code(entity, tag)
        else:
            self._entities.append(entity)

    def _close_link(self, entity: Entity, address: str) -> None:
        shown = RichText("".join(self._pieces)).piece(entity)
        url = checked_link(address or shown)
        if url is not None:
            self._entities.append({**entity, "url": url})

    def _close_code(self, entity: Entity, tag: _OpenTag) -> None:
        """`<pre><code class="language-x">` is one entity that knows its language."""
        last = self._entities[-1] if self._entities else {}
        place = (entity["offset"], entity["length"])
        if tag.name == "pre" and last.get("type") == "code" and (last["offset"], last["length"]) == place:
            self._entities.pop()
            entity |= {"language": last["language"]} if "language" in last else {}
        elif tag.name == "code" and tag.argument:
            entity["language"] = tag.argument
        self._entities.append(entity)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("blockquote", "expandable"):
            return value or name
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case _:
            return ""


def _decoded(reference: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else None
