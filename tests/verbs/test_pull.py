"""`pull` brings the next contract byte for byte, says what it does to what is in use, and wipes nothing."""

from __future__ import annotations

from pathlib import Path

import project
import pytest

from codegen.sync.layers import Layer
from codegen.sync.lock import Provenance
from codegen.sync.site import Site, read_lock
from codegen.verbs.check import check
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate
from codegen.verbs.pull import Fate, PullResult, pull
from codegen.verbs.pull_request import pull_request, summary

VENDOR, OURS = "vendor/openapi.yaml", "specs/erp/openapi.yaml"
SOURCE = "file:../../vendor/openapi.yaml"


def linked(root: Path) -> Path:
    """Generate the small project with a vendor's folder beside it to pull from."""
    project.make(root)
    project.edit(root, "specs/erp/service.yaml", "contract:", "source: {file: ../../vendor/openapi.yaml}\ncontract:")
    project.put(root, VENDOR, project.CONTRACT)
    assert generate(root).exit_code == 0
    return root


def renamed(root: Path) -> None:
    """Let the vendor rename a field that an action uses."""
    project.edit(root, VENDOR, "required: [id, state]", "required: [order_ref, state]")
    project.edit(root, VENDOR, "id: {type: string, description: The", "order_ref: {type: string, description: The")


def only(result: PullResult) -> tuple[Fate, int]:
    (item,) = result.services
    return item.fate, result.exit_code


def test_a_contract_is_replaced_byte_for_byte_and_its_provenance_recorded(root: Path) -> None:
    linked(root)
    content = (
        project.CONTRACT.replace("total: {type: number}", "total: {type: number, minimum: 0}").encode()
        + b"\r\n# \xc3\xa9"
    )
    (root / VENDOR).write_bytes(content)
    assert only(pull(root)) == (Fate.PULLED, 0)
    assert (root / OURS).read_bytes() == content
    lock = read_lock(Site(root, "generated"))
    assert lock is not None
    assert isinstance(lock.sources["erp"], Provenance)
    assert lock.sources["erp"].where == SOURCE
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()
    assert "source erp " in (root / "codegen.lock").read_text()


def test_a_pull_without_news_changes_no_byte(root: Path) -> None:
    linked(root)
    pull(root)
    before = project.snapshot(root)
    result = pull(root)
    assert only(result) == (Fate.CURRENT, 0)
    assert project.snapshot(root) == before
    assert pull_request(result.services) == ""


def test_check_only_tells(root: Path) -> None:
    linked(root)
    project.edit(root, VENDOR, "summary: Place an order", "summary: Send an order")
    before = project.snapshot(root)
    assert only(pull(root, check=True)) == (Fate.NEWER, 1)
    assert project.snapshot(root) == before


def test_a_renamed_field_breaks_and_the_line_that_absorbs_it_is_offered(root: Path) -> None:
    linked(root)
    renamed(root)
    result = pull(root)
    seen = result.services[0].foreseen
    assert result.exit_code == 1
    assert {item.layer for item in seen.breaks} == {Layer.EXTERNAL_SERVICE}
    assert "adapt: {schemas: {Order: {id: {wire: order_ref}}}}" in seen.offer
    assert summary(seen).startswith("1 operation in use changes.")
    absorbed = "adapt: {schemas: {Order: {id: {wire: order_ref}}}}\n"
    project.put(root, "specs/erp/service.yaml", (root / "specs/erp/service.yaml").read_text() + absorbed)
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()


def test_a_change_that_layer_one_absorbs_says_so(root: Path) -> None:
    linked(root)
    project.edit(root, VENDOR, "  /orders:\n", "  /purchase-orders:\n")
    result = pull(root)
    seen = result.services[0].foreseen
    assert (result.exit_code, seen.breaks, seen.absorbed) == (0, (), ("erp.createOrder",))
    assert "Absorbed at the External Service; agent surface unchanged." in pull_request(result.services)


@pytest.mark.parametrize(
    ("old", "new", "layer", "words"),
    [
        ("post:\n", "put:\n", Layer.AGENT_ACTION, "accepted"),  # it may be repeated now, which agents see
        ("security: [{oauth: [orders]}]", "security: [{oauth: [admin]}]", Layer.EXTERNAL_SERVICE, "scope"),
        ("sku: {type: string", "sku: {type: integer", Layer.AGENT_ACTION, "accepted"),
        ("operationId: createOrder", "operationId: newOrder", None, ""),
        ("  /orders:\n    post:", "  /nothing:\n    get:", Layer.INVOCABLE_ACTION, "POST /orders"),
        ("required: [sku]", "required: [sku, note]", Layer.INVOCABLE_ACTION, "note"),
    ],
)
def test_what_breaks_is_told_in_its_layer(root: Path, old: str, new: str, layer: Layer | None, words: str) -> None:
    linked(root)
    project.edit(root, VENDOR, old, new)
    if "nothing" in new:
        project.edit(root, VENDOR, "operationId: createOrder", "operationId: other")
    result = pull(root, check=True)
    breaks = result.services[0].foreseen.breaks
    assert bool(breaks) == (layer is not None), breaks
    assert layer is None or any(item.layer is layer and words in f"{item.subject} {item.message}" for item in breaks)


