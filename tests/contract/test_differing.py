"""Operations that are said to be the same are: leaving them out of a comparison changes nothing of what it finds."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from codegen.contract.differing import differing
from codegen.contract.document import Document

A = {"$ref": "#/components/schemas/A"}
BASE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a": {
            "parameters": [{"name": "p", "in": "query", "schema": {"type": "string"}}],
            "get": {"responses": {"200": {"description": "", "content": {"x": {"schema": A}}}}},
        },
        "/b": {"get": {"responses": {"200": {"$ref": "#/components/responses/R"}}}},
        "/c": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Body"}, "responses": {}}},
    },
    "components": {
        "schemas": {
            "A": {"type": "object", "properties": {"b": {"$ref": "#/components/schemas/B%20b"}}},
            "B b": {"type": "string"},
            "Pet": {"discriminator": {"propertyName": "kind", "mapping": {"dog": "Dog"}}},
            "Dog": {"type": "object"},
            "Loop": {"properties": {"loop": {"$ref": "#/components/schemas/Loop"}}},
        },
        "responses": {"R": {"description": "", "content": {"x": {"schema": {"$ref": "#/components/schemas/Loop"}}}}},
        "requestBodies": {"Body": {"content": {"x": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"}},
    },
}  # fmt: skip


def document(raw: dict[str, Any]) -> Document:
    return Document("openapi.yaml", Path("openapi.yaml"), raw, raw["openapi"])


def operations(old: dict[str, Any], new: dict[str, Any]) -> frozenset[str] | None:
    """Return the operations that may differ; None for all."""
    found = differing(document(old), document(new))
    return None if found is None else found.operations


def test_equal_documents_differ_nowhere() -> None:
    assert operations(BASE, copy.deepcopy(BASE)) == frozenset()


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("paths", "/a", "get", "summary"), "new", {"GET /a"}),
        (("paths", "/a", "parameters", 0, "required"), True, {"GET /a"}),
        (("components", "schemas", "B b", "type"), "integer", {"GET /a"}),
        (("components", "schemas", "Loop", "title"), "new", {"GET /b"}),
        (("components", "responses", "R", "description"), "new", {"GET /b"}),
        (("components", "schemas", "Dog", "title"), "new", {"POST /c"}),
        (("components", "schemas", "New"), {}, set()),
        (("paths", "/d"), {"get": {"responses": {}}}, {"GET /d"}),
        (("info", "version"), "2", set()),
        (("components", "securitySchemes", "key", "name"), "new", None),
        (("servers",), [{"url": "https://a"}], None),
    ],
)
def test_an_operation_differs_where_what_it_reaches_does(
    path: tuple[Any, ...], value: Any, expected: set[str] | None
) -> None:
    new = copy.deepcopy(BASE)
    node: Any = new
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    assert operations(BASE, new) == (None if expected is None else frozenset(expected))


@pytest.mark.parametrize(
    ("at", "reference"),
    [
        (("x-models", "M"), "#/x-models/M"),
        (("paths", "/b", "get", "x-shared"), "#/paths/~1b/get/x-shared"),
        (("components", "schemas", 'a "b" \\c'), '#/components/schemas/a "b" \\c'),
        (("x-files", "shared.yaml", "E"), "#/x-files/shared.yaml/E"),
    ],
    ids=["another top-level key", "another path", "a name with quotes", "another file"],
)
def test_every_reference_is_followed(at: tuple[str, ...], reference: str) -> None:
    """Bundlers and generators refer to more than components."""
    sides = []
    for kind in ("string", "integer"):
        raw = copy.deepcopy(BASE)
        node: Any = raw
        for key in at[:-1]:
            node = node.setdefault(key, {})
        node[at[-1]] = {"type": kind}
        raw["components"]["schemas"]["B b"] = {"$ref": reference}
        sides.append(raw)
    assert (operations(*sides) or set()) >= {"GET /a"}


def test_a_reference_into_a_list_is_followed() -> None:
    sides: list[dict[str, Any]] = [
        {**copy.deepcopy(BASE), "x-list": [{"type": kind}]} for kind in ("string", "integer")
    ]
    for raw in sides:
        raw["components"]["schemas"]["B b"] = {"$ref": "#/x-list/0"}
    assert (operations(*sides) or set()) >= {"GET /a"}


def test_a_method_without_an_operation_counts_as_one() -> None:
    raw = copy.deepcopy(BASE)
    raw["paths"]["/a"]["put"] = None
    changed = copy.deepcopy(raw)
    changed["paths"]["/a"]["parameters"][0]["schema"] = {"type": "integer"}
    assert operations(raw, changed) == {"GET /a", "PUT /a"}


def test_what_is_nested_too_deeply_for_a_text_may_differ() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    raw = {**BASE, "x-deep": {"a": deep}}
    assert operations(raw, raw) is None
