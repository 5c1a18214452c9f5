"""A person reads how a tool changed: what it takes, what it gives, and what is said of it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from codegen.sync.tool_diff import tool_diff

TOOL: dict[str, Any] = {
    "name": "reorder_part",
    "description": "Orders a part.",
    "inputSchema": {
        "type": "object",
        "properties": {
            "sku": {"type": "string", "maxLength": 32},
            "lines": {
                "type": "array",
                "items": {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]},
            },
            "by": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["sku"],
    },
    "outputSchema": {"type": "object", "properties": {"order_id": {"type": "string"}}, "required": ["order_id"]},
    "annotations": {"readOnlyHint": True},
    "_meta": {"confirm": ["elicit"]},
}


def changed(*path: Any, to: Any) -> tuple[str, ...]:
    """Return the diff to the tool with one value put in, or taken out where it is None."""
    tool = copy.deepcopy(TOOL)
    at: Any = tool
    for key in path[:-1]:
        at = at[key]
    if to is None:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return tool_diff(TOOL, tool)


@pytest.mark.parametrize(
    ("path", "to", "line"),
    [
        (("description",), "Buys a part.", 'description: "Orders a part." → "Buys a part."'),
        (("annotations", "readOnlyHint"), False, "readOnlyHint: true → false"),
        (("_meta",), None, 'confirm: ["elicit"] → none'),
        (("inputSchema", "properties", "sku", "maxLength"), 64, "takes sku: maxLength: 32 → 64"),
        (("inputSchema", "properties", "sku", "pattern"), "^A", 'takes sku: pattern: none → "^A"'),
        (("inputSchema", "properties", "sku"), None, "takes sku: gone (string, required)"),
        (("inputSchema", "properties", "note"), {"type": "string"}, "takes note: new (string, optional)"),
        (("inputSchema", "required"), [], "takes sku: optional now"),
        (("inputSchema", "properties", "lines", "items", "required"), [], "takes lines[].count: optional now"),
        (
            ("inputSchema", "properties", "by", "anyOf", 0, "type"),
            "integer",
            'takes by (choice 1): type: "string" → "integer"',
        ),
        (("inputSchema", "properties", "lines"), None, "takes lines: gone (array, optional)"),
        (
            ("outputSchema", "properties", "order_id", "type"),
            "integer",
            'gives order_id: type: "string" → "integer"',
        ),
    ],
)
def test_a_change_is_one_line(path: tuple[Any, ...], to: Any, line: str) -> None:
    assert changed(*path, to=to) == (line,)


def test_nothing_is_said_of_a_tool_that_did_not_change() -> None:
    assert tool_diff(TOOL, copy.deepcopy(TOOL)) == ()


def test_long_texts_stand_below_one_another() -> None:
    long = "Orders a part from its supplier when fewer than twenty are on hand."
    assert changed("description", to=long) == ("description:", '  - "Orders a part."', f'  + "{long}"')


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (lambda schema: {"name": "t", "parameters": schema}, "takes sku: maxLength: 32 → 64"),
        (lambda schema: {"type": "function", "function": {"parameters": schema}}, "takes sku: maxLength: 32 → 64"),
        (lambda schema: {"toolSpec": {"inputSchema": {"json": schema}}}, "takes sku: maxLength: 32 → 64"),
        (lambda schema: {"input_schema": schema}, "takes sku: maxLength: 32 → 64"),
        (
            lambda schema: {"type": "namespace", "name": "n", "tools": [{"parameters": schema}]},
            "takes sku: maxLength: 32 → 64",
        ),
    ],
)
def test_every_vendors_form_is_read(form: Any, says: str) -> None:
    old = TOOL["inputSchema"]
    new = copy.deepcopy(old)
    new["properties"]["sku"]["maxLength"] = 64
    assert tool_diff(form(old), form(new)) == (says,)


def test_names_that_begin_alike_are_told_apart() -> None:
    old = {"inputSchema": {"properties": {"filter": {"type": "string"}}}}
    new = {"inputSchema": {"properties": {"filter.name": {"type": ["string", "null"]}}}}
    assert tool_diff(old, new) == (
        "takes filter: gone (string, optional)",
        "takes filter.name: new (string or null, optional)",
    )


def test_words_about_all_inputs_are_told() -> None:
    old: dict[str, Any] = {"inputSchema": {"type": "object", "properties": {}}}
    new = {"inputSchema": {**old["inputSchema"], "description": "Needs a or b."}}
    assert tool_diff(old, new) == ('what it takes: description: none → "Needs a or b."',)
