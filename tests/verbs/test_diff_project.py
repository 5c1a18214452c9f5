"""What a change does is judged by what the project really does: its credentials, keys, pages, owners and `adapt`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import project
import pytest

from codegen.changes.model import Level
from codegen.changes.report import Row
from codegen.verbs.check import check
from codegen.verbs.diff import DiffResult, diff
from codegen.verbs.generate import generate
from codegen.verbs.mock import serve
from codegen.verbs.pull import pull

CONTRACT, SERVICE = "specs/erp/openapi.yaml", "specs/erp/service.yaml"
LIST = """\
  /orders:
    get:
      operationId: listOrders
      parameters:
        - {name: page, in: query, schema: {type: integer, default: 1}}
        - {name: state, in: query, schema: {type: array, items: {type: string, enum: [open, closed, lost]}}}
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: object, properties: {items: {type: array, items: {$ref: "#/components/schemas/Order"}}}}
"""
LISTING = """\
action: list_open
description: Lists open orders.
steps:
  - id: all
    operation: erp.listOrders
    with: {state: [open]}
    collect: {max_items: 50}
outputs:
  order_ids: $steps.all.response.body#/items/*/id
"""
KEY = "      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]\n"


def started(root: Path, *edits: tuple[str, str], service: str = project.SERVICE, **files: str) -> Path:
    """Generate the small project, its contract changed by `edits` and with other definitions."""
    project.make(root)
    project.put(root, SERVICE, service)
    for name, text in files.items():
        project.put(root, f"specs/actions/{name}.yaml", text)
    for old, new in edits:
        project.edit(root, CONTRACT, old, new)
    result = generate(root)
    assert result.exit_code == 0, [str(item) for item in result.diagnostics]
    return root


def row_of(result: DiffResult, rule: str) -> Row:
    return next(row for row in result.report.rows if row.change.rule == rule)


def test_a_renamed_path_parameter_is_told_and_its_line_absorbs_it(root: Path) -> None:
    started(root, show_order=project.SHOW_ORDER)
    project.edit(root, CONTRACT, "  /orders/{id}:", "  /orders/{order_id}:")
    project.edit(root, CONTRACT, "[{name: id, in: path", "[{name: order_id, in: path")
    result = diff(root)
    row = row_of(result, "request-path-parameter-name-changed")
    assert (result.exit_code, row.impact.actions) == (1, ("show_order",))
    assert row.offer == {"operations": {"getOrder": {"parameters": {"id": {"wire": "order_id"}}}}}
    assert diff(root, apply=True).exit_code == 0
    assert diff(root).exit_code == 0
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()


def test_the_header_of_repeated_writes_is_missed_where_it_is_configured(root: Path) -> None:
    configured = f"{project.SERVICE}idempotency: {{header: Idempotency-Key}}\n"
    started(root, ("      operationId: createOrder\n", f"      operationId: createOrder\n{KEY}"), service=configured)
    project.edit(root, CONTRACT, "name: Idempotency-Key", "name: X-Idempotency-Key")
    row = row_of(result := diff(root), "request-parameter-removed")
    assert (result.exit_code, row.impact.mended_by, row.impact.owners) == (1, "External Service", ("finance",))
    assert "idempotency in service.yaml" in row.impact.why
    assert not row.offer


def test_a_required_header_that_layer_one_sends_anyway_has_not_to_be_given(root: Path) -> None:
    configured = f"{project.SERVICE}idempotency: {{header: Idempotency-Key}}\n"
    started(root, ("      operationId: createOrder\n", f"      operationId: createOrder\n{KEY}"), service=configured)
    project.edit(root, CONTRACT, "in: header, schema", "in: header, required: true, schema")
    result = diff(root)
    assert (result.exit_code, row_of(result, "request-parameter-became-required").impact.absorbed) == (0, True)


def test_what_asks_for_the_next_page_is_used(root: Path) -> None:
    started(root, ("  /orders:\n", LIST), list_open=LISTING)
    project.edit(root, CONTRACT, "{name: page, in: query", "{name: p, in: query")
    result = diff(root)
    assert (result.exit_code, row_of(result, "request-parameter-removed").impact.actions) == (1, ("list_open",))


@pytest.mark.parametrize(("value", "code"), [("open", 1), ("lost", 0)])
def test_a_value_that_goes_matters_to_those_who_send_it(root: Path, value: str, code: int) -> None:
    started(root, ("  /orders:\n", LIST), list_open=LISTING)
    left = ", ".join(v for v in ("open", "closed", "lost") if v != value)
    project.edit(root, CONTRACT, "enum: [open, closed, lost]", f"enum: [{left}]")
    assert diff(root).exit_code == code


def test_a_scope_that_the_credential_asks_for_already_is_nobodys_to_get(root: Path) -> None:
    started(root)
    asked = f"{project.CREDENTIALS}  scopes: [orders, admin]\n"
    needs = ("security: [{oauth: [orders]}]", "security: [{oauth: [orders, admin]}]")
    project.edit(root, CONTRACT, *needs)
    assert diff(root).exit_code == 1
    project.put(root, "specs/credentials.yaml", asked)
    assert diff(root).exit_code == 0


def test_a_security_scheme_that_only_has_another_name_breaks_nothing(root: Path) -> None:
    started(root)
    project.edit(root, CONTRACT, "oauth: ", "oauth2: ")
    result = diff(root)
    assert (result.exit_code, {row.change.severity.worst for row in result.report.rows}) == (0, {Level.INFO})
    assert generate(root).exit_code == 0


def test_another_status_with_the_same_answer_is_absorbed(root: Path) -> None:
    started(root)
    project.edit(root, CONTRACT, '"201": {description: Placed', '"202": {description: Placed')
    result = diff(root)
    assert (result.exit_code, {row.impact.mended_by for row in result.report.rows}) == (0, {""})
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()


def test_an_operation_that_is_gone_is_never_absorbed(root: Path) -> None:
    whole = project.SERVICE + "operations: all\n"
    started(root, service=whole)
    text = (root / CONTRACT).read_text()
    (root / CONTRACT).write_text(text[: text.index("  /orders/{id}:")] + text[text.index("components:") :])
    row = row_of(result := diff(root), "api-removed-without-deprecation")
    assert (result.exit_code, row.impact.absorbed, row.change.severity.worst) == (0, False, Level.INFO)


def test_what_differs_besides_the_name_that_adapt_keeps_is_told(root: Path) -> None:
    """The line joins the two, so the limit that came with the new name is a change of its own."""
    limited = ("sku: {type: string, ", "sku: {type: string, maxLength: 40, ")
    started(root, limited)
    project.edit(root, CONTRACT, "required: [sku]", "required: [part]")
    project.edit(root, CONTRACT, "sku: {type: string, maxLength: 40, ", "part: {type: string, maxLength: 20, ")
    adapt = "adapt: {schemas: {CreateOrderBody: {sku: {wire: part}}}}\n"
    project.put(root, SERVICE, project.SERVICE + adapt)
    result = diff(root)
    rows = {row.change.rule: row for row in result.report.rows}
    assert rows["request-property-removed"].impact.absorbed
    tightened = rows["request-property-max-length-decreased"]
    assert (tightened.impact.tools, result.exit_code) == (("place_order",), 1)


def test_a_rename_that_came_with_another_change_is_offered_as_a_guess(root: Path) -> None:
    started(root)
    project.edit(root, CONTRACT, "required: [id, state]", "required: [number, state]")
    project.edit(root, CONTRACT, "id: {type: string, desc", "number: {type: string, maxLength: 9, desc")
    row = row_of(diff(root), "response-required-property-removed")
    assert row.offer == {"schemas": {"Order": {"id": {"wire": "number"}}}}
    assert not row.sure
    assert row.impact.why == "the wire has it no more, and nothing that came is sure to be the same"


def test_a_vendor_that_takes_a_rename_back_leaves_nothing_to_mend(root: Path) -> None:
    adapt = "adapt: {schemas: {Order: {id: {wire: number}}}}\n"
    new = [
        ("required: [id, state]", "required: [number, state]"),
        ("id: {type: string, desc", "number: {type: string, desc"),
    ]
    started(root, *new, service=project.SERVICE + adapt)
    for old, now in new:
        project.edit(root, CONTRACT, now, old)
    assert diff(root, apply=True).exit_code == 0
    after = diff(root)
    assert (after.exit_code, [row.impact.mended_by for row in after.report.rows if row.impact.mended_by]) == (0, [])
    assert generate(root).exit_code == 0


def test_who_owns_what_has_to_be_mended_is_named(root: Path) -> None:
    owned = f"{project.ACTION}owner: {{team: purchasing}}\n"
    started(root, place_order=owned)
    project.edit(root, CONTRACT, "required: [sku]", "required: [sku, note]")
    row = row_of(diff(root), "request-property-became-required")
    assert (row.impact.mended_by, row.impact.owners) == ("Invocable Action", ("purchasing",))


def test_only_the_action_that_no_longer_fits_is_broken(root: Path) -> None:
    started(root, ("  /orders:\n", LIST), list_open=LISTING)
    project.edit(root, CONTRACT, "required: [sku]", "required: [sku, note]")
    project.edit(root, CONTRACT, "  /orders:\n", "  /all-orders:\n")
    moved = [row for row in diff(root).report.rows if row.change.rule == "api-operation-moved"]
    assert "list_open" not in {name for row in moved if row.impact.mended_by for name in row.impact.actions}


def test_another_kind_of_credential_is_mended_where_credentials_are(root: Path) -> None:
    started(root)
    old = (root / CONTRACT).read_text()
    scheme = old[old.index("    oauth: {type") : old.index("  schemas:")]
    project.edit(root, CONTRACT, scheme, "    oauth: {type: http, scheme: basic}\n")
    (drift,) = [drift for drift in check(root).drifts if drift.kind == "contract-misfit"]
    assert "credentials.yaml" in drift.mend


def test_a_renamed_value_of_a_parameter_is_mapped(root: Path) -> None:
    """And the wire gets the vendor's new word for ours."""
    one = LIST.replace(
        "{type: array, items: {type: string, enum: [open, closed, lost]}}", "{type: string, enum: [open, closed]}"
    )
    listing = LISTING.replace("{state: [open]}", "{state: closed}")
    started(root, ("  /orders:\n", one), list_open=listing)
    project.edit(root, CONTRACT, "enum: [open, closed]", "enum: [open, done_closed]")
    assert diff(root, apply=True).applied[SERVICE] == {
        "operations": {"listOrders": {"parameters": {"state": {"map": {"done_closed": "closed"}}}}}
    }
    assert diff(root).exit_code == 0
    assert generate(root).exit_code == 0
    program = "from codegen.cli import main; main()"
    asked = [sys.executable, "-c", program, "run", "list_open", "--dry-run"]
    shown = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False)
    assert "state=done_closed" in shown.stdout, shown.stderr


