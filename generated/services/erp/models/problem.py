"""Models of ERP: Problem."""

from __future__ import annotations

from codegen.runtime import Model


class Problem(Model):
    """RFC 9457."""

    type: str | None = None
    title: str | None = None
    status: int | None = None
    detail: str | None = None
    instance: str | None = None
