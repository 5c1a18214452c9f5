"""Renames are found where a field went and one of its kind came, and not where that would be a guess."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.verbs.renames import renames

TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def document(**fields: Any) -> dict[str, Any]:
    return {"components": {"schemas": {"Order": {"type": "object", "properties": fields}}}}


@pytest.mark.parametrize(
    ("old", "new", "adapt", "expected"),
    [
        ({"id": TEXT}, {"order_ref": TEXT}, {}, {"id": {"wire": "order_ref"}}),
        ({"id": TEXT}, {"id": TEXT}, {}, None),
        ({"id": TEXT}, {"id": TEXT, "more": TEXT}, {}, None),
        ({"id": TEXT, "more": TEXT}, {"id": TEXT}, {}, None),
        ({"id": TEXT}, {"number": NUMBER}, {}, None),
        ({"a": NUMBER, "id": TEXT}, {"a": NUMBER, "x": TEXT, "order_id": TEXT}, {}, {"id": {"wire": "order_id"}}),
        ({"id": TEXT}, {"c": TEXT}, {"Order": {"stable": {"wire": "id"}}}, {"stable": {"wire": "c"}}),
        ({"id": TEXT}, {"c": TEXT}, {"Order": {"id": {"wire": "c"}}}, None),
        ({"a": NUMBER, "q": TEXT}, {"a": NUMBER, "one": TEXT, "two": TEXT, "three": TEXT}, {}, None),
    ],
)
def test_what_was_renamed(old: Any, new: Any, adapt: Any, expected: Any) -> None:
    lines = renames(document(**old), document(**new), {"schemas": adapt})
    assert lines == ({"schemas": {"Order": expected}} if expected else {})
