"""`diff` tells what changed for what is in use, what it reaches above the contract, and where it stands."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import project
import pytest

from codegen.changes.model import Level
from codegen.changes.report import Row
from codegen.core.diagnostics import Diagnostics
from codegen.core.yaml import read_yaml
from codegen.verbs.accept import accept
from codegen.verbs.diff import DiffResult, diff
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate
from codegen.verbs.yaml_text import with_adapt

CONTRACT = "specs/erp/openapi.yaml"


def only(result: DiffResult) -> Row:
    (row,) = result.report.rows
    return row


def test_nothing_changed_since_the_snapshot(root: Path) -> None:
    project.generated(root)
    result = diff(root)
    assert (result.report.rows, result.exit_code) == ((), 0)


def test_a_field_that_an_action_reads_breaks_the_action_and_says_where(root: Path) -> None:
    project.generated(root)
    project.edit(
        root, CONTRACT, "id: {type: string, description: The number.}", "id: {type: integer, description: The number.}"
    )
    row = only(diff(root))
    assert row.change.rule == "response-property-type-changed"
    assert (row.change.subject, row.impact.actions, row.impact.tools) == (
        "Order.id",
        ("place_order",),
        ("place_order",),
    )
    assert row.impact.mended_by == "External Service"
    assert row.change.severity.action is Level.BREAKING
    assert row.new is not None
    assert (row.new.file, row.new.line) == (
        CONTRACT,
        project.CONTRACT[: project.CONTRACT.index("id: {type: string, desc")].count("\n") + 1,
    )
    assert diff(root).exit_code == 1


def test_a_field_that_nobody_reads_breaks_nothing(root: Path) -> None:
    project.generated(root)
    project.edit(root, CONTRACT, "        total: {type: number}\n", "")
    result = diff(root)
    row = only(result)
    assert row.change.rule == "response-optional-property-removed"
    assert (row.impact.actions, row.change.severity.worst, result.exit_code) == ((), Level.INFO, 0)


def test_a_new_required_field_of_a_request_breaks_the_action_that_does_not_send_it(root: Path) -> None:
    project.generated(root)
    project.edit(root, CONTRACT, "required: [sku]", "required: [sku, note]")
    row = only(diff(root))
    assert row.change.rule == "request-property-became-required"
    assert row.change.severity.action is Level.BREAKING


def test_a_moved_operation_is_absorbed_at_layer_one(root: Path) -> None:
    project.generated(root)
    project.edit(root, CONTRACT, "  /orders:\n", "  /purchase-orders:\n")
    row = only(diff(root))
    assert row.change.rule == "api-operation-moved"
    assert row.impact.absorbed


def test_what_nobody_uses_is_shown_when_asked(root: Path) -> None:
    project.generated(root)
    old = root / "old.yaml"
    old.write_text(project.CONTRACT)
    project.edit(root, CONTRACT, "operationId: getOrder", "operationId: readOrder")
    few = diff(root, str(old), str(root / CONTRACT))
    assert (few.report.rows, few.exit_code) == ((), 0)
    more = diff(root, str(old), str(root / CONTRACT), everything=True)
    assert [row.change.rule for row in more.report.rows] == ["api-operation-id-changed"]
    assert more.exit_code == 0


def test_an_operation_that_is_used_for_the_first_time_is_listed(root: Path) -> None:
    project.generated(root)
    project.put(
        root, "specs/actions/show.yaml", "action: show\ndescription: Shows an order.\noperation: erp.getOrder\n"
    )
    result = diff(root)
    assert result.report.newly_used == ("erp: GET /orders/{id}",)
    assert result.report.rows == ()


def test_a_revision_of_git_is_one_side(root: Path) -> None:
    project.generated(root)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    project.edit(
        root,
        CONTRACT,
        "state: {type: string}",
        "state: {type: string, nullable: true}",
    )
    assert generate(root).exit_code == 0
    row = only(diff(root, f"HEAD:{CONTRACT}"))
    assert row.change.rule == "response-property-became-nullable"
    assert row.new is not None
    assert row.new.file == CONTRACT


def test_two_files_need_no_project(root: Path) -> None:
    (root / "old.yaml").write_text(project.CONTRACT)
    (root / "new.yaml").write_text(project.CONTRACT.replace("operationId: createOrder", "operationId: newOrder"))
    result = diff(root, str(root / "old.yaml"), str(root / "new.yaml"))
    assert (only(result).change.rule, result.exit_code) == ("api-operation-id-changed", 1)


@pytest.mark.parametrize(
    ("old", "told"), [("nothing.yaml", "no file"), ("HEAD:nothing.yaml", "git"), ("pyproject.toml", "no contract")]
)
def test_what_cannot_be_opened_is_told(root: Path, old: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    project.generated(root)
    monkeypatch.chdir(root)
    with pytest.raises(UsageError, match=told):
        diff(root, old, CONTRACT)


def test_lines_of_handlers_and_of_other_code_are_found_by_what_they_use_not_by_words(root: Path) -> None:
    project.make(root)
    project.edit(root, "specs/actions/place_order.yaml", "outputs:", "handler: true\noutputs:")
    project.put(
        root,
        "specs/handlers/place_order.py",
        "from generated.actions.place_order import Inputs, Outputs, Steps\n\n\n"
        "def run(inputs: Inputs, steps: Steps) -> Outputs:\n"
        "    order = steps.order(sku=inputs.sku)\n"
        "    total = 'total'  # a word, not the field\n"
        "    assert order.total is None or total\n"
        "    return Outputs(order_id=order.id)\n",
    )
    project.put(
        root,
        "jobs/report.py",
        "from generated.services.erp.client import Client\n\n\n"
        "def report(client: Client) -> float:\n"
        "    return client.create_order(sku='PUMP').total or 0.0\n",
    )
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "total: {type: number}", "total: {type: string}")
    row = only(diff(root))
    assert [str(line) for line in row.impact.lines] == ["jobs/report.py:5", "specs/handlers/place_order.py:7"]
    assert row.impact.mended_by == "External Service"


def test_what_adapt_takes_up_is_absorbed(root: Path) -> None:
    project.make(root)
    adapt = "adapt: {schemas: {Order: {id: {cast: string}}}}\n"
    project.put(root, "specs/erp/service.yaml", project.SERVICE + adapt)
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "id: {type: string, description: The", "id: {type: integer, description: The")
    row = only(diff(root))
    assert (row.impact.absorbed, row.impact.actions, row.change.severity.action) == (True, (), Level.NONE)


RENAMED = [
    ("required: [id, state]", "required: [order_ref, state]"),
    ("id: {type: string, desc", "order_ref: {type: string, desc"),
]
KIND = [
    ("required: [sku]", "required: [sku, kind]"),
    ("                sku: {type", "                kind: {type: string, enum: [part]}\n                sku: {type"),
]


@pytest.mark.parametrize(
    ("edits", "line"),
    [
        (RENAMED, {"schemas": {"Order": {"id": {"wire": "order_ref"}}}}),
        ([("operationId: createOrder", "operationId: new")], {"operations": {"createOrder": {"wire": "new"}}}),
        ([("id: {type: string, desc", "id: {type: integer, desc")], {"schemas": {"Order": {"id": {"cast": "string"}}}}),
        (KIND, {"schemas": {"CreateOrderBody": {"kind": {"default": "part"}}}}),
    ],
    ids=["a renamed field", "a renamed operation", "a changed type", "a new field with one value"],
)
def test_what_layer_one_can_take_up_is_offered_and_applied(
    root: Path, edits: list[tuple[str, str]], line: object
) -> None:
    project.make(root)
    project.put(root, "specs/erp/service.yaml", f"# ours\n{project.SERVICE}")
    assert generate(root).exit_code == 0
    above = {n: t for n, t in project.snapshot(root).items() if "generated/actions" in n or "generated/tools" in n}
    for old, new in edits:
        project.edit(root, CONTRACT, old, new)
    (offered,) = {str(row.offer) for row in diff(root).report.rows if row.offer}
    assert offered == str(line)
    result = diff(root, apply=True)
    assert result.applied == {"specs/erp/service.yaml": line}
    assert (root / "specs/erp/service.yaml").read_text().startswith("# ours\n")
    assert all(row.impact.absorbed or not row.breaking for row in diff(root).report.rows)
    assert generate(root).exit_code == 0
    after = project.snapshot(root)
    assert {name: after[name] for name in above} == above
    assert diff(root).report.rows == ()


def test_what_layer_one_cannot_take_up_says_why_and_which_layer_must(root: Path) -> None:
    project.generated(root)
    project.edit(root, CONTRACT, "required: [id, state]", "required: [state]")
    row = only(diff(root))
    assert row.offer == {}
    assert (row.impact.mended_by, row.impact.why) == ("Invocable Action", "what is missing cannot be made up")


def test_a_field_that_is_renamed_again_keeps_its_stable_name(root: Path) -> None:
    project.make(root)
    adapt = "adapt: {schemas: {Order: {id: {wire: number}}}}\n"
    project.put(root, "specs/erp/service.yaml", project.SERVICE + adapt)
    project.edit(root, CONTRACT, "required: [id, state]", "required: [number, state]")
    project.edit(root, CONTRACT, "id: {type: string, desc", "number: {type: string, desc")
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "required: [number, state]", "required: [order_no, state]")
    project.edit(root, CONTRACT, "number: {type: string, desc", "order_no: {type: string, desc")
    assert diff(root, apply=True).applied == {
        "specs/erp/service.yaml": {"schemas": {"Order": {"id": {"wire": "order_no"}}}}
    }
    assert "{wire: order_no}" in (root / "specs/erp/service.yaml").read_text()
    assert generate(root).exit_code == 0


def test_an_accepted_breaking_change_no_longer_fails_until_its_last_day(root: Path) -> None:
    project.generated(root)
    project.edit(root, CONTRACT, "required: [id, state]", "required: [state]")
    row = only(diff(root))
    assert row.breaking
    accept(root, [row.id], reason="it is always there", owner="finance", until=date(2026, 6, 1), today=date(2026, 5, 1))
    accepted = only(diff(root, today=date(2026, 6, 1)))
    assert (accepted.breaking, accepted.accepted) == (False, "it is always there (finance)")
    assert diff(root, today=date(2026, 6, 1)).exit_code == 0
    assert diff(root, today=date(2026, 6, 2)).exit_code == 1
    with pytest.raises(UsageError, match="no change"):
        accept(root, ["erp/000000000000"], reason="r", owner="o")


def test_what_another_service_broke_does_not_hide_what_this_one_changed(root: Path) -> None:
    project.widen(project.make(root))
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "required: [id, state]", "required: [order_ref, state]")
    project.edit(root, CONTRACT, "id: {type: string, desc", "order_ref: {type: string, desc")
    project.edit(root, "specs/stock/openapi.yaml", "count: {type: integer", "count: {type: string")
    rows = {row.change.subject: row for row in diff(root).report.rows}
    (stock,) = (row for row in rows.values() if row.service == "stock")
    assert stock.impact.actions == ("show_stock",)
    assert any(row.offer for row in rows.values() if row.service == "erp")


def test_two_fields_that_were_renamed_at_once_are_both_offered(root: Path) -> None:
    """Neither line fits alone: the action reads both fields."""
    project.make(root)
    read = "order_id: $steps.order.response.body#/id"
    project.edit(root, "specs/actions/place_order.yaml", read, f"{read}\n  state: $steps.order.response.body#/state")
    assert generate(root).exit_code == 0
    for old, new in (
        ("required: [id, state]", "required: [order_id, order_state]"),
        ("id: {type: string, desc", "order_id: {type: string, desc"),
        ("        state: {type", "        order_state: {type"),
    ):
        project.edit(root, CONTRACT, old, new)
    diff(root, apply=True)
    assert generate(root).exit_code == 0
    assert diff(root).report.rows == ()


def test_a_change_of_the_contract_as_a_whole_stands_where_it_is_written(root: Path) -> None:
    scheme = "key: {type: apiKey, in: header, name: X-Key}"
    old = f"""\
