"""Models of api: AttachBody."""

from __future__ import annotations

from codegen.runtime import File, Model


class AttachBody(Model):
    file: bytes | File | None = None
    label: str | None = None
