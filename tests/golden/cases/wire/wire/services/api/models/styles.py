"""Models of api: StylesDeep, StylesFilter."""

from __future__ import annotations

from codegen.runtime import Model


class StylesDeep(Model):
    min: int | None = None
    max: int | None = None


class StylesFilter(Model):
    sku: str | None = None
