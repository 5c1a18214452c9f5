"""Models of Chat: UploadFileBody, UploadFileResponse."""

from __future__ import annotations

from codegen.runtime import Model
from codegen.runtime import File as File_

from .file import File


class UploadFileBody(Model):
    channel: str
    """Where to share it."""
    title: str | None = None
    """Shown above the file."""
    file: bytes | File_
    """The file's bytes."""


class UploadFileResponse(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    file: File | None = None
