"""What cannot differ is left out of a comparison, and nothing else: the same is found in what is left."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from codegen.changes.walk import changes
from codegen.contract.build import build
from codegen.contract.differing import differing
from codegen.contract.document import Document
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.contract.residue import residue
from codegen.core.diagnostics import Diagnostics
from tests.changes.comparing import CASES

A = {"$ref": "#/components/schemas/A"}
TEXT = {"type": "string"}
BASE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a": {
            "post": {
                "summary": "Make.",
                "parameters": [{"name": "p", "in": "query", "schema": TEXT}],
                "requestBody": {"content": {"x/y": {"schema": TEXT}}},
                "responses": {
                    "200": {"description": "Made.", "content": {"x/y": {"schema": A}}},
                    "400": {"description": "Not.", "content": {"x/y": {"schema": TEXT}}},
                },
            },
        },
    },
    "components": {"schemas": {"A": {"type": "object", "properties": {"b": TEXT}}}},
}


def document(raw: dict[str, Any]) -> Document:
    return Document("openapi.yaml", Path("openapi.yaml"), raw, raw["openapi"])


def contract(of: Document) -> Contract:
    found = build(of, service="s", used=None, adapt={}, pinned={}, diagnostics=Diagnostics())
    assert found is not None
    return found


def left(path: tuple[str, ...], value: object) -> Any:
    """Return what is left of `/a` where one thing changed."""
    new = copy.deepcopy(BASE)
    node: Any = new
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    found = differing(document(BASE), document(new))
    assert found is not None
    return residue(document(BASE), found).raw["paths"]["/a"]["post"]


def test_of_an_operation_that_did_not_change_the_parts_stay_that_lead_to_what_did() -> None:
    kept = left(("components", "schemas", "A", "properties", "b"), {"type": "integer"})
    assert kept == {
        "summary": "Make.",
        "responses": {"200": BASE["paths"]["/a"]["post"]["responses"]["200"], "400": {"description": ""}},
    }


def test_parameters_stay_that_replace_those_which_their_path_shares() -> None:
    raw = copy.deepcopy(BASE)
    raw["paths"]["/a"]["parameters"] = [{"name": "p", "in": "query", "schema": A}]
    new = copy.deepcopy(raw)
    new["components"]["schemas"]["A"]["properties"]["b"] = {"type": "integer"}
    found = differing(document(raw), document(new))
    assert found is not None
    sides = [residue(document(side), found) for side in (raw, new)]
    assert sides[0].raw["paths"]["/a"]["post"]["parameters"] == raw["paths"]["/a"]["post"]["parameters"]
    assert changes(*map(contract, sides)) == changes(contract(document(raw)), contract(document(new)))


def test_components_of_which_one_could_take_the_others_name_keep_theirs() -> None:
    raw = copy.deepcopy(BASE)
    raw["components"]["schemas"]["a"] = {"type": "object", "properties": {"c": TEXT}}
    operation = raw["paths"]["/a"]["post"]
    operation["requestBody"]["content"]["x/y"]["schema"] = {"$ref": "#/components/schemas/a"}
    new = copy.deepcopy(raw)
    new["components"]["schemas"]["A"]["properties"]["b"] = {"type": "integer"}
    found = differing(document(raw), document(new))
    assert found is not None
    assert residue(document(raw), found).raw == raw


def test_an_operation_that_changed_stays_whole() -> None:
    assert left(("paths", "/a", "post", "summary"), "Makes.") == BASE["paths"]["/a"]["post"]


def test_a_document_whose_references_lead_into_its_paths_stays_whole() -> None:
    raw = copy.deepcopy(BASE)
    reference = "#/paths/~1a/post/requestBody/content/x~1y/schema"
    raw["components"]["schemas"]["B"] = {"$ref": reference}
    new = copy.deepcopy(raw)
    new["components"]["schemas"]["A"]["properties"]["b"] = {"type": "integer"}
    found = differing(document(raw), document(new))
    assert found is not None
    assert residue(document(raw), found).raw == raw


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_same_is_found_in_what_is_left(case: Path) -> None:
    sides = [load(Path(name), case, Diagnostics()) for name in ("old.yaml", "new.yaml")]
    old, new = (side for side in sides if side is not None)
    found = differing(old, new)
    if found is not None:
        whole = changes(contract(old), contract(new))
        assert changes(contract(residue(old, found)), contract(residue(new, found))) == whole
