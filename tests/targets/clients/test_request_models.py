"""What only answers have is never asked of a caller."""

from __future__ import annotations

from codegen.contract.model import Body, Media, ref
from codegen.targets.clients.request_models import with_request_models
from codegen.targets.clients.signatures import keywords

from .handmade import SHOP, STRING, contract, operation

ONLY_READ = {**STRING, "readOnly": True}
PART = {"type": "object", "required": ["id", "name"], "properties": {"id": ONLY_READ, "name": STRING}}
KIT = {"type": "object", "required": ["parts"], "properties": {"parts": {"type": "array", "items": ref("Part")}}}
LOOSE = {"type": "object", "properties": {"id": ONLY_READ, "name": STRING}}


def test_a_class_that_demands_what_only_answers_have_gets_a_twin_for_requests() -> None:
    made = operation("put", "PUT", "/kits", body=Body(True, (Media("application/json", ref("Kit")),)))
    mended = with_request_models(contract((made,), {"Kit": KIT, "Part": PART}))
    assert mended.schemas["PartInput"] == {"type": "object", "required": ["name"], "properties": {"name": STRING}}
    assert mended.schemas["KitInput"]["properties"]["parts"]["items"] == ref("PartInput")
    assert mended.operations["put"].body == Body(True, (Media("application/json", ref("KitInput")),))
    assert mended.schemas["Part"] == PART


def test_a_property_that_is_read_only_is_no_keyword() -> None:
    made = contract(
        (operation("put", "PUT", "/x", body=Body(True, (Media("application/json", ref("Loose")),))),), {"Loose": LOOSE}
    )
    assert with_request_models(made) is made
    assert [keyword.name for keyword in keywords(made, made.operations["put"])] == ["name"]


def test_a_contract_without_such_properties_stays_itself() -> None:
    assert with_request_models(SHOP) is SHOP
