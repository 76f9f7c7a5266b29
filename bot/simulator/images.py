"""How large a picture is, read from its first bytes; Telegram refuses photos that it cannot read."""

import struct
from collections.abc import Iterator

from bot.simulator import limits
from bot.simulator.refusal import Refusal

_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
"""The JPEG markers whose segment states the size."""


def photo_size(content: bytes) -> tuple[int, int]:
    """Return a photo's width and height in pixels.

    Raises:
        Refusal: 400, not a PNG, JPEG or GIF, too heavy, or of a size that Telegram takes for no photo.
    """
    if not content:
        raise Refusal.bad_request("file must be non-empty")
    if len(content) > limits.PHOTO_BYTES:
        raise Refusal.bad_request(f"too big photo: {len(content)} bytes")
    size = _png(content) or _gif(content) or _jpeg(content)
    if size is None:
        raise Refusal.bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > limits.PHOTO_SIDES or max(size) > limits.PHOTO_RATIO * min(size):
        raise Refusal.bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(_PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _gif(content: bytes) -> tuple[int, int] | None:
    if content[:6] not in (b"GIF87a", b"GIF89a") or len(content) < 10:
        return None
    width, height = struct.unpack("<HH", content[6:10])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    for marker, segment in _jpeg_segments(content):
        if marker in _FRAMES and len(segment) >= 5:
            height, width = struct.unpack(">HH", segment[1:5])
            return width, height
    return None


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2 if content.startswith(b"\xff\xd8") else len(content)
    while at + 4 <= len(content) and content[at] == 0xFF:
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        yield content[at + 1], content[at + 4 : at + 2 + length]
        at += 2 + length
