"""Models of ERP: Supplier."""

from __future__ import annotations

from typing import Literal

from codegen.runtime import Model

from .supplier_contact import SupplierContact


class Supplier(Model):
    id: str
    name: str
    status: Literal["active", "probation", "suspended"] | str
    lead_time_days: int | None = None
    """Working days from approval to arrival."""
    contact: SupplierContact | None = None
