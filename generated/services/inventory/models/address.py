"""Models of Inventory: Address."""

from __future__ import annotations

from codegen.runtime import Model


class Address(Model):
    street: str
    city: str
    postal_code: str | None = None
