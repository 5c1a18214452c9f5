"""A contract and a plan made by hand, with one operation for each thing that clients must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.actions.plan import Plan, Service
from codegen.actions.terms import Credential, ErrorRule, Owner, Retry
from codegen.contract.model import Body, Contract, In, Media, Operation, Parameter, Response, SecurityScheme, ref

STRING = {"type": "string"}
BINARY = {"type": "string", "format": "binary"}


def nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def parameter(name: str, location: In = In.QUERY, schema: Mapping[str, Any] = STRING, **known: Any) -> Parameter:
    style = {In.PATH: "simple", In.HEADER: "simple"}.get(location, "form")
    defaults = {
        "wire": name,
        "ident": name,
        "required": location is In.PATH,
        "style": style,
        "explode": style == "form",
    }
    return Parameter(**{"name": name, "location": location, "schema": schema, **defaults, **known})


def operation(name: str, method: str, path: str, **known: Any) -> Operation:
    defaults: dict[str, Any] = {
        "summary": "",
        "description": "",
        "tags": (),
        "deprecated": False,
        "parameters": (),
        "body": None,
        "responses": (Response("204", "", ()),),
        "security": (),
        "pointer": "/paths/" + path.replace("/", "~1") + "/" + method.lower(),
    }
    return Operation(name=name, method=method, path=path, **{"ident": name, **defaults, **known})


def contract(
    operations: tuple[Operation, ...] = (),
    schemas: Mapping[str, Any] | None = None,
    pointers: Mapping[str, str] | None = None,
    twins: Mapping[str, str] | None = None,
    **known: Any,
) -> Contract:
    schemas = schemas or {}
    defaults = {
        "service": "shop",
        "file": "specs/shop/openapi.yaml",
        "title": "Shop",
        "version": "1",
        "description": "",
        "server": "https://shop.example",
        "security_schemes": {},
        "names": {},
        "snapshot": {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}},
    }
    return Contract(
        operations={o.name: o for o in operations},
        schemas=schemas,
        twins=twins or {},
        pointers={name: f"/components/schemas/{name}" for name in schemas} | dict(pointers or {}),
        **{**defaults, **known},
    )


def service(of: Contract, **known: Any) -> Service:
    defaults = {
        "title": of.title,
        "owner": Owner(team="shop-team", escalation=("oncall-shop",), respond=900.0),
        "base_url": "env:SHOP_URL",
        "credentials": {},
        "connect_timeout": 2.0,
        "total_timeout": 10.0,
        "retry": Retry(),
        "idempotency_header": "",
        "responses": "used",
        "errors": (),
        "file": "specs/shop/service.yaml",
    }
    return Service(name=of.service, contract=of, **{**defaults, **known})


def plan(of: Contract, **known: Any) -> Plan:
    return Plan(services=(service(of, **known),), actions=(), tools=(), links=())


SCHEMAS: dict[str, Any] = {
    "Order": {
        "type": "object",
        "description": 'An order\nof "parts" and a \\ and \'\'\'quotes""".',
        "required": ["id", "lines"],
        "properties": {
            "id": {"type": "string", "x-wire": "purchase_order_id", "description": "Its number."},
            "class": {"type": "integer", "minimum": 1, "x-ident": "class_"},
            "lines": {"type": "array", "items": ref("Line")},
            "date": {"type": "string", "format": "date"},
            "list": nullable({"type": "string", "maxLength": 3}),
            "total": {"type": "string", "x-cast": "decimal"},
            "status": {"type": "string", "enum": ["open", "closed"], "x-open-enum": True, "x-map": {"OPN": "open"}},
        },
    },
    "Line": {"type": "object", "required": ["order"], "properties": {"order": ref("Order"), "note": STRING}},
    "Upload": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": BINARY, "tags": {"type": "array", "items": STRING}},
    },
    "Field": {"type": "object", "properties": {"name": STRING}},
    "Copy": {"type": "object", "properties": {"name": STRING}},
    "Tree": {"anyOf": [STRING, {"type": "array", "items": ref("Tree")}]},
    "Problem": {"type": "object", "properties": {"title": STRING}},
}
JSON_ORDER = (Media("application/json", ref("Order")),)
OPERATIONS = (
    operation(
        "create_order",
        "POST",
        "/orders",
        summary="Place an order",
        parameters=(
            parameter("idempotency_key", In.HEADER, wire="Idempotency-Key"),
            parameter("id", In.COOKIE, description="Who asks.\nAnd why."),
        ),
        body=Body(True, (*JSON_ORDER, Media("text/plain", None))),
        responses=(
            Response("201", "Made", JSON_ORDER),
            Response("default", "Bad", (Media("application/problem+json", ref("Problem")),)),
        ),
        security=((("key", ()),), (("oauth", ("orders:write",)),)),
    ),
    operation(
        "list",
        "GET",
        "/orders",
        deprecated=True,
        parameters=(
            parameter("since", schema={"type": "string", "format": "date-time"}),
            parameter(
                "ids", schema={"type": "array", "items": {"type": "integer"}}, style="pipeDelimited", explode=False
            ),
            parameter("filter", schema=ref("Field"), style="deepObject"),
        ),
        responses=(
            Response("200", "", (Media("application/json", {"type": "array", "items": ref("Order")}),)),
            Response("204", "", ()),
        ),
    ),
    operation(
        "upload",
        "PUT",
        "/orders/{id}/file",
        parameters=(parameter("id", In.PATH), parameter("tags", In.HEADER)),
        body=Body(False, (Media("multipart/form-data", ref("Upload"), {"file": {"contentType": "image/png"}}),)),
    ),
    operation(
        "put_bytes",
        "PUT",
        "/bytes",
        body=Body(True, (Media("application/octet-stream", BINARY),)),
        responses=(Response("200", "", (Media("application/pdf", None), Media("text/csv", None))),),
    ),
    operation(
        "put_any",
        "PUT",
        "/any",
        body=Body(False, (Media("*/*", nullable({"type": "object"})),)),
        responses=(Response("2XX", "", (Media("*/*", ref("Tree")),)),),
    ),
)
SHOP = contract(
    OPERATIONS,
    SCHEMAS,
    {"Upload": "/paths/~1orders~1{id}~1file/put/requestBody/content/multipart~1form-data/schema"},
    {"Copy": "Field"},
    security_schemes={
        "key": SecurityScheme("key", "apiKey", "header", "X-Key"),
        "oauth": SecurityScheme("oauth", "oauth2"),
    },
)
PLAN = plan(
    SHOP,
    credentials={
        "key": Credential("shop", "api_key", {"value": "env:SHOP_KEY"}),
        "oauth": Credential(
            "erp",
            "oauth2_client_credentials",
            {"token_url": "https://t.example", "client_id": "env:I", "client_secret": "env:S", "scopes": ["a"]},
        ),
    },
    errors=(ErrorRule("#/ok", "==", False, "#/error", ""),),
)
