"""Models of api: UploadBody, UploadBodyMeta."""

from __future__ import annotations

from codegen.runtime import File, Model


class UploadBodyMeta(Model):
    kind: str | None = None


class UploadBody(Model):
    id: str
    """The same name as the path's parameter."""
    file: bytes | File
    meta: UploadBodyMeta | None = None
