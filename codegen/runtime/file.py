"""A file to send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """Bytes with the name and media type that a multipart body says of them.

    The bytes are in memory, so a retry can send them again.
    """

    content: bytes
    name: str = "file"
    media_type: str = "application/octet-stream"

    def __repr__(self) -> str:
        return f"File({len(self.content)} bytes, {self.name!r}, {self.media_type!r})"
