"""Applying a function to every schema of an operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from codegen.contract.model import Body, Media, Operation, Response

_Change = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def map_operation(operation: Operation, request: _Change, response: _Change) -> Operation:
    """Return `operation` with `request` applied to the schemas it sends and `response` to those it answers."""
    body = operation.body
    return replace(
        operation,
        parameters=tuple(replace(p, schema=request(p.schema)) for p in operation.parameters),
        body=Body(body.required, _media(body.media, request), body.description) if body else None,
        responses=tuple(
            Response(r.status, r.description, _media(r.media, response), {n: response(h) for n, h in r.headers.items()})
            for r in operation.responses
        ),
    )


def _media(media: tuple[Media, ...], change: _Change) -> tuple[Media, ...]:
    return tuple(replace(m, schema=None if m.schema is None else change(m.schema)) for m in media)
