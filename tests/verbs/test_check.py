"""`check` names each drift by its layer, with what mends it, and the mending does."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import project
import pytest

from codegen.sync.layers import Layer
from codegen.verbs.check import CheckResult, check
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate

RENAME = "add to specs/erp/service.yaml: adapt: {schemas: {Order: {id: {wire: order_ref}}}}; then codegen generate"


def kinds(result: CheckResult) -> set[tuple[str, Layer]]:
    return {(drift.kind, drift.layer) for drift in result.drifts}


def test_a_generated_project_has_no_drift(root: Path) -> None:
    project.generated(root)
    result = check(root)
    assert (result.drifts, result.exit_code) == ((), 0)


def test_what_an_agent_would_stumble_over_is_a_warning_at_its_line(root: Path) -> None:
    project.generated(root)
    told = [str(item) for item in check(root).diagnostics]
    assert any(line.startswith("specs/actions/place_order.yaml:2:1: warning: the description has") for line in told)


@pytest.mark.parametrize(("severity", "exit_code", "count"), [("off", 0, 0), ("error", 1, 1)])
def test_a_project_tunes_a_lint(root: Path, severity: str, exit_code: int, count: int) -> None:
    project.generated(root)
    project.put(root, "pyproject.toml", f'[tool.codegen]\nlint = {{vague-description = "{severity}"}}\n')
    result = check(root)
    found = [item for item in result.diagnostics if item.rule == "vague-description"]
    assert (result.exit_code, len(found)) == (exit_code, count)


def test_a_lint_that_is_not_there_is_told_with_the_nearest(root: Path) -> None:
    project.generated(root)
    project.put(root, "pyproject.toml", '[tool.codegen]\nlint = {vague-descriptions = "off"}\n')
    assert "did you mean 'vague-description'?" in [item.suggestion for item in check(root).diagnostics]


def accept_lint(root: Path, *names: str) -> list[tuple[str, str]]:
    """Let `place_order` accept lints, and return the rule and the line of what is told of it."""
    project.generated(root)
    lint = ", ".join(f"{name}: everybody knows it" for name in names)
    project.edit(root, "specs/actions/place_order.yaml", "steps:\n", f"tool: {{lint: {{{lint}}}}}\nsteps:\n")
    assert generate(root).exit_code == 0
    told = [item for item in check(root).diagnostics if item.place and "place_order" in item.place.file]
    return [(item.rule, str(item.place)) for item in told]


def test_a_definition_accepts_a_finding_of_its_tool_with_the_reason(root: Path) -> None:
    assert accept_lint(root, "vague-description") == []


def test_what_is_accepted_and_not_found_is_told_at_its_line(root: Path) -> None:
    told = accept_lint(root, "vague-description", "missing-unit")
    assert told == [("idle-lint", "specs/actions/place_order.yaml:5:54")]


def test_an_accepted_lint_that_is_not_there_is_an_error_at_its_line(root: Path) -> None:
    assert ("unknown-lint", "specs/actions/place_order.yaml:5:15") in accept_lint(root, "vague-descriptions")


def test_a_tool_above_its_budget_is_told_at_its_definition_with_its_biggest_parts(root: Path) -> None:
    project.generated(root)
    project.put(root, "pyproject.toml", "[tool.codegen]\ntool_tokens = 100\ntoolset_tokens = 100\n")
    result = check(root)
    told = {item.rule: item for item in result.diagnostics}
    place = told["tool-budget"].place
    assert place is not None
    assert place.file.startswith("specs/actions/")
    assert "most in " in told["tool-budget"].message
    assert "toolset_tokens allows 100" in told["toolset-budget"].message
    assert {cost.vendor for cost in result.tokens} >= {"mcp", "openai", "anthropic"}


def test_a_budget_that_is_kept_says_nothing(root: Path) -> None:
    project.generated(root)
    assert not [item for item in check(root).diagnostics if "budget" in item.rule]


SERVICE, ACTION, AGENT = Layer.EXTERNAL_SERVICE, Layer.INVOCABLE_ACTION, Layer.AGENT_ACTION


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("specs/erp/openapi.yaml", "total: {type: number}", "total: {type: string}", ("input-changed", SERVICE)),
        ("specs/actions/place_order.yaml", "Places an order.", "Orders a part.", ("tool-changed", AGENT)),
        ("specs/actions/place_order.yaml", "sku: $inputs.sku", 'sku: "x{$inputs.sku}"', ("input-changed", ACTION)),
        ("specs/erp/service.yaml", "30m", "45m", ("file-outdated", SERVICE)),
        ("generated/services/erp/client.py", "class Client", "# mine\nclass Client", ("file-edited", SERVICE)),
        ("generated/actions/place_order.py", "class", "# mine\nclass", ("file-edited", ACTION)),
        ("generated/tools/mcp.json", "{", "{ ", ("file-edited", AGENT)),
        ("codegen.lock", "generator ", "generator 0.0.", ("generator-changed", Layer.PROJECT)),
        ("codegen.lock", "version 1", "version 9", ("lock-unreadable", Layer.PROJECT)),
    ],
)
def test_each_change_is_drift_of_its_layer(
    root: Path, file: str, old: str, new: str, expected: tuple[str, Layer]
) -> None:
    project.generated(root)
    project.edit(root, file, old, new)
    result = check(root)
    assert result.exit_code == 1
    assert expected in kinds(result)
    assert all(drift.mend for drift in result.drifts)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Places an order.", "Orders a part.", "its description"),
        ("erp.createOrder.sku}", "erp.createOrder.sku, description: Which.}", "its description"),
        ("inputs:", "owner: {team: demand}\ninputs:", "who owns it"),
        ("sku: $inputs.sku", 'sku: "x{$inputs.sku}"', "its logic"),
    ],
)
def test_what_changed_of_a_definition_is_told(root: Path, old: str, new: str, what: str) -> None:
    project.generated(root)
    project.edit(root, "specs/actions/place_order.yaml", old, new)
    (action,) = [drift for drift in check(root).drifts if drift.kind == "input-changed"]
    assert action.message.startswith(f"Action place_order changed: {what}")


def test_the_vendors_files_are_not_listed_beside_the_tool_that_changed_them(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    assert [(drift.kind, drift.subject) for drift in check(root).drifts] == [
        ("input-changed", "place_order"),
        ("tool-changed", "place_order"),
    ]


def test_an_edit_of_the_contract_outside_the_slice_is_no_drift(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/erp/openapi.yaml", "operationId: getOrder", "operationId: readOrder")
    assert check(root).exit_code == 0


def test_a_renamed_field_is_drift_of_the_service_and_the_offered_line_absorbs_it(root: Path) -> None:
    project.generated(root)
    above = {name: text for name, text in project.snapshot(root).items() if "/actions/" in name or "/tools/" in name}
    project.edit(root, "specs/erp/openapi.yaml", "required: [id, state]", "required: [order_ref, state]")
    project.edit(
        root,
        "specs/erp/openapi.yaml",
        "id: {type: string, description: The",
        "order_ref: {type: string, description: The",
    )
    result = check(root)
    assert kinds(result) == {("contract-misfit", Layer.EXTERNAL_SERVICE)}
    assert (result.exit_code, result.diagnostics) == (1, ())
    assert result.drifts[0].mend == RENAME
    assert generate(root).exit_code == 2
    project.put(
        root, "specs/erp/service.yaml", project.SERVICE + "adapt: {schemas: {Order: {id: {wire: order_ref}}}}\n"
    )
    assert generate(root).exit_code == 0
    assert check(root).exit_code == 0
    after = project.snapshot(root)
    assert {name: after[name] for name in above} == above


def test_a_changed_operation_id_is_absorbed_by_the_pinned_name(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/erp/openapi.yaml", "operationId: createOrder", "operationId: placeOrder")
    assert kinds(check(root)) == {("file-outdated", SERVICE)}  # the snapshot, which is the contract's word
    assert [name for name, _ in generate(root).written] == ["generated/contracts/erp.json"]
    assert check(root).drifts == ()


def test_a_field_that_is_renamed_after_its_operation_was_is_still_drift_of_the_service(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/erp/openapi.yaml", "operationId: createOrder", "operationId: placeOrder")
    assert generate(root).exit_code == 0
    project.edit(root, "specs/erp/openapi.yaml", "required: [id, state]", "required: [order_ref, state]")
    project.edit(root, "specs/erp/openapi.yaml", "id: {type: string, desc", "order_ref: {type: string, desc")
    result = check(root)
    assert (kinds(result), result.diagnostics) == ({("contract-misfit", SERVICE)}, ())
    assert result.drifts[0].mend == RENAME


def test_without_the_pin_a_changed_operation_id_is_drift_of_the_service_with_its_line(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/erp/openapi.yaml", "operationId: createOrder", "operationId: placeOrder")
    (root / "codegen.lock").unlink()
    (drift,) = (drift for drift in check(root).drifts if drift.kind == "contract-misfit")
    assert drift.layer is Layer.EXTERNAL_SERVICE
    assert "{operations: {createOrder: {wire: placeOrder}}}" in drift.mend


def test_an_error_of_the_definition_is_no_drift_of_the_service(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/actions/place_order.yaml", "body#/id", "body#/idd")
    result = check(root)
    assert result.exit_code == 2
    assert [item.place.file for item in result.diagnostics if item.place] == ["specs/actions/place_order.yaml"]


def test_a_contract_that_cannot_be_read_is_drift_of_the_service(root: Path) -> None:
    project.generated(root)
    project.put(root, "specs/erp/openapi.yaml", "openapi: [")
    result = check(root)
    assert ("contract-unreadable", Layer.EXTERNAL_SERVICE) in kinds(result)
    assert result.exit_code == 1


def test_an_adapt_line_that_names_nothing_is_drift_of_the_service(root: Path) -> None:
    project.generated(root)
    project.put(root, "specs/erp/service.yaml", project.SERVICE + "adapt: {schemas: {Order: {id: {wire: gone}}}}\n")
    assert ("adapt-names-nothing", Layer.EXTERNAL_SERVICE) in kinds(check(root))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "is missing"),
        ("def run(inputs, steps:\n", "is no Python"),
        ("def go(inputs, steps): ...\n", "defines no function run"),
        ("def run(inputs): ...\n", "does not take"),
        ("def run(inputs, steps, more): ...\n", "does not take"),
        ("async def run(inputs, steps, *, more): ...\n", "does not take"),
    ],
)
def test_a_handler_that_does_not_fit_is_drift_of_the_action(root: Path, text: str | None, message: str) -> None:
    project.make(root)
    project.put(root, "specs/actions/place_order.yaml", project.ACTION + "handler: true\n")
    project.put(root, "specs/handlers/place_order.py", "def run(inputs, steps): ...\n")
    assert generate(root).exit_code == 0
    assert check(root).exit_code == 0
    if text is None:
        (root / "specs/handlers/place_order.py").unlink()
    else:
        project.put(root, "specs/handlers/place_order.py", text)
    (drift,) = check(root).drifts
    assert (drift.kind, drift.layer) == ("handler-misfit", Layer.INVOCABLE_ACTION)
    assert message in drift.message


def test_a_deprecated_tool_names_its_successor_to_agents_and_its_last_day_to_people(root: Path) -> None:
    made = project.make(root)
    action = made / "specs/actions/place_order.yaml"
    (made / "specs/actions/order_again.yaml").write_text(
        action.read_text().replace("action: place_order", "action: order_again")
    )
    action.write_text(action.read_text() + "tool: {deprecated: {use: order_again, remove_after: 2026-07-01}}\n")
    assert generate(made).exit_code == 0
    tools = json.loads((made / "generated/tools/mcp.json").read_text())["tools"]
    told = next(tool for tool in tools if tool["name"] == "place_order")
    assert told["description"].startswith("Deprecated: use order_again instead. ")
    assert told["_meta"]["deprecated"] == {"use": "order_again", "remove_after": "2026-07-01"}

    def said(day: date) -> list[str]:
        return [item.message for item in check(made, day).diagnostics if item.rule == "tool-ends"]

    assert said(date(2026, 6, 16)) == []
    assert said(date(2026, 6, 20)) == ["the tool place_order ends in 11 days, on 2026-07-01"]
    assert said(date(2026, 7, 2)) == ["the tool place_order was to be removed after 2026-07-01"]


def test_a_deferred_namespace_costs_nothing_until_it_is_searched_for(root: Path) -> None:
    project.generated(root)
    table = '[tool.codegen]\nnamespaces = {orders = {description = "Orders.", deferred = true}}\n'
    project.put(root, "pyproject.toml", f"{table}toolset_tokens = 100\n")
    file = root / "specs/actions/place_order.yaml"
    file.write_text(f"{file.read_text()}tool: {{namespace: orders}}\n")
    assert not [item for item in generate(root).diagnostics if item.severity == "error"]
    deferred = {(cost.vendor, cost.tool) for cost in check(root).tokens if cost.deferred}
    assert deferred == {("anthropic", "place_order"), ("openai", "place_order")}


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("", "unknown-namespace"),
        ('namespaces = {order = {description = "Orders."}}', "unknown-namespace"),
        ("namespaces = {orders = {deferred = true}}", "wrong-value"),
        ('namespaces = {Orders = {description = "Orders."}}', "wrong-value"),
        ("namespaces = 1", "wrong-type"),
    ],
)
def test_a_namespace_has_to_be_described(root: Path, table: str, rule: str) -> None:
    project.generated(root)
    file = root / "specs/actions/place_order.yaml"
    file.write_text(f"{file.read_text()}tool: {{namespace: orders}}\n")
    project.put(root, "pyproject.toml", f"[tool.codegen]\n{table}\n")
    try:
        told = " ".join(item.rule for item in check(root).diagnostics)
    except UsageError as error:
        told = error.message
    assert rule in told


def test_what_absorbs_a_change_is_told_of_an_operation_whose_path_changed_too(root: Path) -> None:
    contract = "specs/erp/openapi.yaml"
    definition = "action: show\ndescription: Shows one.\noperation: erp.getOrder\n"
    project.put(project.make(root), "specs/actions/show.yaml", definition)
    assert generate(root).exit_code == 0
    project.edit(root, contract, "/orders/{id}:", "/purchases/{oid}:")
    project.edit(root, contract, "{name: id, in: path", "{name: oid, in: path")
    project.edit(root, contract, "state: {type: string}", "status: {type: string}")
    project.edit(root, contract, "required: [id, state]", "required: [id, status]")
    told = next(drift for drift in check(root).drifts if drift.layer is Layer.EXTERNAL_SERVICE)
    assert "state: {wire: status}" in told.mend


def test_an_overlay_that_stands_elsewhere_is_its_services(root: Path) -> None:
    project.make(root)
    overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.nowhere, remove: true}]\n"
    project.put(root, "shared/o.yaml", overlay)
    project.edit(root, "specs/erp/service.yaml", "title: ERP\n", "title: ERP\noverlays: [../../shared/o.yaml]\n")
    assert generate(root).exit_code == 0
    (drift,) = check(root).drifts
    assert (drift.kind, drift.subject) == ("overlay-matches-nothing", "erp")
    assert drift.message.startswith("shared/o.yaml:")


def test_a_lint_that_cannot_be_a_name_is_told_where_it_stands(root: Path) -> None:
    assert ("unknown-lint", "specs/actions/place_order.yaml:5:15") in accept_lint(root, "a/b")
