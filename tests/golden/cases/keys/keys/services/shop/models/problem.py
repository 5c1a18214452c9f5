"""Models of Shop: Problem."""

from __future__ import annotations

from codegen.runtime import Model


class Problem(Model):
    title: str | None = None
    detail: str | None = None
