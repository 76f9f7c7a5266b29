"""What a reader can send besides text: small true files, made here."""

import struct
import zlib

from bot.simulator.files import FileStore
from bot.simulator.forms import Upload
from bot.simulator.found_in_text import with_found
from bot.simulator.messages import Content
from bot.simulator.rich_text import RichText


def png(width: int, height: int) -> bytes:
    """Return a white PNG of this size in pixels."""
    rows = (b"\0" + b"\xff" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PHOTO = png(90, 60)


def photo(files: FileStore, content: bytes, caption: str) -> Content:
    """Return a photo with its caption."""
    stored = files.keep("photo", Upload("photo.png", content, "image/png"))
    return Content("photo", with_found(RichText(caption)), [stored.to_json()])


def voice(files: FileStore, seconds: int) -> Content:
    """Return a voice note of this length."""
    upload = Upload("voice.ogg", b"OggS" + bytes(seconds), "audio/ogg")
    stored = files.keep("voice", upload, {"duration": seconds, "mime_type": "audio/ogg"})
    return Content("voice", medium=stored.to_json())


def sticker(files: FileStore, emoji: str) -> Content:
    """Return a sticker that stands for an emoji."""
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    stored = files.keep("sticker", Upload("sticker.webp", b"RIFF", "image/webp"), shape | {"emoji": emoji})
    return Content("sticker", medium=stored.to_json())


def document(files: FileStore, name: str, content: bytes) -> Content:
    """Return a file."""
    stored = files.keep("document", Upload(name, content, "application/octet-stream"))
    return Content("document", medium=stored.to_json())


def location(latitude: float, longitude: float) -> Content:
    """Return a place, in degrees."""
    return Content("location", medium={"latitude": latitude, "longitude": longitude})
