"""Models of Shop: Gone."""

from __future__ import annotations

from codegen.runtime import Model


class Gone(Model):
    moved_to: str
