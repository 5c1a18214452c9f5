"""Model classes: as a person would write them, and importable whatever the definitions hold."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.render import class_generator
from codegen.render.class_generator import class_fields
from codegen.render.class_schemas import class_schema
from codegen.render.models import Models, render_models
from codegen.render.modules import components
from codegen.render.python_types import compiles, limits_of

STRING = {"type": "string"}


def _models(
    definitions: Mapping[str, Any], twins: Mapping[str, str] | None = None, cache: Path | None = None
) -> Models:
    needs = {name: re.findall(r"#/\$defs/(\w+)", json.dumps(schema)) for name, schema in definitions.items()}
    units = {name: name.lower() for name in definitions}
    return render_models(definitions, needs=needs, units=units, twins=twins or {}, cache=cache)


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _text(models: Models, module: str) -> str:
    return "\n".join([models.modules[module].imports, *models.modules[module].definitions])


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def test_a_field_has_its_attribute_its_wire_name_its_limits_and_its_words() -> None:
    order = _object(id={**STRING, "maxLength": 9, "x-wire": "purchase-order", "description": "Its\nnumber."})
    assert _models({"Order": order}).modules["order"].definitions[0].splitlines() == [
        "class Order(Model):",
        '    id: Annotated[str | None, Field(alias="purchase-order", max_length=9)] = None',
        '    """Its number."""',
    ]


def test_a_wire_name_cannot_leave_its_literal() -> None:
    order = _object(a={**STRING, "x-wire": 'a"])\nimport os  # \\'})
    tree = ast.parse(_text(_models({"Order": order}), "order"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_definitions_in_a_cycle_share_a_module_and_others_import_it() -> None:
    models = _models({"A": _object(b=_ref("B")), "B": _object(a=_ref("A")), "C": _object(a=_ref("A"))})
    assert models.homes == {"A": "a", "B": "a", "C": "c"}
    assert "from .a import A" in models.modules["c"].imports


def test_a_twin_is_an_alias() -> None:
    models = _models({"A": _object(x=STRING), "B": _object(x=STRING)}, {"B": "A"})
    assert models.modules["b"].definitions == ("B = A",)


def test_a_field_named_like_a_type_does_not_hide_it() -> None:
    text = _text(
        _models({"A": _object(date={**STRING, "format": "date"}, list={"type": "array", "items": STRING})}), "a"
    )
    assert "date: date_ | None = None" in text
    assert "list: list_[str] | None = None" in text


def test_a_class_named_like_a_known_name_does_not_hide_it() -> None:
    text = _text(_models({"Field": _object(x={**STRING, "maxLength": 1}), "Model": _object(), "A": _object()}), "field")
    assert "class Field(Model):" in text
    assert "Annotated[str | None, Field_(max_length=1)]" in text


@pytest.mark.parametrize("pattern", ["(?=a)b", "(?<!a)b", "(a", "\\p{Foo}", "(a{1,1000}){1,1000}"])
def test_a_pattern_that_pydantic_cannot_compile_stays_words(pattern: str) -> None:
    assert limits_of({**STRING, "pattern": pattern}) == {}
    assert not compiles(pattern)


def test_rendered_classes_are_kept_and_a_broken_cache_is_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions = {"A": _object(x=STRING), "B": _object(y={"type": "integer"})}
    first = _models(definitions, cache=tmp_path)
    (stored,) = tmp_path.iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(class_generator, "generate", lambda classes: pytest.fail("rendered again"))
        assert _models(definitions, cache=tmp_path) == first
    stored.write_text('{"cut')
    assert _models(definitions, cache=tmp_path) == first


def test_two_processes_render_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    classes = [class_schema(_object(**{f"p{n}": STRING}, q={"type": "integer", "maximum": n})).schema for n in range(5)]
    alone = class_fields(classes)
    monkeypatch.setattr(class_generator, "TWO_PROCESSES_FROM", 2)
    assert class_fields(classes) == alone


LEAVES = st.sampled_from(
    [
        {},
        STRING,
        {"type": "null"},
        {"type": "boolean"},
        {"not": {}},
        {"type": "integer", "minimum": -(2**70), "multipleOf": 5},
        {"type": "number", "maximum": 1e300, "multipleOf": 0.01},
        {"type": "string", "pattern": "^a'\"\\\\\\d+$", "minLength": 0, "maxLength": 2},
        {"type": "string", "format": "date-time", "maxLength": 3},
        {"type": "string", "enum": ["a", "b'\"\n", "\u2028"], "x-open-enum": True},
        {"type": "integer", "enum": [1, 2]},
        {"type": "number", "enum": [1.5]},
        {"type": "string", "x-cast": "decimal"},
        {"type": "string", "enum": ["open"], "x-map": {"O'\"": "open"}},
        {"$ref": "#/$defs/Other"},
        {"$ref": "#/$defs/Alias"},
    ]
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(lambda items: {"type": "array", "items": items, "minItems": 1})
        | inner.map(lambda rest: {"type": "object", "additionalProperties": rest, "minProperties": 1})
        | st.lists(inner, min_size=2, max_size=3).map(lambda members: {"anyOf": members})
        | inner.map(lambda member: {"anyOf": [member, {"type": "null"}]})
    ),
    max_leaves=4,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SCHEMAS, min_size=1, max_size=8), st.data())
def test_every_schema_becomes_a_class_that_pydantic_builds(schemas: list[Any], data: st.DataObject) -> None:
    properties = {f"p{number}": schema for number, schema in enumerate(schemas)}
    required = data.draw(st.lists(st.sampled_from(sorted(properties)), unique=True))
    alias = {"type": "array", "items": {"anyOf": [STRING, _ref("Alias")]}}
    models = _models(
        {"A": {**_object(**properties), "required": required}, "Other": _object(a=_ref("A")), "Alias": alias}
    )
    names: dict[str, Any] = {"__name__": "made"}
    module = "\n".join(_text(models, home) for home in dict.fromkeys(models.homes[n] for n in ("Alias", "Other", "A")))
    exec(
        compile("from __future__ import annotations\n" + re.sub(r"from \.\w+ import .*", "", module), "made", "exec"),
        names,
    )
    names["A"].model_rebuild(_types_namespace=names)
    assert {n for n, field in names["A"].model_fields.items() if field.is_required()} == set(required)


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"))))
def test_components_come_after_what_they_point_at(graph: dict[str, list[str]]) -> None:
    found = components(graph)
    assert sorted(node for group in found for node in group) == sorted(graph)
    place = {node: number for number, group in enumerate(found) for node in group}
    assert all(place[after] <= place[node] for node in graph for after in graph[node] if after in graph)
