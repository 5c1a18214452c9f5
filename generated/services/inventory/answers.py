"""What the operations of Inventory answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

GetHealthAnswer: TypeAlias = "models.Health"
ListWarehousesAnswer: TypeAlias = "list[models.Warehouse]"
GetWarehouseAnswer: TypeAlias = "models.Warehouse"
ListPartsAnswer: TypeAlias = "models.PartPage"
GetPartAnswer: TypeAlias = "models.Part"
GetPartLabelAnswer: TypeAlias = "str"
UploadPartImageAnswer: TypeAlias = "None"
ListStockAnswer: TypeAlias = "list[models.Stock]"
GetStockAnswer: TypeAlias = "models.Stock"
AdjustStockAnswer: TypeAlias = "models.Stock"
ListReservationsAnswer: TypeAlias = "list[models.Reservation]"
CreateReservationAnswer: TypeAlias = "models.Reservation"
GetReservationAnswer: TypeAlias = "models.Reservation"
ReleaseReservationAnswer: TypeAlias = "None"
