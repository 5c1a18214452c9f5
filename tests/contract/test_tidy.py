from __future__ import annotations

from typing import Any

import pytest

HEAD = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("{type: String}", {"type": "string"}),
        ("{type: file}", {"type": "string", "format": "binary"}),
        ("{type: any}", {}),
        ("{type: nonsense}", {}),
        ("{type: int64}", {"type": "integer", "format": "int64"}),
        ("{type: array}", {"type": "array", "items": {}}),
        ("{type: string, enum: [a, a, true, 1]}", {"type": "string", "enum": ["a", "true", "1"], "x-open-enum": True}),
        ("{type: string, enum: []}", {"type": "string"}),
        ("{type: string, maxLength: '5', minLength: -1}", {"type": "string", "maxLength": 5}),
        ("{type: integer, minimum: 9, maximum: 1}", {"type": "integer"}),
        ("{type: string, pattern: '('}", {"type": "string", "description": "Pattern: ("}),
        ("{type: string, description: 5}", {"type": "string", "description": "5"}),
        ("{allOf: [], anyOf: []}", {}),
        ("{properties: {}, type: string}", {"type": "string"}),
        ("[]", {}),
        ("true", {}),
    ],
)
def test_a_schema_is_read_as_it_was_meant(schemas_of: Any, written: str, form: dict[str, Any]) -> None:
    assert schemas_of(f"Thing: {{properties: {{p: {written}}}}}", "3.0.3")["Thing"]["properties"]["p"] == form


def test_required_on_a_property_moves_to_its_object(schemas_of: Any) -> None:
    schema = schemas_of("Thing: {required: true, properties: {a: {required: true}, b: {required: false}, c: {}}}")[
        "Thing"
    ]
    assert schema["required"] == ["a"]


def test_operations_are_mended_and_told(built: Any) -> None:
    contract, diagnostics = built(
        HEAD
        + """paths:
  things/{id}:
    get:
      operationId: get
      tags: x
      parameters:
        - {name: q, in: query}
        - {name: q, in: query, schema: {type: integer}}
        - {name: gone, in: path, required: true, schema: {type: string}}
        - {name: Accept, in: header, schema: {type: string}}
        - {in: query}
        - {$ref: '#/components/parameters/Shared'}
      security: [{nobody: []}]
    delete:
components: {parameters: {Shared: {name: s, in: query, required: 'true', style: matrix, schema: {type: string}}}}
"""
    )
    assert contract is not None, list(map(str, diagnostics))
    get = contract.operations["get"]
    assert get.path == "/things/{id}"
    assert [(p.name, p.required, p.style, p.schema) for p in get.parameters] == [
        ("q", False, "form", {"type": "integer"}),
        ("s", True, "form", {"type": "string"}),
        ("id", True, "simple", {"type": "string"}),
    ]
    assert get.security == ()
    assert [response.status for response in get.responses] == ["default"]
    assert contract.operations["delete_things_by_id"].method == "DELETE"
    assert {item.rule for item in diagnostics} == {
        "header-of-runtime",
        "parameter-invalid",
        "path-parameter-missing",
        "path-parameter-unused",
        "responses-missing",
        "security-scheme-missing",
        "style-unknown",
    }


def test_media_types_come_in_the_order_of_preference_without_charset(built: Any) -> None:
    contract, _ = built(
        HEAD
        + """paths:
  /a:
    post:
      operationId: a
      requestBody:
        content: {text/plain: {}, '*/*': {}, application/xml: {}, multipart/form-data: {}, application/octet-stream: {},
          application/x-www-form-urlencoded: {}, 'application/vnd.a+json': {}, 'Application/JSON; charset=utf-8': {},
          'application/json': {}}
      responses: {'2xx': {description: ok}}
"""
    )
    assert [media.media_type for media in contract.operations["a"].body.media] == [
        "application/json",
        "application/vnd.a+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/octet-stream",
        "text/plain",
        "*/*",
        "application/xml",
    ]
    assert [response.status for response in contract.operations["a"].responses] == ["2XX"]


def test_a_reference_to_nothing_is_an_error_with_the_nearest_name_only_where_it_is_used(built: Any) -> None:
    text = (
        HEAD
        + """paths:
  /a: {get: {operationId: a, responses: {'200': {description: ok}}}}
  /b:
    get:
      operationId: b
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Ordr'}}}}}
components: {schemas: {Order: {type: object}}}
"""
    )
    contract, diagnostics = built(text)
    assert contract is None
    assert [str(item) for item in diagnostics] == [
        "api.yaml:8:88: error: the reference '#/components/schemas/Ordr' leads nowhere "
        "(did you mean 'Order'?) [ref-missing]"
    ]
    assert built(text, used=["a"])[0] is not None


def test_servers_of_an_operation_split_into_origin_and_path(built: Any) -> None:
    contract, _ = built(
        HEAD
        + """servers: [{url: 'https://{r}.example/v1/', variables: {r: {default: eu}}}]
paths:
  /a: {servers: [{url: 'https://up.example/base'}], get: {operationId: a}, put: {operationId: b, servers: [{url: rel}]}}
  /c: {get: {operationId: c}}
"""
    )
    assert contract.server == "https://eu.example/v1"
    assert {name: (o.server, o.path) for name, o in contract.operations.items()} == {
        "a": ("https://up.example", "/base/a"),
        "b": ("", "/rel/a"),
        "c": ("", "/c"),
    }
