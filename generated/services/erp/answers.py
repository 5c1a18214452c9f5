"""What the operations of ERP answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

ListOrdersAnswer: TypeAlias = "models.OrderPage"
CreateOrderAnswer: TypeAlias = "models.Order"
GetOrderAnswer: TypeAlias = "models.Order"
UpdateOrderAnswer: TypeAlias = "models.Order"
ApproveOrderAnswer: TypeAlias = "models.Order"
CancelOrderAnswer: TypeAlias = "models.Order"
ListReceiptsAnswer: TypeAlias = "list[models.Receipt]"
RecordReceiptAnswer: TypeAlias = "models.Receipt"
ListSuppliersAnswer: TypeAlias = "list[models.Supplier]"
GetSupplierAnswer: TypeAlias = "models.Supplier"
ListInvoicesAnswer: TypeAlias = "list[models.Invoice]"
UploadInvoiceAnswer: TypeAlias = "models.Invoice"
GetInvoiceFileAnswer: TypeAlias = "bytes"
ListOrdersItemsItem: TypeAlias = "models.Order"
