"""A file to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo
    from pydantic_core import CoreSchema

    from .files import Files

NAMELESS = "file"
OCTETS = "application/octet-stream"


class FileError(ValueError):
    """A file cannot be read or written here; the message says why, for people and agents."""


@dataclass(frozen=True, slots=True)
class File:
    """Bytes with the name and media type that a multipart body says of them.

    The bytes are in memory, so a retry can send them again.
    """

    content: bytes
    name: str = NAMELESS
    media_type: str = OCTETS

    def __repr__(self) -> str:
        return f"File({len(self.content)} bytes, {self.name!r}, {self.media_type!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let an action's input be a file: text that names it or holds it, read by the run's `Files`."""
        from pydantic_core import core_schema  # whoever asks has loaded it

        return core_schema.with_info_plain_validator_function(cls._read)

    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> File:
        from pydantic_core import PydanticCustomError  # as above

        if isinstance(value, File):
            return value
        files: Files | None = (info.context or {}).get("files")  # only where a caller gives an action its inputs
        if not isinstance(value, str) or files is None:
            raise ValueError("a file is named or held by text")
        try:
            return files.read(value)
        except FileError as error:
            raise PydanticCustomError("file", "{reason}", {"reason": str(error)}) from None
