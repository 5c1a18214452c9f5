"""Models of Shop: UploadDocumentBody, UploadDocumentResponse."""

from __future__ import annotations

from codegen.runtime import File, Model


class UploadDocumentBody(Model):
    order_id: str
    file: bytes | File


class UploadDocumentResponse(Model):
    id: str
