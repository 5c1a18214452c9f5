"""A digest of a tool in a vendor's form says whether an agent has to know anew."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.targets.tools.surfaces import digests, entries

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a", "b"]}
TOOL = {"name": "t", "description": "Does it.", "parameters": SCHEMA}


def test_the_order_of_what_is_required_says_nothing() -> None:
    assert digests(TOOL) == digests({**TOOL, "parameters": {**SCHEMA, "required": ["b", "a"]}})


@pytest.mark.parametrize(
    ("change", "aspect"),
    [
        ({"description": "Does that."}, "text"),
        ({"input_examples": [{"a": "x"}]}, "text"),
        ({"strict": True}, "schema"),
        ({"parameters": {**SCHEMA, "required": ["a"]}}, "schema"),
        (
            {
                "parameters": {
                    **SCHEMA,
                    "properties": {"a": {"type": "string", "description": "A."}, "b": {"type": "string"}},
                }
            },
            "text",
        ),
        ({"parameters": {**SCHEMA, "properties": {"title": {"type": "string"}}}}, "schema"),
    ],
)
def test_text_and_schema_are_apart(change: dict[str, Any], aspect: str) -> None:
    before, after = digests(TOOL), digests({**TOOL, **change})
    assert {key for key in before if before[key] != after[key]} == {aspect}


@pytest.mark.parametrize(
    "document",
    [
        {"tools": [TOOL]},
        [TOOL],
        [{"type": "function", "function": TOOL}],
        [{"toolSpec": TOOL}],
        [{"type": "namespace", "name": "n", "tools": [TOOL]}],
    ],
)
def test_every_vendors_file_is_taken_apart_by_tools(document: Any) -> None:
    assert list(entries(document)) == ["t"]
