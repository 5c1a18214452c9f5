"""Models of Inventory: Error."""

from __future__ import annotations

from codegen.runtime import Model


class Error(Model):
    code: str
    message: str
