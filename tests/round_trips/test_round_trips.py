"""A value that fits any vendor's schema is sent as the contract wants it, or is refused with its field named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.round_trips.trip import VENDORS, Refused, trip

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
NODE = {"type": "object", "properties": {"v": {"type": "string"}, "of": {"$ref": "#/$defs/Node"}}, "required": ["v"]}
PAIR = {"a": TEXT, "b": TEXT}


def body(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


CONTRACTS = {
    "moments": body(at={"type": "string", "format": "date-time"}, on={"type": "string", "format": "date"}),
    "ids": body(id={"type": "string", "format": "uuid"}),
    "nulls": body(maybe={"type": ["string", "null"]}, colour={"enum": ["red", None]}) | {"required": ["maybe"]},
    "anything": body(value={}),
    "closed": body(nothing={"type": "object", "additionalProperties": False}),
    "maps": body(labels={"type": "object", "additionalProperties": TEXT, "propertyNames": {"pattern": "^a"}}),
    "limits": body(price={**NUMBER, "multipleOf": 0.01, "minimum": 0}, code={**TEXT, "pattern": "^(?!X)[A-Z]{3}$"}),
    "lists": body(tags={"type": "array", "items": TEXT, "uniqueItems": True, "minItems": 2, "maxItems": 3}),
    "tuples": body(pair={"type": "array", "prefixItems": [TEXT, {"type": "integer"}], "items": False}),
    "conditions": body(
        o={"type": "object", "properties": PAIR, "if": {"required": ["a"]}, "then": {"required": ["b"]}}
    ),
    "together": {"type": "object", "properties": PAIR, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "recursion": body(tree={"$ref": "#/$defs/Node"}) | {"$defs": {"Node": NODE}},
}


@pytest.mark.parametrize("name", CONTRACTS)
def test_values_of_every_vendor_fit_the_contract_or_are_refused(name: str, tmp_path: Path) -> None:
    with trip(tmp_path, f"trip_{name}", CONTRACTS[name]) as found:
        assert not isinstance(found, Refused), found
        for vendor in VENDORS:
            assert found.run(vendor, 25).sent, f"no value of {vendor} gets through"


def test_a_trip_says_what_does_not_fit(tmp_path: Path) -> None:
    with trip(tmp_path, "trip_spoiled", body(code=TEXT)) as found:
        assert not isinstance(found, Refused)
        found.contract["components"]["schemas"]["Body"]["properties"]["code"]["maxLength"] = 0
        with pytest.raises(AssertionError, match="was sent as"):
            found.run("mcp", 25)
