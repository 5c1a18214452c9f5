"""api as coroutines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import UNSET, AsyncServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from codegen.runtime import File, Unset

    from . import models


class AsyncClient(AsyncServiceClient):
    """api, called without blocking the event loop."""

    service = SERVICE

    async def styles(
        self,
        *,
        simple: list[str],
        label: list[int],
        matrix: str,
        form: list[str] | None = None,
        packed: list[str] | None = None,
        spaced: list[str] | None = None,
        piped: list[str] | None = None,
        deep: models.StylesDeep | None = None,
        raw: str | None = None,
        filter: models.StylesFilter | None = None,
        x_trace: str | None = None,
        session: str | None = None,
        since: datetime | None = None,
        class_: str | None = None,
    ) -> None:
        """Call styles.

        Deprecated.

        `GET /styles/{simple}/{label}/{matrix}`

        Args:
            class_: A Python keyword.
        """
        return await self._call(
            operations.STYLES,
            {
                "simple": simple,
                "label": label,
                "matrix": matrix,
                "form": form,
                "packed": packed,
                "spaced": spaced,
                "piped": piped,
                "deep": deep,
                "raw": raw,
                "filter": filter,
                "x_trace": x_trace,
                "session": session,
                "since": since,
                "class_": class_,
            },
        )

    async def cancel_order(self, *, order_id: str, reason: str | None | Unset = UNSET) -> models.Order | None:
        """Call cancelOrder.

        `POST /orders`
        """
        return await self._call(operations.CANCEL_ORDER, {"order_id": order_id, "reason": reason})

    async def send_form(self, *, name: str | None = None, tags: list[str] | None = None) -> str:
        """Call sendForm.

        `POST /form`
        """
        return await self._call(operations.SEND_FORM, {"name": name, "tags": tags})

    async def upload(
        self,
        *,
        id: str,
        body_id: str | None = None,
        file: bytes | File | None = None,
        meta: models.UploadBodyMeta | None = None,
    ) -> bytes:
        """Call upload.

        `POST /upload/{id}`

        Args:
            body_id: The same name as the path's parameter.
        """
        return await self._call(operations.UPLOAD, {"id": id, "body_id": body_id, "file": file, "meta": meta})

    async def put_bytes(self, *, body: bytes | File) -> str:
        """Call putBytes.

        `PUT /bytes`
        """
        return await self._call(operations.PUT_BYTES, {"body": body})

    async def put_anything(self, *, body: Any = None) -> list[models.Order]:
        """Call putAnything.

        `PUT /anything`
        """
        return await self._call(operations.PUT_ANYTHING, {"body": body})

    async def delete_unnamed_by_id(self, *, id: int) -> None:
        """Call delete_unnamed_by_id.

        `DELETE /unnamed/{id}`
        """
        return await self._call(operations.DELETE_UNNAMED_BY_ID, {"id": id})