openapi: 3.0.3
info: {{title: T, version: "1"}}
servers: [{{url: "https://a.example"}}]
security: [{{key: []}}]
paths: {{/a: {{get: {{operationId: a, responses: {{"200": {{description: ok}}}}}}}}}}
components: {{securitySchemes: {{{scheme}}}}}
"""
    project.put(root, "old.yaml", old)
    project.put(root, "new.yaml", old.replace("a.example", "b.example").replace("X-Key", "X-Other"))
    found = diff(root, str(root / "old.yaml"), str(root / "new.yaml")).report.rows
    rows = {row.change.rule: row for row in found}
    places = {rule: (row.old and row.old.line, row.new and row.new.line) for rule, row in rows.items()}
    assert places == {"api-server-changed": (3, 3), "api-security-component-type-changed": (6, 6)}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [(CONTRACT, "paths:", "paths: ["), ("specs/erp/service.yaml", "service: erp", "service: erp\nservice: erp")],
    ids=["a contract", "a service's settings"],
)
def test_what_cannot_be_read_is_never_no_change(root: Path, file: str, old: str, new: str) -> None:
    project.generated(root)
    project.edit(root, file, old, new)
    result = diff(root)
    assert result.exit_code == 2
    assert any(item.place and item.place.file == file for item in result.diagnostics)


def test_a_renamed_parameter_is_offered_and_then_absorbed(root: Path) -> None:
    project.put(root, "specs/actions/show.yaml", "action: show\ndescription: Shows one.\noperation: erp.listOrders\n")
    project.make(root)
    line = """\
  /orders:
    get:
      operationId: listOrders
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {'200': {description: ok}}
"""
    project.edit(root, CONTRACT, "  /orders:\n", line)
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "{name: state, in: query", "{name: status, in: query")
    gone = next(row for row in diff(root).report.rows if row.change.rule == "request-parameter-removed")
    assert gone.offer == {"operations": {"listOrders": {"parameters": {"state": {"wire": "status"}}}}}
    diff(root, apply=True)
    after = diff(root)
    assert after.exit_code == 0
    assert all(not row.offer for row in after.report.rows)
    assert diff(root, apply=True).applied == {}


@pytest.mark.parametrize(("base_url", "told"), [("https://erp.example/v1/", True), ("https://proxy.example", False)])
def test_a_server_that_moved_is_told_where_the_project_asks_at_the_old_one(
    root: Path, base_url: str, told: bool
) -> None:
    project.make(root)
    service = re.sub(r"base_url: .*", f"base_url: {base_url}", project.SERVICE)
    project.put(root, "specs/erp/service.yaml", service)
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "https://erp.example/v1", "https://erp.example/v2")
    (row,) = (row for row in diff(root).report.rows if row.change.rule == "api-server-changed")
    assert (row.impact.mended_by == "External Service") is told
    assert (row.change.severity.worst is Level.WARNING) is told


@pytest.mark.parametrize("sides", [(), ("old.yaml", CONTRACT)], ids=["snapshots", "files"])
def test_a_definition_that_cannot_be_read_is_told(root: Path, sides: tuple[str, ...]) -> None:
    """What it uses counts as not used, so "no change" could be wrong."""
    project.generated(root)
    project.put(root, "old.yaml", project.CONTRACT)
    project.put(root, "specs/actions/place_order.yaml", "action: [")
    result = diff(root, *(str(root / side) for side in sides))
    assert result.exit_code == 2
    assert {item.place.file for item in result.diagnostics if item.place} == {"specs/actions/place_order.yaml"}


def test_what_a_line_absorbs_in_part_still_breaks(root: Path) -> None:
    """One shared enum, of a field that `adapt` can map and of the items of a parameter, which it cannot."""
    project.make(root)
    kind = "{$ref: '#/components/schemas/Kind'}"
    project.edit(root, CONTRACT, "sku: {type: string, description: Which part.}", f"sku: {kind}")
    parameter = f"parameters: [{{name: kind, in: query, required: true, schema: {{type: array, items: {kind}}}}}]"
    project.edit(root, CONTRACT, "operationId: createOrder", f"operationId: createOrder\n      {parameter}")
    kinds = "    Kind: {type: string, enum: [open, closed]}\n"
    project.edit(root, CONTRACT, "    Order:\n", f"{kinds}    Order:\n")
    project.edit(root, "specs/actions/place_order.yaml", "inputs:\n", "inputs:\n  kind: {from: erp.createOrder.kind}\n")
    project.edit(root, "specs/actions/place_order.yaml", "sku: $inputs.sku", "sku: $inputs.sku, kind: $inputs.kind")
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "enum: [open, closed]", "enum: [open, closedd]")
    result = diff(root, apply=True)
    assert result.applied
    assert any(row.partly and row.sure for row in result.report.rows)
    assert result.exit_code == diff(root).exit_code == 1


def test_an_empty_adapt_takes_lines_too() -> None:
    text = with_adapt("service: erp\nadapt:\n", {"schemas": {"Order": {"id": {"wire": "ref"}}}})
    assert read_yaml(text, "", Diagnostics())["adapt"] == {"schemas": {"Order": {"id": {"wire": "ref"}}}}


def test_a_guess_is_offered_and_not_written(root: Path) -> None:
    """Of two values that have nothing in common nobody knows whether one became the other."""
    project.make(root)
    project.edit(root, CONTRACT, "state: {type: string}", "state: {type: string, enum: [open, closed]}")
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "enum: [open, closed]", "enum: [open, zzz]")
    result = diff(root, apply=True)
    assert {row.confidence for row in result.report.rows if row.offer} == {0.4}
    assert result.applied == {}
    assert "zzz" not in (root / "specs/erp/service.yaml").read_text()


def test_what_the_written_lines_absorb_breaks_nothing_any_more(root: Path) -> None:
    project.generated(root)
    for old, new in RENAMED:
        project.edit(root, CONTRACT, old, new)
    assert diff(root).exit_code == 1
    assert diff(root, apply=True).exit_code == 0
    assert diff(root).exit_code == 0


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ("createOrder", {"operations": {"make": {"wire": "new"}}}),
        ("new", {}),
        ("POST /orders", {}),
    ],
    ids=["by the old name", "by the new name already", "by method and path"],
)
def test_an_operation_that_adapt_names_keeps_that_name(root: Path, known: str, line: object) -> None:
    project.make(root)
    project.put(
        root, "specs/erp/service.yaml", f"{project.SERVICE}adapt: {{operations: {{make: {{wire: {known}}}}}}}\n"
    )
    action = root / "specs/actions/place_order.yaml"
    action.write_text(action.read_text().replace("erp.createOrder", "erp.make"))
    project.edit(root, CONTRACT, "operationId: createOrder", "operationId: new")
    project.put(root, "old.yaml", project.CONTRACT)
    offers = [row.offer for row in diff(root, str(root / "old.yaml"), str(root / CONTRACT)).report.rows if row.offer]
    assert offers == ([line] if line else [])


def test_a_shared_change_is_accepted_for_each_of_its_places(root: Path) -> None:
    """Which places are told as one depends on what is compared: a snapshot is normalised, a file is not."""
    project.generated(root)
    shared = project.CONTRACT.replace("state: {type: string}", "state: {$ref: '#/components/schemas/State'}").replace(
        "total: {type: number}", "total: {$ref: '#/components/schemas/State'}"
    )
    shared += "    State: {type: string, enum: [a, b]}\n"
    project.put(root, "old.yaml", shared)
    project.put(root, CONTRACT, shared.replace("enum: [a, b]", "enum: [a, b, c]"))
    (row,) = diff(root, str(root / "old.yaml"), str(root / CONTRACT), everything=True).report.rows
    assert (row.change.subject, len(row.stands)) == ("State", 2)
    assert len(row.ids) == 2
    assert row.id not in row.ids
