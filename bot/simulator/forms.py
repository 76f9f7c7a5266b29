"""Reading what a bot sends: JSON, form or multipart bodies and query strings become fields and files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import Parser
from typing import Any
from urllib.parse import parse_qsl

from bot.simulator.refusal import Refusal


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True)
class Form:
    """One call's fields and files.

    Attributes:
        fields: by name; strings, or whatever JSON held.
        files: by the name of their part, which `attach://` names too.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


def read_form(content_type: str, body: bytes, query: str = "") -> Form:
    """Read a call's body and query string.

    Args:
        content_type: the header, with its boundary where it is multipart.
        body: the whole body.
        query: what stands behind the `?` of the address.

    Raises:
        Refusal: 400, the body is not what its header says.
    """
    form = _read_body(content_type, body)
    return Form({**dict(parse_qsl(query, keep_blank_values=True)), **form.fields}, form.files)


def _read_body(content_type: str, body: bytes) -> Form:
    header = Message()
    header["Content-Type"] = content_type or "text/plain"
    match header.get_content_type():
        case "application/json":
            return Form(_json_object(body))
        case "application/x-www-form-urlencoded":
            return Form(dict(parse_qsl(body.decode(), keep_blank_values=True)))
        case "multipart/form-data":
            return _read_multipart(str(header.get_param("boundary", "")), body)
        case _:
            return Form()


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise Refusal.bad_request("can't parse JSON-encoded request parameters")
    return data


def _read_multipart(boundary: str, body: bytes) -> Form:
    form = Form()
    for headers, content in _parts(boundary, body):
        name = str(headers.get_param("name", "", header="content-disposition"))
        filename = headers.get_filename()
        if filename is None:
            form.fields[name] = content.decode()
        else:
            form.files[name] = Upload(filename, content, headers.get_content_type())
    return form


def _parts(boundary: str, body: bytes) -> Iterator[tuple[Message, bytes]]:
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        head, blank, content = part.partition(b"\r\n\r\n")
        if blank:
            yield Parser().parsestr(head.decode().lstrip() + "\r\n\r\n"), content
