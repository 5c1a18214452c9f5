"""Models of ERP: Invoice."""

from __future__ import annotations

from typing import Literal

from codegen.runtime import Model


class Invoice(Model):
    id: str
    order_id: str
    number: str
    amount: str | None = None
    state: Literal["waiting", "matched", "disputed"] | str
