"""Models of ERP: InvoiceUpload."""

from __future__ import annotations

from codegen.runtime import File, Model


class InvoiceUpload(Model):
    order_id: str
    """The order it belongs to."""
    number: str
    """The supplier's own number."""
    amount: str | None = None
    """What it asks for, as text with two decimals."""
    file: bytes | File
    """The invoice as PDF."""
