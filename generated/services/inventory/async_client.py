"""Inventory as coroutines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import UNSET, AsyncServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Literal
    from uuid import UUID

    from codegen.runtime import File, Unset

    from . import models


class AsyncClient(AsyncServiceClient):
    """Inventory, called without blocking the event loop.

    External Service `inventory`, owned by warehouse.
    """

    service = SERVICE

    async def get_health(self) -> models.Health:
        """Say whether the service is up.

        `GET /health`
        """
        return await self._call(operations.GET_HEALTH, {})

    async def list_warehouses(self, *, country: str | None = None) -> list[models.Warehouse]:
        """List the warehouses.

        `GET /warehouses`

        Args:
            country: Only warehouses in this country (ISO 3166-1 alpha-2).
        """
        return await self._call(operations.LIST_WAREHOUSES, {"country": country})

    async def get_warehouse(self, *, warehouse_id: str) -> models.Warehouse:
        """Read one warehouse.

        `GET /warehouses/{warehouse_id}`

        Args:
            warehouse_id: The warehouse's code.
        """
        return await self._call(operations.GET_WAREHOUSE, {"warehouse_id": warehouse_id})

    async def list_parts(
        self,
        *,
        category: list[Literal["fastener", "bearing", "motor", "sensor", "enclosure", "cable"]] | None = None,
        tag: list[str] | None = None,
        filter: models.PartFilter | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.PartPage:
        """Search the parts catalogue.

        `GET /parts`

        Args:
            category: Only parts of these categories, separated by commas.
            tag: Only parts that carry every one of these tags; repeat the parameter.
            filter: Narrow by dimensions and supplier.
            limit: How many to answer at most.
            cursor: Where to go on, from the page before.
        """
        return await self._call(
            operations.LIST_PARTS,
            {"category": category, "tag": tag, "filter": filter, "limit": limit, "cursor": cursor},
        )

    async def get_part(self, *, sku: str) -> models.Part:
        """Read one part's master record.

        `GET /parts/{sku}`

        Args:
            sku: The part's stock keeping unit.
        """
        return await self._call(operations.GET_PART, {"sku": sku})

    async def get_part_label(self, *, sku: str, width: int | None = None) -> str:
        """Print the text of a part's shelf label.

        `GET /parts/{sku}/label`

        Args:
            sku: The part's stock keeping unit.
            width: Columns the label printer has.
        """
        return await self._call(operations.GET_PART_LABEL, {"sku": sku, "width": width})

    async def upload_part_image(self, *, sku: str, body: bytes | File) -> None:
        """Replace a part's photograph.

        `PUT /parts/{sku}/image`

        Args:
            sku: The part's stock keeping unit.
            body: The photograph's bytes.
        """
        return await self._call(operations.UPLOAD_PART_IMAGE, {"sku": sku, "body": body})

    async def list_stock(self, *, skus: list[str]) -> list[models.Stock]:
        """Read the stock of several parts at once.

        `GET /stock`

        Args:
            skus: The parts to read, separated by `|`.
        """
        return await self._call(operations.LIST_STOCK, {"skus": skus})

    async def get_stock(self, *, sku: str) -> models.Stock:
        """Read how many of a part are on hand.

        `GET /stock/{sku}`

        Args:
            sku: The part's stock keeping unit.
        """
        return await self._call(operations.GET_STOCK, {"sku": sku})

    async def adjust_stock(
        self,
        *,
        sku: str,
        delta: int,
        reason: Literal["damaged", "found", "lost", "recount"],
        x_request_id: str | None = None,
        note: str | None | Unset = UNSET,
    ) -> models.Stock:
        """Correct a part's count after an inspection.

        `POST /stock/{sku}/adjustments`

        Args:
            sku: The part's stock keeping unit.
            delta: Pieces to add; negative to take away.
            reason: Why the count was wrong.
            x_request_id: Comes back in the audit log of the warehouse.
            note: For the auditor.
        """
        return await self._call(
            operations.ADJUST_STOCK,
            {"sku": sku, "delta": delta, "reason": reason, "x_request_id": x_request_id, "note": note},
        )

    async def list_reservations(self, *, sku: str | None = None, limit: int | None = None) -> list[models.Reservation]:
        """List the reservations of a part.

        `GET /reservations`

        Args:
            sku: Only reservations of this part.
            limit: How many to answer at most.
        """
        return await self._call(operations.LIST_RESERVATIONS, {"sku": sku, "limit": limit})

    async def create_reservation(
        self,
        *,
        sku: str,
        quantity: int,
        until: datetime | None | Unset = UNSET,
    ) -> models.Reservation:
        """Set stock aside.

        `POST /reservations`

        Args:
            sku: The part to set aside.
            quantity: How many pieces.
            until: When the reservation lapses; never if null.
        """
        return await self._call(operations.CREATE_RESERVATION, {"sku": sku, "quantity": quantity, "until": until})

    async def get_reservation(self, *, reservation_id: UUID) -> models.Reservation:
        """Read one reservation.

        `GET /reservations/{reservation_id}`

        Args:
            reservation_id: The reservation, as `createReservation` answered it.
        """
        return await self._call(operations.GET_RESERVATION, {"reservation_id": reservation_id})

    async def release_reservation(self, *, reservation_id: UUID) -> None:
        """Put reserved stock back on the shelf.

        `DELETE /reservations/{reservation_id}`

        Args:
            reservation_id: The reservation, as `createReservation` answered it.
        """
        return await self._call(operations.RELEASE_RESERVATION, {"reservation_id": reservation_id})