def test_corrections_stay_and_one_that_no_longer_applies_is_named(root: Path) -> None:
    linked(root)
    overlay = "{target: '$.components.schemas.Order.properties.total', update: {description: Ours.}}"
    project.put(
        root,
        "specs/erp/overlay.yaml",
        f"overlay: 1.0.0\ninfo: {{title: ours, version: '1'}}\nactions: [{overlay}]\n",
    )
    project.edit(root, "specs/erp/service.yaml", "contract:", "overlays: [overlay.yaml]\ncontract:")
    assert generate(root).exit_code == 0
    before = (root / "specs/erp/overlay.yaml").read_bytes()
    project.edit(root, VENDOR, "        total: {type: number}\n", "")
    result = pull(root)
    assert result.exit_code == 1
    assert any("overlay.yaml:3" in line for line in result.services[0].foreseen.idle)
    assert (root / "specs/erp/overlay.yaml").read_bytes() == before


def test_a_contract_that_was_corrected_by_hand_is_left_alone_until_told_otherwise(root: Path) -> None:
    linked(root)
    pull(root)
    project.edit(root, OURS, "total: {type: number}", "total: {type: number, minimum: 0}")
    mine = (root / OURS).read_bytes()
    project.edit(root, VENDOR, "summary: Place an order", "summary: Send an order")
    result = pull(root)
    assert only(result) == (Fate.EDITED, 1)
    assert "--discard" in result.services[0].suggestion
    assert (root / OURS).read_bytes() == mine
    assert only(pull(root, discard=True)) == (Fate.PULLED, 0)
    assert (root / OURS).read_bytes() == (root / VENDOR).read_bytes()
    assert (root / ".codegen/replaced" / OURS).read_bytes() == mine


def test_the_first_pull_keeps_a_copy_since_nobody_knows_whether_the_contract_was_corrected(root: Path) -> None:
    linked(root)
    project.edit(root, OURS, "total: {type: number}", "total: {type: number, minimum: 0}")
    mine = (root / OURS).read_bytes()
    assert only(pull(root)) == (Fate.PULLED, 0)
    assert (root / ".codegen/replaced" / OURS).read_bytes() == mine


@pytest.mark.parametrize("text", ["<html>Sign in</html>", "swagger: [", '{"hello": 1}', ""])
def test_what_is_no_contract_is_not_put_in_its_place(root: Path, text: str) -> None:
    linked(root)
    project.put(root, VENDOR, text)
    before = (root / OURS).read_bytes()
    result = pull(root)
    assert only(result) == (Fate.FAILED, 2)
    assert result.services[0].problem
    assert (root / OURS).read_bytes() == before


def test_files_that_the_contract_refers_to_come_along(root: Path) -> None:
    linked(root)
    project.put(root, "vendor/parts/order.yaml", "type: object\nrequired: [id]\nproperties: {id: {type: string}}\n")
    project.edit(root, VENDOR, '"#/components/schemas/Order"', "parts/order.yaml")
    assert only(pull(root))[0] is Fate.PULLED
    assert (root / "specs/erp/parts/order.yaml").exists()
    assert generate(root).exit_code == 0


def test_a_project_without_sources_and_an_unknown_service_are_told(root: Path) -> None:
    project.generated(root)
    with pytest.raises(UsageError, match="source"):
        pull(root)
    with pytest.raises(UsageError, match="source"):
        pull(root, "erp")
    with pytest.raises(UsageError, match="no service") as caught:
        pull(root, "epr")
    assert "erp" in caught.value.suggestion


def test_a_pull_requests_text_names_breaks_by_layer_and_nothing_of_the_vendors_acts_in_it(root: Path) -> None:
    linked(root)
    renamed(root)
    evil = "@team ![x](https://evil.example/p) <img src=x> `"
    project.edit(root, VENDOR, "state: {type: string}", f"state: {{type: string, enum: ['{evil}']}}")
    text = pull_request(pull(root).services)
    title, blank, *body = text.split("\n")
    assert title == "Pull erp: 1 thing breaks"
    assert blank == ""
    assert "- **External Service**" in body
    assert "adapt: {schemas: {Order: {id: {wire: order_ref}}}}" in text
    outside = "".join(part for number, part in enumerate(text.split("`")) if number % 2 == 0)
    assert not any(mark in outside for mark in ("@team", "<img", "!["))


def test_every_service_with_a_source_is_pulled_and_one_failure_stops_no_other(root: Path) -> None:
    linked(root)
    project.put(root, "specs/shop/openapi.yaml", project.CONTRACT)
    shop = project.SERVICE.replace("service: erp", "service: shop").replace("credential: erp\n", "credential: erp\n")
    project.put(root, "specs/shop/service.yaml", shop + "source: {file: ../../vendor/nowhere.yaml}\n")
    project.edit(root, VENDOR, "summary: Place an order", "summary: Send an order")
    result = pull(root)
    assert [(item.service, item.fate) for item in result.services] == [("erp", Fate.PULLED), ("shop", Fate.FAILED)]
    assert result.exit_code == 2


def test_a_vendors_file_never_takes_the_place_of_ones_own(root: Path) -> None:
    linked(root)
    project.put(root, "vendor/service.yaml", "type: object\nrequired: [id]\nproperties: {id: {type: string}}\n")
    project.edit(root, VENDOR, '"#/components/schemas/Order"', "service.yaml")
    before = project.snapshot(root)
    assert only(pull(root)) == (Fate.FAILED, 2)
    assert project.snapshot(root) == before
