"""Models of api: VoidPurchaseOrderBody."""

from __future__ import annotations

from codegen.runtime import Model


class VoidPurchaseOrderBody(Model):
    order_id: str
    reason: str | None = None
