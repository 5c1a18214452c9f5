"""Models of api: SendFormBody."""

from __future__ import annotations

from codegen.runtime import Model


class SendFormBody(Model):
    name: str | None = None
    tags: list[str] | None = None
