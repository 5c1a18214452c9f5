"""What the operations of Shop answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

ListOrdersAnswer: TypeAlias = "models.ListOrdersResponse"
CreateOrderAnswer: TypeAlias = "models.Order"
GetOrderAnswer: TypeAlias = "models.Order"
DeleteOrderAnswer: TypeAlias = "None"
StartExportAnswer: TypeAlias = "models.Export"
GetExportAnswer: TypeAlias = "models.Export"
CancelExportAnswer: TypeAlias = "None"
UploadDocumentAnswer: TypeAlias = "models.UploadDocumentResponse"
GetDocumentAnswer: TypeAlias = "bytes"
GetOrder404Answer: TypeAlias = "models.Gone"
ListOrdersOrdersItem: TypeAlias = "models.Order"
