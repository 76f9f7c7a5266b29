"""A message as its reader sees it."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.simulator.files import FileStore
from bot.simulator.keyboards import button_rows
from bot.simulator.messages import Message
from bot.simulator.written_html import written_html


@dataclass(frozen=True)
class SeenMessage:
    """A message on the screen, at the moment of looking.

    Attributes:
        author: the first name of who wrote it.
        text: the text or the caption, without markup.
        html: the same with its markup, in one canonical form.
        rows: the labels of the buttons, row by row; a reply keyboard's too.
        kind: "text", "photo", "document", "voice", "sticker", "location", or the name of a notice in a group.
        file: the bytes of the photo or document.
        file_name: of a document.
        links: each linked stretch of the text, and each button with an address.
        reply_to: the id of the message that it answers.
        version: grows with every message sent or edited, over all chats.
    """

    id: int
    author: str
    from_bot: bool
    kind: str
    text: str
    html: str
    rows: tuple[tuple[str, ...], ...]
    links: dict[str, str]
    file: bytes | None
    file_name: str
    edited: bool
    silent: bool
    reply_to: int | None
    reactions: tuple[str, ...]
    version: int

    @property
    def buttons(self) -> tuple[str, ...]:
        """All labels."""
        return tuple(label for row in self.rows for label in row)

    @property
    def photo(self) -> bytes | None:
        """The photo's bytes, if it is one."""
        return self.file if self.kind == "photo" else None

    @property
    def caption(self) -> str:
        """The text under a photo or document."""
        return "" if self.kind == "text" else self.text

    def to_json(self) -> dict[str, Any]:
        """Return it for a test in another process; a file becomes its length in bytes."""
        file_bytes = None if self.file is None else len(self.file)
        return asdict(self) | {"file": file_bytes, "buttons": list(self.buttons)}


def see(message: Message, files: FileStore) -> SeenMessage:
    """Return a message as its reader sees it."""
    content, words = message.content, message.content.words
    buttons = [button for row in button_rows(content.markup) for button in row]
    links = {words.piece(each): each["url"] for each in words.entities if each["type"] == "text_link"}
    upload = _upload(message, files)
    return SeenMessage(
        id=message.id,
        author=message.sender.first_name,
        from_bot=message.sender.is_bot,
        kind=content.kind,
        text=words.text,
        html=written_html(words),
        rows=tuple(tuple(button["text"] for button in row) for row in button_rows(content.markup)),
        links=links | {button["text"]: button["url"] for button in buttons if "url" in button},
        file=upload.content if upload else None,
        file_name=upload.name if upload and content.kind == "document" else "",
        edited=message.edit_date is not None,
        silent=message.silent,
        reply_to=message.envelope.get("reply_to_message", {}).get("message_id"),
        reactions=tuple(message.reactions),
        version=message.version,
    )


def _upload(message: Message, files: FileStore) -> Any:
    medium = message.content.medium
    if isinstance(medium, list):
        medium = medium[-1]
    file_id = medium.get("file_id") if isinstance(medium, dict) else None
    return files.find(file_id).upload if file_id else None
