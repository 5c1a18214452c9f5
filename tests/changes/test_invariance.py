"""What means the same is no change: nothing above an info, and nothing at all where only the order differs."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.changes.model import Change, Level
from codegen.changes.walk import changes
from tests.changes.comparing import contract_of
from tests.properties.test_contract_snapshot import DOCUMENTS, made

CORPUS = Path(__file__).parents[2] / ".cache/corpus/od/package/api"
SCHEMA = "#/components/schemas/"
Tree = dict[str, Any]

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example'}]
paths:
  /orders:
    post:
      operationId: createOrder
      tags: [orders, shop]
      security: [{key: [], login: [read, write]}, {key: []}]
      parameters:
        - {name: dry, in: query, schema: {type: boolean}, example: true}
        - {name: X-Shop, in: header, required: true, schema: {$ref: '#/components/schemas/Code'}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Order'}, example: {id: 1}}
          application/xml: {schema: {$ref: '#/components/schemas/Order'}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '404': {description: none, content: {application/json: {schema: {type: array, items: {type: string}}}}}
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses:
        '200':
          description: ok
          headers: {X-Left: {schema: {type: integer}}, X-Shop: {schema: {$ref: '#/components/schemas/Code'}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {read: r, write: w}}}
  schemas:
    Code: {type: string, enum: [north, south], description: A shop}
    Order:
      type: object
      required: [id, items]
      properties:
        id: {type: integer, readOnly: true, example: 7}
        state: {type: [string, 'null'], enum: [new, paid, null]}
        items: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Item'}}
        paid: {anyOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Cash'}, {type: 'null'}]}
        tags: {type: object, additionalProperties: {type: string, maxLength: 9}}
    Item:
      type: object
      required: [code, price]
      properties: {code: {$ref: '#/components/schemas/Code'}, price: {type: number, exclusiveMinimum: 0}}
    Card: {type: object, required: [number], properties: {number: {type: string, pattern: '^[0-9]+$'}}}
    Cash: {type: object, required: [currency], properties: {currency: {type: string, default: EUR}}}
"""

OLDER = """
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
components:
  schemas:
    Item: {type: object, properties: {id: {type: integer}}}
    Order:
      type: object
      properties:
        note: {type: string, nullable: true, example: quick}
        state: {type: string, nullable: true, enum: [new, paid, null]}
        price: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}
        item: {nullable: true, allOf: [{$ref: '#/components/schemas/Item'}]}
        picture: {type: string, format: byte}
        gift: {type: string, enum: [wrapped]}
"""

NEWER = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
components:
  schemas:
    Item: {type: object, properties: {id: {type: integer}}}
    Order:
      type: object
      properties:
        note: {type: [string, 'null'], examples: [quick]}
        state: {enum: [new, paid, null]}
        price: {type: number, exclusiveMinimum: 0, maximum: 9}
        item: {anyOf: [{$ref: '#/components/schemas/Item'}, {type: 'null'}]}
        picture: {type: string, contentEncoding: base64}
        gift: {const: wrapped}
