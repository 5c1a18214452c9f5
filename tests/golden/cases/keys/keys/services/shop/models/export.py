"""Models of Shop: Export."""

from __future__ import annotations

from typing import Literal

from codegen.runtime import Model


class Export(Model):
    export_id: str
    state: Literal["queued", "running", "done", "failed"] | str
    url: str | None = None
    rows: int | None = None
