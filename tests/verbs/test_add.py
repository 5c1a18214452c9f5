"""`init`, `add` and `scaffold` write what generates as it stands, and nothing over a person's bytes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import project
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.core.diagnostics import Diagnostics
from codegen.core.yaml import read_yaml
from codegen.verbs.add import add, server_of
from codegen.verbs.check import check
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate
from codegen.verbs.init import init
from codegen.verbs.scaffold import scaffold
from codegen.verbs.security import propose
from codegen.verbs.yaml_text import flow, with_entries

KEYS = Path(__file__).parents[1] / "golden" / "cases" / "keys"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-_ :#é", max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_any_value_in_flow_style_reads_back_as_itself(value: Any) -> None:
    diagnostics = Diagnostics()
    assert read_yaml(f"key: {flow(value)}\n", "", diagnostics) == {"key": value}
    assert not diagnostics.failed


@pytest.mark.parametrize("text", [project.CREDENTIALS, "", "# only talk\n", "{a: {type: bearer}}\n", "a:\n  type: x"])
def test_entries_are_added_and_comments_stay(text: str) -> None:
    result = with_entries(text, {"new": {"type": "bearer", "token": "env:X"}})
    before = read_yaml(text, "", Diagnostics()) or {}
    assert read_yaml(result, "", Diagnostics()) == {**before, "new": {"type": "bearer", "token": "env:X"}}
    assert all(line in result for line in text.splitlines() if line.startswith("#"))


def test_init_leaves_what_is_there_and_refuses_a_second_time(root: Path) -> None:
    project.put(root, "pyproject.toml", '[project]\nname = "mine"\n')
    project.put(root, ".gitignore", "*.log")
    init(root)
    assert (root / "pyproject.toml").read_text().startswith('[project]\nname = "mine"\n')
    assert (root / ".gitignore").read_text() == "*.log\n.codegen/\n"
    with pytest.raises(UsageError, match="already"):
        init(root)


def test_an_empty_project_generates(root: Path) -> None:
    init(root)
    assert generate(root).exit_code == 0


def test_a_contract_is_copied_byte_for_byte_and_what_it_needs_is_derived(root: Path) -> None:
    init(root)
    content = project.CONTRACT.replace("\n", "\r\n").encode() + b"# \xc3\xa9\r\n"
    (root / "vendor.yml").write_bytes(content)
    result = add(root, "specs", root / "vendor.yml", name="erp", operations=["all"], team="finance")
    assert (root / "specs/erp/openapi.yaml").read_bytes() == content
    assert (result.operations, result.chosen) == (2, 2)
    assert set(result.environment) == {"ERP_TOKEN_URL", "ERP_CLIENT_ID", "ERP_CLIENT_SECRET"}
    assert generate(root).exit_code == 0
    assert (root / "generated/services/erp/client.py").exists()


@pytest.mark.parametrize(
    ("name", "operations", "message"),
    [("Erp", ["used"], "no name"), ("actions", ["used"], "folder of its own"), ("erp", ["creatOrder"], "creatOrder")],
)
def test_what_cannot_be_added_changes_nothing(root: Path, name: str, operations: list[str], message: str) -> None:
    init(root)
    project.put(root, "vendor.yaml", project.CONTRACT)
    before = project.snapshot(root)
    with pytest.raises(UsageError, match=message):
        add(root, "specs", root / "vendor.yaml", name=name, operations=operations)
    assert project.snapshot(root) == before


def test_a_file_that_is_no_contract_is_told_with_its_place_and_changes_nothing(root: Path) -> None:
    init(root)
    project.put(root, "vendor.yaml", "swagger: [\n")
    before = project.snapshot(root)
    result = add(root, "specs", root / "vendor.yaml", name="erp")
    assert result.exit_code == 2
    assert result.diagnostics[0].place is not None
    assert project.snapshot(root) == before


@pytest.mark.parametrize(
    ("scheme", "kind"),
    [
        ({"type": "apiKey", "in": "header", "name": "X"}, "api_key"),
        ({"type": "http", "scheme": "Basic"}, "basic"),
        ({"type": "basic"}, "basic"),
        ({"type": "http", "scheme": "bearer"}, "bearer"),
        ({"type": "oauth2", "flow": "application", "tokenUrl": "https://x/t"}, "oauth2_client_credentials"),
        ({"type": "oauth2", "flows": {"implicit": {}}}, "bearer"),
        ({"type": "openIdConnect"}, "bearer"),
    ],
)
def test_each_kind_of_security_gets_its_credential_by_reference(scheme: dict[str, Any], kind: str) -> None:
    raw = {"components": {"securitySchemes": {"it": scheme}}}
    (entry,) = propose("erp", raw).entries.values()
    assert entry["type"] == kind
    assert all(value.startswith("env:ERP_") for key, value in entry.items() if key not in {"type", "scopes"})


def test_a_scheme_without_a_credential_is_said() -> None:
    assert propose("erp", {"securityDefinitions": {"tls": {"type": "mutualTLS"}}}).left_out == ("tls (mutualTLS)",)


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ({"servers": [{"url": "https://a/{v}/", "variables": {"v": {"default": "v1"}}}]}, "https://a/v1"),
        ({"servers": [{"url": "/v1"}]}, ""),
        ({}, ""),
        ({"swagger": "2.0", "host": "a", "basePath": "/v1", "schemes": ["http", "https"]}, "https://a/v1"),
        ({"swagger": "2.0"}, ""),
    ],
)
def test_the_base_url_is_the_contracts_first_server(raw: dict[str, Any], url: str) -> None:
    assert server_of(raw) == url


PAY = """\
openapi: 3.1.0
info: {title: Pay, version: "1"}
servers: [{url: "https://pay.example"}]
paths:
  /payments:
    post:
      operationId: makePayment
      security: [{key: []}]
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string}}]
      responses: {"204": {description: ok}}
  /reports:
    get: {operationId: listReports, security: [{oauth: [read]}], responses: {"204": {description: ok}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://pay.example/token", scopes: {read: r}}}}
"""


def test_a_contract_of_two_schemes_and_a_required_key_generates_from_the_part_that_is_used(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "pay.yaml").write_text(PAY)
    add(tmp_path, "specs", tmp_path / "pay.yaml", name="pay", operations=["used"])
    settings = (tmp_path / "specs/pay/service.yaml").read_text()
    assert "credential: {key: pay_key, oauth: pay_oauth}" in settings
    assert "idempotency: {header: Idempotency-Key}" in settings
    scaffold(tmp_path, "pay.makePayment")
    assert generate(tmp_path).exit_code == 0
    client = (tmp_path / "generated/services/pay/client.py").read_text()
    assert "idempotency_key: str | None = None" in client, "layer 1 writes the key, so no caller has to"


def test_a_required_key_that_nobody_writes_is_told_with_what_lets_layer_1_write_it(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "pay.yaml").write_text(PAY)
    add(tmp_path, "specs", tmp_path / "pay.yaml", name="pay", operations=["used"])
    scaffold(tmp_path, "pay.makePayment")
    project.edit(tmp_path, "specs/pay/service.yaml", "idempotency: {header: Idempotency-Key}\n", "")
    (told,) = [item for item in generate(tmp_path).diagnostics if item.rule == "missing-argument"]
    assert "idempotency: {header: Idempotency-Key}" in told.suggestion
    line = "operation: pay.makePayment"
    project.edit(tmp_path, "specs/actions/make_payment.yaml", line, f"{line}\n    with: {{Idempotency-Key: one}}")
    assert generate(tmp_path).exit_code == 0


def test_a_scaffolded_definition_generates_as_it_stands(root: Path) -> None:
    project.make(root)
    result = scaffold(root, "erp.createOrder", handler=True)
    assert result.written == (
        "specs/actions/create_order.yaml",
        "specs/handlers/create_order.py",
        "tests/test_create_order.py",
    )
    text = (root / "specs/actions/create_order.yaml").read_text()
    assert "Places an order for one part." in text
    assert "\n  sku: {from: erp.createOrder.sku}" in text
    assert "\n  # note: {from: erp.createOrder.note}" in text
    assert generate(root).exit_code == 0
    (tool,) = (
        tool
        for tool in json.loads((root / "generated/tools/mcp.json").read_text())["tools"]
        if tool["name"] == "create_order"
    )
    assert tool["inputSchema"]["required"] == ["sku"]
    with pytest.raises(UsageError, match="already"):
        scaffold(root, "erp.createOrder")


@pytest.mark.parametrize(
    "operation",
    ["shop.createOrder", "shop.getOrder", "shop.deleteOrder", "shop.listOrders", "shop.startExport", "stock.getLevel"],
)
def test_a_scaffolded_handler_comes_with_a_test_that_passes_as_it_stands(operation: str, tmp_path: Path) -> None:
    shutil.copytree(KEYS / "specs", tmp_path / "specs", ignore=shutil.ignore_patterns("actions"))
    (tmp_path / "pyproject.toml").write_text("[tool.codegen]\n")
    written = scaffold(tmp_path, operation, name="try_it", handler=True).written
    assert generate(tmp_path).exit_code == 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", written[2]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "3 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("operation", "hint"), [("erp.createOrdr", "createOrder"), ("epr.createOrder", "erp"), ("erp", "SERVICE.OPERATION")]
)
def test_what_cannot_be_scaffolded_is_told_with_the_nearest_name(root: Path, operation: str, hint: str) -> None:
    project.make(root)
    with pytest.raises(UsageError) as caught:
        scaffold(root, operation)
    assert hint in caught.value.suggestion


@pytest.mark.parametrize("operation", ["createOrder", "getOrder"])
def test_a_scaffolded_definition_says_what_agents_need_so_that_no_lint_warns(root: Path, operation: str) -> None:
    project.make(root)
    result = scaffold(root, f"erp.{operation}", name="scaffolded_order")
    generate(root)
    file = result.written[0]
    text = (root / file).read_text()
    assert all(words in text for words in ("Use it ", "do not use it", "Returns id", "change"))
    assert not [item for item in check(root).diagnostics if item.place is not None and item.place.file == file]


def test_all_inputs_are_taken_where_that_is_asked_for(root: Path) -> None:
    project.make(root)
    scaffold(root, "erp.createOrder", everything=True)
    text = (root / "specs/actions/create_order.yaml").read_text()
    assert "\n  note: {from: erp.createOrder.note}" in text
    assert "note: $inputs.note" in text
    assert generate(root).exit_code == 0


LONG = "listEveryOrderOfTheWholeCompanyWithAllItsPositions"


@pytest.fixture
def shop(root: Path) -> Path:
    """Make a project whose one operation has a long name, and a header that the client writes by itself."""
    operation = {
        "operationId": LONG,
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in ("Authorization", "X-Team")
        ],
        "responses": {"204": {"description": "ok"}},
    }
    contract = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {"/orders": {"get": operation}}}
    service = root / "specs" / "shop"
    service.mkdir(parents=True)
    (root / "pyproject.toml").write_text("[tool.codegen]\n")
    (service / "openapi.json").write_text(json.dumps(contract))
    (service / "service.yaml").write_text("service: shop\ncontract: openapi.json\nbase_url: https://shop.example\n")
    return root


def test_headers_that_the_client_writes_are_no_inputs(shop: Path) -> None:
    text = (shop / scaffold(shop, f"shop.{LONG}").written[0]).read_text()
    assert "X-Team" in text
    assert "uthorization" not in text
    assert generate(shop).exit_code == 0


def test_a_long_name_of_an_operation_is_cut_at_a_word_and_stays_its_own(shop: Path) -> None:
    action = scaffold(shop, f"shop.{LONG}").action
    assert re.fullmatch(r"list_every_order_of_the_whole_[0-9a-f]{6}", action)


def test_optional_inputs_are_comments_that_are_yaml_without_their_marks(tmp_path: Path) -> None:
    init(tmp_path)
    many = ", ".join(f"{{name: p{n}, in: query, schema: {{type: string}}}}" for n in range(15))
    (tmp_path / "pay.yaml").write_text(
        PAY.replace("operationId: listReports,", f"operationId: listReports, parameters: [{many}],")
    )
    add(tmp_path, "specs", tmp_path / "pay.yaml", name="pay", operations=["used"])
    scaffold(tmp_path, "pay.listReports")
    text = (tmp_path / "specs/actions/list_reports.yaml").read_text()
    assert "# and 3 more, which codegen scaffold pay.listReports --all-inputs takes too" in text
    chosen = re.sub(r"(?m)^# (?=inputs:|  p\d+:)", "", text)
    (tmp_path / "specs/actions/list_reports.yaml").write_text(chosen)
    diagnostics = Diagnostics()
    assert len(read_yaml(chosen, "", diagnostics)["inputs"]) == 12
    assert generate(tmp_path).exit_code == 0


PARTS = """\
openapi: 3.1.0
info: {title: Parts, version: "1"}
servers: [{url: "https://parts.example"}]
paths:
  /parts:
    get:
      operationId: listParts
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  total: {type: integer}
                  parts: {type: array, items: {type: object, properties: {sku: {type: string}}}}
                  links: {type: object, properties: {next: {type: string}}}
"""


def test_what_is_listed_is_an_output_and_what_else_the_answer_has_is_offered(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "parts.yaml").write_text(PARTS)
    add(tmp_path, "specs", tmp_path / "parts.yaml", name="parts", operations=["used"])
    scaffold(tmp_path, "parts.listParts")
    text = (tmp_path / "specs/actions/list_parts.yaml").read_text()
    assert list(read_yaml(text, "", Diagnostics())["outputs"]) == ["parts", "total"]
    whole = text.replace("  # links:", "  links:")
    assert list(read_yaml(whole, "", Diagnostics())["outputs"]) == ["parts", "total", "links"]
    (tmp_path / "specs/actions/list_parts.yaml").write_text(whole)
    assert generate(tmp_path).exit_code == 0


def test_an_offered_output_takes_no_name_that_is_there(tmp_path: Path) -> None:
    init(tmp_path)
    links = "links: {type: object, properties: {next: {type: string}}}"
    more = f'link_s: {{type: string}}\n                  "link s": {links[7:]}\n                  "link-s": {links[7:]}'
    (tmp_path / "parts.yaml").write_text(PARTS.replace(links, more))
    add(tmp_path, "specs", tmp_path / "parts.yaml", name="parts", operations=["used"])
    scaffold(tmp_path, "parts.listParts")
    text = (tmp_path / "specs/actions/list_parts.yaml").read_text()
    whole = re.sub(r"(?m)^  # (?=link)", "  ", text)
    assert len(read_yaml(whole, "", Diagnostics())["outputs"]) == 5


def test_business_rules_are_scaffolded_without_objects_that_they_would_have_to_make(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "parts.yaml").write_text(PARTS)
    add(tmp_path, "specs", tmp_path / "parts.yaml", name="parts", operations=["used"])
    scaffold(tmp_path, "parts.listParts", handler=True)
    assert generate(tmp_path).exit_code == 0
    assert "return Outputs(total=answer.total)" in (tmp_path / "specs/handlers/list_parts.py").read_text()
    assert not [drift for drift in check(tmp_path).drifts if drift.kind == "handler-misfit"]
