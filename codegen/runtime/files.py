"""Files that agents give and get: by path below one folder, or in the text itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes

from .file import NAMELESS, OCTETS, File, FileError

_KINDS = mimetypes.MimeTypes()  # the table that comes with Python alone: the same on every machine
# How some files begin; what a service answers has no name.
_ENDINGS = ((b"%PDF-", ".pdf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"PK\x03\x04", ".zip"))


@dataclass(frozen=True, slots=True)
class Files:
    """Where files may be.

    Attributes:
        root: the folder that paths are in; without one, no path is taken, and answers carry small files in themselves.
        max_bytes: of one file.
        inline_bytes: of a file that an answer carries in itself.
    """

    root: Path | None = None
    max_bytes: int = 10 * 1024 * 1024
    inline_bytes: int = 64 * 1024

    def read(self, text: str) -> File:
        """Return the file that a text names by its path below the root, or holds as `data:…;base64,…` (RFC 2397).

        Raises:
            FileError: if it does neither, leads out of the root, or is too large.
        """
        if text.startswith("data:"):
            return self._held(text)
        if self.root is None:
            raise FileError("files are taken by their content here: write data:<media type>;base64,<content>")
        root = self.root.resolve()
        path = (root / text).resolve()
        if not path.is_relative_to(root):
            raise FileError("the path leads out of the folder for files")
        content = self._content(path)
        return File(content, path.name, _KINDS.guess_type(path.name)[0] or OCTETS)

    def write(self, content: bytes, name: str) -> dict[str, Any]:
        """Return what an answer says of a file: its size, and its path below the root or its content.

        Args:
            content: the file.
            name: what it is called; a digest of the content is put behind.

        Raises:
            FileError: if it is too large, or cannot be written.
        """
        if len(content) > self.max_bytes:
            raise FileError(f"the file has {len(content)} bytes, and at most {self.max_bytes} are allowed")
        if self.root is None:
            if len(content) > self.inline_bytes:
                raise FileError(f"the file has {len(content)} bytes, too many for an answer without a folder for files")
            return {"size": len(content), "base64": base64.b64encode(content).decode()}
        ending = next((ending for start, ending in _ENDINGS if content.startswith(start)), "")
        path = f"{name}-{hashlib.sha256(content).hexdigest()[:16]}{ending}"
        try:
            _write(self.root, path, content)
        except OSError as error:
            raise FileError(f"the file cannot be written: {error.strerror}") from None
        return {"size": len(content), "path": path}

    def _held(self, text: str) -> File:
        head, comma, body = text.removeprefix("data:").partition(",")
        media_type, *settings = head.split(";")
        if not comma:
            raise FileError("what begins with data: must hold a comma before the content")
        if len(body) > self.max_bytes * 4:
            raise FileError(f"the file has more than {self.max_bytes} bytes")
        try:
            content = base64.b64decode(body, validate=True) if "base64" in settings else unquote_to_bytes(body)
        except binascii.Error:
            raise FileError("the content is not base64") from None
        if len(content) > self.max_bytes:
            raise FileError(f"the file has {len(content)} bytes, and at most {self.max_bytes} are allowed")
        named = next((unquote(setting[5:]) for setting in settings if setting.startswith("name=")), NAMELESS)
        return File(content, named, media_type or OCTETS)

    def _content(self, path: Path) -> bytes:
        try:
            # The path is resolved: a link that stands there now was put there since.
            with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
                content = file.read(self.max_bytes + 1)
        except OSError as error:
            raise FileError(f"the file cannot be read: {error.strerror}") from None
        if len(content) > self.max_bytes:
            raise FileError(f"the file has more than {self.max_bytes} bytes")
        return content


def carried(value: Any) -> Any:
    """Return arguments with the files in them written out as text, as an agent would send them."""
    if isinstance(value, bytes):
        return f"data:{OCTETS};base64,{base64.b64encode(value).decode()}"
    if isinstance(value, File):
        return f"data:{value.media_type};name={quote(value.name)};base64,{base64.b64encode(value.content).decode()}"
    if isinstance(value, Mapping):
        return {key: carried(item) for key, item in value.items()}
    return [carried(item) for item in value] if isinstance(value, list | tuple) else value


def _write(root: Path, name: str, content: bytes) -> None:
    """Put a file in place in one step."""
    root.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(dir=root, prefix=".")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(temporary).replace(root / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
