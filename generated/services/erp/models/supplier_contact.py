"""Models of ERP: SupplierContact."""

from __future__ import annotations

from codegen.runtime import Model


class SupplierContact(Model):
    email: str
    phone: str | None = None
