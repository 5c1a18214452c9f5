"""A small shop's contract, made by hand, and a mock of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from codegen.contract.model import (
    Body,
    Contract,
    In,
    Media,
    Operation,
    Parameter,
    Response,
    SecurityScheme,
    ref,
)
from codegen.mocking.script import Conduct, Resource, Script, ScriptedAnswer
from codegen.mocking.service import MockApplication

NOW = "2026-11-24T12:00:00Z"
TEXT = {"type": "string"}
ORDER = {
    "type": "object",
    "required": ["id", "sku"],
    "properties": {
        "id": {"type": "string", "examples": ["O-0"]},
        "sku": {"type": "string", "minLength": 2},
        "count": {"type": "integer", "minimum": 1, "examples": [3]},
        "state": {"type": "string", "enum": ["open", "cancelled"]},
        "seen": {"type": "string"},
    },
}
NEW = {
    "type": "object",
    "required": ["sku"],
    "properties": {name: ORDER["properties"][name] for name in ("sku", "count")},
}  # type: ignore[index]
PROBLEM = {"type": "object", "properties": {"title": TEXT, "status": {"type": "integer"}, "detail": TEXT}}


def parameter(name: str, location: In, schema: Mapping[str, Any], **more: Any) -> Parameter:
    """Return a parameter with the defaults of its location."""
    style = {In.PATH: "simple", In.HEADER: "simple"}.get(location, "form")
    settings = {"required": location is In.PATH, "style": style, "explode": style == "form", **more}
    return Parameter(name=name, wire=name, ident=name, location=location, schema=schema, **settings)


def operation(method: str, path: str, name: str, status: str, answer: Any, **more: Any) -> Operation:
    """Return an operation with one success and problem+json failures."""
    media = () if answer is None else (Media("application/json", answer),)
    failures = Response("default", "", (Media("application/problem+json", ref("Problem")),))
    settings: dict[str, Any] = {"parameters": (), "body": None, "security": (), **more}
    return Operation(
        name=name,
        ident=name,
        method=method,
        path=path,
        summary="",
        description="",
        tags=(),
        deprecated=False,
        responses=(Response(status, "", media), failures),
        **settings,
    )


def contract(*operations: Operation, **schemas: Any) -> Contract:
    """Return a contract of these operations, with an OAuth2 and a key scheme."""
    flows = {"clientCredentials": {"tokenUrl": "https://shop.example/token", "scopes": {}}}
    return Contract(
        service="shop",
        file="shop.yaml",
        title="Shop",
        version="1",
        description="",
        server="",
        operations={item.name: item for item in operations},
        schemas={"Order": ORDER, "New": NEW, "Problem": PROBLEM, **schemas},
        twins={},
        pointers={},
        security_schemes={
            "oauth": SecurityScheme("oauth", "oauth2", flows=flows),
            "key": SecurityScheme("key", "apiKey", location="header", parameter="X-Key"),
        },
        names={},
        snapshot={},
    )


@pytest.fixture
def shop() -> Contract:
    order_id = parameter("order_id", In.PATH, TEXT)
    new = Body(required=True, media=(Media("application/json", ref("New")),))
    listed = {"type": "array", "items": ref("Order")}
    states = parameter("state", In.QUERY, {"type": "array", "items": TEXT}, explode=False)
    return contract(
        operation("GET", "/orders", "listOrders", "200", listed, parameters=(states,)),
        operation("POST", "/orders", "createOrder", "201", ref("Order"), body=new),
        operation("GET", "/orders/{order_id}", "getOrder", "200", ref("Order"), parameters=(order_id,)),
        operation("DELETE", "/orders/{order_id}", "deleteOrder", "204", None, parameters=(order_id,)),
        operation("POST", "/orders/{order_id}/cancel", "cancelOrder", "200", ref("Order"), parameters=(order_id,)),
        operation("GET", "/me", "getMe", "200", ref("Problem"), security=((("oauth", ("me:read",)),),)),
        operation("GET", "/keyed", "getKeyed", "200", ref("Problem"), security=((("key", ()),),)),
    )


@pytest.fixture
def script() -> Script:
    already = ScriptedAnswer(when={"item.state": ["cancelled"]}, status=409, body={"detail": "It is {$item.state}."})
    return Script(
        idempotency="Idempotency-Key",
        resources={
            "/orders": Resource(
                ids="O-{n}", first=7, now=("seen",), items=({"id": "O-1", "sku": "NUT", "state": "open"},)
            )
        },
        operations={
            "createOrder": Conduct(set={"state": "open"}),
            "cancelOrder": Conduct(answers=(already,), set={"state": "cancelled"}),
        },
    )


@pytest.fixture
def mock(shop: Contract, script: Script) -> MockApplication:
    return MockApplication(shop, script, now=lambda: NOW)
