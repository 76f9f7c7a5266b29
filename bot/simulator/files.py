"""The files that Telegram keeps, and the ids under which a bot sends them again without uploading."""

import hashlib
from dataclasses import dataclass
from typing import Any

from bot.simulator import limits
from bot.simulator.forms import Upload
from bot.simulator.images import photo_size
from bot.simulator.refusal import Refusal

_KINDS = {"photo": "Photo", "document": "Document", "voice": "VoiceNote", "sticker": "Sticker"}


@dataclass(frozen=True)
class StoredFile:
    """A file on Telegram's side.

    Attributes:
        kind: "photo", "document", "voice" or "sticker": a file is sent again only as what it is.
        description: Telegram's PhotoSize, Document, Voice or Sticker without the ids.
    """

    id: str
    kind: str
    upload: Upload
    description: tuple[tuple[str, Any], ...] = ()

    @property
    def unique_id(self) -> str:
        """The same for the same bytes."""
        return hashlib.sha256(self.upload.content).hexdigest()[:16]

    @property
    def path(self) -> str:
        """Where getFile says that it lies."""
        suffix = self.upload.name.rpartition(".")[2] or "bin"
        return f"{self.kind}s/{self.id}.{suffix}"

    def to_json(self) -> dict[str, Any]:
        """Return its ids and description."""
        size = len(self.upload.content)
        ids = {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": size}
        return ids | dict(self.description)


class FileStore:
    """All files by their id."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def keep(self, kind: str, upload: Upload, description: dict[str, Any] | None = None) -> StoredFile:
        """Store a file that was uploaded, under a new id.

        Raises:
            Refusal: 400, Telegram does not take it as what it is meant to be.
        """
        described = _described(kind, upload) if description is None else description
        file_id = f"SIM-{kind}-{len(self._files) + 1:06}"
        stored = StoredFile(file_id, kind, upload, tuple(described.items()))
        self._files[file_id] = stored
        return stored

    def find(self, file_id: str) -> StoredFile:
        """Return a file by id.

        Raises:
            Refusal: 400, there is no such file.
        """
        if file_id not in self._files:
            raise Refusal.bad_request("invalid file_id")
        return self._files[file_id]

    def reuse(self, kind: str, given: str) -> StoredFile:
        """Return the file that a bot named by its id.

        Raises:
            Refusal: 400, no such id, an id of another kind, or an address (the simulator fetches none).
        """
        if given.startswith(("http://", "https://")):
            raise Refusal.bad_request("failed to get HTTP URL content")
        stored = self._files.get(given)
        if stored is None:
            raise Refusal.bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise Refusal.bad_request(f"can't use file of type {_KINDS[stored.kind]} as {_KINDS[kind]}")
        return stored

    def at(self, path: str) -> StoredFile | None:
        """Return the file that getFile said lies at `path`."""
        return next((stored for stored in self._files.values() if stored.path == path), None)


def _described(kind: str, upload: Upload) -> dict[str, Any]:
    if kind == "photo":
        width, height = photo_size(upload.content)
        return {"width": width, "height": height}
    if not upload.content:
        raise Refusal.bad_request("file must be non-empty")
    if len(upload.content) > limits.DOCUMENT_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    return {"file_name": upload.name, "mime_type": upload.mime}
