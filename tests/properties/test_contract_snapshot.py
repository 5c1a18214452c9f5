from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.contract.build import build
from codegen.contract.load import load
from codegen.contract.model import Contract, children, references
from codegen.core.diagnostics import Diagnostics

NAMES = ("A", "B", "C-d", "e f")
WORDS = st.sampled_from(("id", "fooBar", "foo_bar", "class", "é", "x"))
REFS = st.sampled_from(NAMES).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
LEAVES = st.one_of(
    REFS,
    st.sampled_from(
        (
            {},
            True,
            {"type": "string", "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None, "a"]},
            {"type": "integer", "minimum": 3, "exclusiveMinimum": True},
            {"type": "strnig", "required": True},
            {"enum": [1, "one", None]},
            {"type": "array"},
            {"type": "object", "additionalProperties": False},
        )
    ),
)


def compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries(
            {"properties": st.dictionaries(WORDS, inner, max_size=3)},
            optional={"required": st.lists(WORDS, max_size=2), "oneOf": several, "nullable": st.booleans()},
        ),
        several.map(lambda parts: {"allOf": parts}),
        several.map(lambda parts: {"oneOf": parts, "discriminator": {"propertyName": "id"}}),
        several.map(lambda parts: {"anyOf": parts, "description": "D"}),
        inner.map(lambda item: {"type": "array", "items": item}),
        inner.map(lambda value: {"type": "object", "additionalProperties": value}),
    )


SCHEMAS = st.recursive(LEAVES, compound, max_leaves=6)
DOCUMENTS = st.builds(
    lambda components, body, answer, version: {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a/{id}": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": body}}},
                    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": answer}}}},
                }
            }
        },
        "components": {"schemas": components},
    },
    st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)),
    SCHEMAS,
    SCHEMAS,
    st.sampled_from(("3.0.3", "3.1.0")),
)


def made(document: Any, pinned: dict[str, str]) -> Contract:
    with TemporaryDirectory() as folder:
        (Path(folder) / "api.json").write_text(json.dumps(document))
        diagnostics = Diagnostics()
        loaded = load(Path("api.json"), Path(folder), diagnostics)
        assert loaded is not None
        contract = build(loaded, service="s", used=None, adapt={}, pinned=pinned, diagnostics=diagnostics)
        assert contract is not None, list(map(str, diagnostics))
        return contract


SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(DOCUMENTS)
def test_the_snapshot_makes_the_contract_again(document: Any) -> None:
    contract = made(document, {})
    again = made(contract.snapshot, dict(contract.names))
    assert replace(again, pointers=contract.pointers) == contract


@SLOW
@given(DOCUMENTS)
def test_every_schema_is_in_normal_form(document: Any) -> None:
    contract = made(document, {})
    operation = next(iter(contract.operations.values()))
    used = [media.schema for response in operation.responses for media in response.media]
    used += [media.schema for media in (operation.body.media if operation.body else ())]
    for schema in [*contract.schemas.values(), *filter(None, used)]:
        check(schema)
        assert set(references(schema)) <= contract.schemas.keys()
    for name, schema in contract.schemas.items():
        assert name.isidentifier()
        assert set(schema.get("required", ())) <= schema.get("properties", {}).keys()


def check(node: Any) -> None:
    assert isinstance(node, dict)
    assert not node.keys() & {"allOf", "nullable", "const", "example", "$defs"}
    assert isinstance(node.get("type", ""), str)
    if "$ref" in node:
        assert not node.keys() & {"type", "properties", "anyOf", "oneOf", "items"}
    if "anyOf" in node:
        assert len(node["anyOf"]) > 1
        assert [n for n, member in enumerate(node["anyOf"]) if member.get("type") == "null"] in (
            [],
            [len(node["anyOf"]) - 1],
        )
    if "oneOf" in node:
        assert "discriminator" in node
    for child in children(node):
        assert "properties" not in child, "an object stands inside of another"
        check(child)
