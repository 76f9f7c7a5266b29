"""Photos and files: uploaded once, sent again by id, downloaded."""

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, InvalidToken

from bot.simulator import Reader
from bot.simulator.images import photo_size
from bot.simulator.pocket import PHOTO, png
from bot.simulator.refusal import Refusal

JPEG = bytes.fromhex("ffd8 ffe0 0004 0000 ffc0 000b 08 0028 003c 01 011100 ffd9")
"""A JPEG's markers and nothing between: 60 by 40 pixels."""


async def test_a_photo_is_uploaded_once_and_sent_again_by_its_id(bot: Bot, ann: Reader) -> None:
    first = await bot.send_photo(ann.id, PHOTO, caption="<b>On the floor</b>", parse_mode="HTML")
    size = first.photo[-1]
    assert (size.width, size.height, size.file_size) == (90, 60, len(PHOTO))
    assert (ann.last.photo, ann.last.html) == (PHOTO, "<b>On the floor</b>")
    again = await bot.send_photo(ann.id, size.file_id)
    assert again.photo[-1].file_unique_id == size.file_unique_id
    assert (ann.last.photo, ann.last.caption) == (PHOTO, "")


async def test_every_byte_of_an_upload_arrives(bot: Bot, ann: Reader) -> None:
    content = bytes(range(256)) * 20 + b"\r\n--not-the-boundary\r\n\r\n"
    await bot.send_document(ann.id, content, filename="Übung 1.bin", caption="a\r\nb")
    assert (ann.last.file, ann.last.file_name) == (content, "Übung 1.bin")


async def test_a_file_may_be_attached_under_a_name(bot: Bot, ann: Reader) -> None:
    await bot.send_photo(ann.id, InputFile(PHOTO, attach=True))
    assert ann.last.photo == PHOTO


async def test_a_file_is_sent_again_only_as_what_it_is(bot: Bot, ann: Reader) -> None:
    photo = await bot.send_photo(ann.id, PHOTO)
    document = await bot.send_document(ann.id, b"text", filename="a.txt")
    assert document.document
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(ann.id, document.document.file_id)
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(ann.id, photo.photo[-1].file_id)


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        ("no-such-file", "Wrong file identifier/http url specified"),
        ("https://example.org/a.png", "Failed to get http url content"),
        (b"no picture", "Image_process_failed"),
        (b"", "File must be non-empty"),
        (png(2100, 100), "Photo_invalid_dimensions"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: Bot, ann: Reader, photo: str | bytes, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i)^{words}$"):
        await bot.send_photo(ann.id, photo)


async def test_a_caption_has_its_own_limit(bot: Bot, ann: Reader) -> None:
    await bot.send_photo(ann.id, PHOTO, caption="x" * 1024)
    with pytest.raises(BadRequest, match=r"^Message caption is too long$"):
        await bot.send_photo(ann.id, PHOTO, caption="x" * 1025)


def test_the_size_of_a_picture_is_read_from_its_bytes() -> None:
    assert photo_size(png(7, 5)) == (7, 5)
    assert photo_size(b"GIF89a" + bytes([9, 0, 4, 0])) == (9, 4)
    assert photo_size(JPEG) == (60, 40)
    with pytest.raises(Refusal, match="too big photo"):
        photo_size(bytes(10_000_001))


async def test_a_file_is_downloaded_from_where_get_file_says(bot: Bot, ann: Reader) -> None:
    await ann.sends_photo("look")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.caption == "look"
    found = await bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await found.download_as_bytearray()) == PHOTO
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("no-such-file")


async def test_a_download_needs_the_right_path(bot: Bot, ann: Reader) -> None:
    await ann.sends_photo()
    found = await bot.get_file((await bot.get_updates())[0].message.photo[-1].file_id)
    found._unfreeze()
    found.file_path = f"{found.file_path}x"
    with pytest.raises(InvalidToken, match="Not Found"):
        await found.download_as_bytearray()


async def test_a_voice_a_sticker_and_a_place_arrive(bot: Bot, ann: Reader) -> None:
    await ann.sends_voice(seconds=7)
    await ann.sends_sticker("🎾")
    await ann.sends_location(51.5, -0.1)
    await ann.sends_document("letter.pdf")
    voice, sticker, place, letter = [update.message for update in await bot.get_updates()]
    assert voice.voice.duration.total_seconds() == 7
    assert sticker.sticker.emoji == "🎾"
    assert place.location.latitude == 51.5
    assert letter.document.file_name == "letter.pdf"
    assert [seen.kind for seen in ann.messages[1:]] == ["voice", "sticker", "location", "document"]
