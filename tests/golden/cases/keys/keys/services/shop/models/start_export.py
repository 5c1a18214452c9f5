"""Models of Shop: StartExportBody."""

from __future__ import annotations

from codegen.runtime import Model


class StartExportBody(Model):
    month: str