"""


def shop() -> Tree:
    tree: Tree = yaml.safe_load(SHOP)
    return tree


def between(old: Tree, new: Tree) -> tuple[Change, ...]:
    return changes(made(old, {}), made(new, {}))


def above_info(found: tuple[Change, ...]) -> list[Change]:
    return [change for change in found if change.severity.worst > Level.INFO]


# ------------------------------------------------------------------ ways to write the same


def shuffled(node: Any, random: Random, key: str = "") -> Any:
    """Return a tree with its mappings, and the lists whose order says nothing, in another order."""
    if isinstance(node, dict):
        members = [(name, shuffled(child, random, name)) for name, child in node.items()]
        random.shuffle(members)
        return dict(members)
    if isinstance(node, list):
        items = [shuffled(child, random) for child in node]
        if key in ("required", "enum", "parameters", "tags", "security"):
            random.shuffle(items)
        return items
    return node


def mapped(node: Any, change: Callable[[Tree], Any]) -> Any:
    """Return a tree with `change` in place of each mapping, the inner ones first."""
    if isinstance(node, dict):
        return change({key: mapped(child, change) for key, child in node.items()})
    return [mapped(child, change) for child in node] if isinstance(node, list) else node


def inlined(tree: Tree) -> Tree:
    """Return a document with each component schema where it is used, instead of a reference."""
    schemas = tree["components"]["schemas"]

    def taken(node: Tree) -> Any:
        reference = node.get("$ref", "")
        return inlined_schema(reference.removeprefix(SCHEMA)) if reference.startswith(SCHEMA) else node

    def inlined_schema(name: str) -> Any:
        return mapped(copy.deepcopy(schemas[name]), taken)

    return {**tree, "paths": mapped(tree["paths"], taken), "components": {**tree["components"], "schemas": {}}}


def around_references(tree: Tree) -> Tree:
    """Return a document with an `allOf` around each reference to a schema."""
    return mapped(tree, lambda node: {"allOf": [node]} if node.get("$ref", "").startswith(SCHEMA) else node)  # type: ignore[no-any-return]


def around_values(tree: Tree) -> Tree:
    """Return a document with an `allOf` of one around each schema of a component."""
    schemas = {name: {"allOf": [schema]} for name, schema in tree["components"]["schemas"].items()}
    return {**tree, "components": {**tree["components"], "schemas": schemas}}


def through_aliases(tree: Tree) -> Tree:
    """Return a document whose references lead to components that refer on, in two steps."""
    names = list(tree["components"]["schemas"])
    again = mapped(tree, lambda node: {"$ref": f"{node['$ref']}Alias"} if node.get("$ref") else node)
    for name in names:
        again["components"]["schemas"][f"{name}Alias"] = {"$ref": f"{SCHEMA}{name}Other"}
        again["components"]["schemas"][f"{name}Other"] = {"$ref": SCHEMA + name}
    return again  # type: ignore[no-any-return]


def renamed_components(tree: Tree) -> Tree:
    """Return a document whose component schemas all have other names."""
    schemas = {f"{name}V2": schema for name, schema in tree["components"]["schemas"].items()}
    again = {**tree, "components": {**tree["components"], "schemas": schemas}}
    return mapped(again, lambda node: {"$ref": f"{node['$ref']}V2"} if node.get("$ref") else node)  # type: ignore[no-any-return]


def other_examples(tree: Tree) -> Tree:
    return mapped(tree, lambda node: {**node, "example": "another"} if "example" in node else node)  # type: ignore[no-any-return]


def other_extras(tree: Tree) -> Tree:
    """Return a document with extensions, titles and links to documents that it had not."""
    extras = {"x-internal": {"a": 1}, "externalDocs": {"url": "https://docs.example"}}
    return mapped(tree, lambda node: {**node, **extras, "title": "T"} if "type" in node else node)  # type: ignore[no-any-return]


def moved_to_components(tree: Tree) -> Tree:
    """Return a document whose bodies, answers and parameters are components."""
    again = copy.deepcopy(tree)
    parts = again["components"]
    for item in again["paths"].values():
        for operation in item.values():
            name = operation["operationId"]
            parts.setdefault("parameters", {})[name] = operation["parameters"][0]
            operation["parameters"][0] = {"$ref": f"#/components/parameters/{name}"}
            for status, answer in operation["responses"].items():
                parts.setdefault("responses", {})[f"{name}{status}"] = answer
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}{status}"}
            if "requestBody" in operation:
                parts.setdefault("requestBodies", {})[name] = operation["requestBody"]
                operation["requestBody"] = {"$ref": f"#/components/requestBodies/{name}"}
    return again


SAME = (
    inlined,
    around_references,
    around_values,
    through_aliases,
    renamed_components,
    other_examples,
    other_extras,
    moved_to_components,
)


# ------------------------------------------------------------------ tests


@pytest.mark.parametrize("rewritten", SAME, ids=lambda function: function.__name__)
def test_the_same_in_other_words_is_nothing_above_an_info(rewritten: Callable[[Tree], Tree]) -> None:
    """In both directions; and it is no empty comparison, for the text did change."""
    one, other = shop(), rewritten(shop())

    assert one != other
    assert above_info(between(one, other)) == []
    assert above_info(between(other, one)) == []


@pytest.mark.parametrize("rewritten", SAME, ids=lambda function: function.__name__)
def test_a_change_is_seen_through_other_words(rewritten: Callable[[Tree], Tree]) -> None:
    """What makes no difference hides none: a property that became required is found, once on each side."""
    one, other = shop(), shop()
    other["components"]["schemas"]["Order"]["required"].append("state")

    assert {change.rule for change in above_info(between(one, rewritten(other)))} == {
        "request-property-became-required"
    }


def test_a_3_0_contract_is_its_own_3_1_form() -> None:
    older, newer = yaml.safe_load(OLDER), yaml.safe_load(NEWER)

    assert between(older, newer) == ()
    assert between(newer, older) == ()


def test_json_and_yaml_are_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SHOP)
    (tmp_path / "a.json").write_text(json.dumps(shop()))

    assert changes(contract_of(tmp_path / "a.yaml"), contract_of(tmp_path / "a.json")) == ()


def test_the_order_says_nothing() -> None:
    for seed in range(5):
        assert between(shop(), shuffled(shop(), Random(seed))) == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_says_nothing_of_any_contract(document: Any, random: Random) -> None:
    """Whatever its schemas: recursive, contradicting themselves, misspelt."""
    assert between(document, shuffled(document, random)) == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, DOCUMENTS)
def test_any_two_contracts_can_be_compared_and_each_is_itself(one: Any, other: Any) -> None:
    """No recursion is endless; what is found the one way is not nothing the other way."""
    assert between(one, one) == ()
    assert bool(between(one, other)) == bool(between(other, one))


def real() -> Iterator[Any]:
    """Yield six contracts of tests/corpus/sample-40.txt, 16 to 99 operations."""
    for name in (
        "spotify.com.json",
        "adyen.com/CheckoutService.json",
        "apideck.com/ats.json",
        "soundcloud.com.json",
        "twilio.com/twilio_messaging_v1.json",
        "hubapi.com/automation.json",
    ):
        missing = not (CORPUS / name).is_file()
        skip = pytest.mark.skipif(missing, reason="the corpus is not fetched; `make corpus` does it")
        yield pytest.param(CORPUS / name, id=name, marks=skip)


@pytest.mark.parametrize("file", list(real()))
def test_a_real_contract_in_another_order_is_the_same(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    again.write_text(json.dumps(shuffled(json.loads(file.read_bytes()), Random(1))))

    assert changes(contract_of(file), contract_of(again)) == ()