def test_a_field_that_a_body_must_have_is_asked_for_once_the_step_sends_that_body(root: Path) -> None:
    """Although the contract leaves open whether there is a body at all."""
    open_body = ("        required: true\n        content:\n", "        content:\n")
    noted = project.ACTION.replace("{sku: $inputs.sku}", "{note: $inputs.sku}").replace(
        "createOrder.sku", "createOrder.note"
    )
    project.make(root)
    project.edit(root, CONTRACT, *open_body)
    assert generate(root).exit_code == 0
    project.put(root, "specs/actions/place_order.yaml", noted)
    assert [item.rule for item in generate(root).diagnostics if item.severity == "error"] == ["missing-argument"]


def test_a_mock_warns_of_programs_that_it_is_not_asked_by(root: Path) -> None:
    project.make(root)
    with serve(root) as result:
        assert [item.rule for item in result.diagnostics] == ["mock-not-reached"]
        assert result.environment == {}
    project.edit(root, SERVICE, "https://erp.example/v1", "env:ERP_URL")
    with serve(root) as result:
        assert result.diagnostics == ()
        assert result.environment["ERP_URL"] == result.urls["erp"]


def test_a_service_that_is_pulled_has_only_its_own_breaks(root: Path) -> None:
    project.make(root)
    project.widen(root)
    for name in ("erp", "stock"):
        source = f"source: {{file: ../../vendor/{name}.yaml}}\ncontract:"
        project.edit(root, f"specs/{name}/service.yaml", "contract:", source)
    gone = project.CONTRACT.replace("id: {type: string, description: The number.}", "nr: {type: array}")
    project.put(root, "vendor/erp.yaml", gone.replace("required: [id, state]", "required: [state]"))
    project.put(root, "vendor/stock.yaml", project.STOCK.replace("How many.", "How many there are."))
    assert generate(root).exit_code == 0
    erp, stock = pull(root).services
    assert {item.subject for item in erp.foreseen.breaks} == {"Order.id"}
    assert (stock.foreseen.breaks, stock.foreseen.misfits) == ((), ())
