"""A dry run shows what the action would send, to the byte, and sends nothing."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import project
import pytest

from codegen.cli.rehearsal import told
from codegen.verbs.dry_run import DryRun, Shown, dry_run
from codegen.verbs.generate import generate
from codegen.verbs.mock import serve
from codegen.verbs.run import run

ROOT = Path(__file__).parents[2]
KEYS = ROOT / "tests" / "golden" / "cases" / "keys"


@pytest.fixture(autouse=True)
def _no_socket(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let any attempt at the network fail, but where a test plays the services for real."""
    if "served" in request.fixturenames:
        return

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a dry run opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def requests(shown: DryRun) -> list[Shown]:
    """Return everything that would be sent, tokens and undo apart."""
    return [r for step in shown.steps for r in step.requests if step.called and r.purpose == "call"]


def reorder(**more: Any) -> DryRun:
    """Go through the worked example."""
    pairs = [("sku", "PUMP-7"), ("quantity", "3")]
    return dry_run(ROOT, "reorder_part", pairs=pairs, roles=["buyer"], scopes=["orders:write"], **more)


def test_every_step_is_shown_with_its_request_its_undo_and_its_policies() -> None:
    stock, order, notify = reorder().steps
    assert [r.url for r in stock.requests] == ["${INVENTORY_URL}/stock/PUMP-7"]
    assert json.loads(order.requests[-1].body) == {"sku": "PUMP-7", "quantity": 3}
    assert [r.url.partition("/orders/")[0] for r in order.undo] == ["${ERP_URL}"]
    assert "undo order_id: $steps.order.response.body#/id" in order.assumed
    assert any("3 attempts" in policy and "Idempotency-Key" in policy for policy in order.policies)
    assert "where it fails: the action goes on and warns" in notify.policies


@pytest.mark.parametrize(
    ("told", "shown"), [("", "${ERP_TOKEN_URL}"), ("https://id.example/t", "https://id.example/t")]
)
def test_a_token_is_got_where_the_credential_says(monkeypatch: pytest.MonkeyPatch, told: str, shown: str) -> None:
    """That need not be at the service's own address."""
    monkeypatch.setenv("ERP_URL", "https://erp.example")
    monkeypatch.delenv("ERP_TOKEN_URL", raising=False)
    if told:
        monkeypatch.setenv("ERP_TOKEN_URL", told)
    tokens = [r.url for step in reorder().steps for r in step.requests if r.purpose == "token"]
    assert tokens == [shown]


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INVENTORY_KEY", "ERP_CLIENT_SECRET", "CHAT_TOKEN"):
        monkeypatch.setenv(name, f"canary-of-{name.lower()}")
    told = repr(reorder())
    assert "canary" not in told
    assert "[redacted]" in told


def test_a_step_whose_condition_the_assumed_answers_break_still_shows_what_it_would_send(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(KEYS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shown = dry_run(copy, "find_order", pairs=[("id", "X")])
    order, moved = shown.steps
    assert (order.called, moved.called) == (True, False)
    assert moved.condition == "$steps.order.response.statusCode == 404"


LINKS = """\
openapi: 3.0.3
info: {title: Pay, version: "1"}
servers: [{url: "https://pay.example"}]
paths:
  /links:
    post:
      operationId: createLink
      summary: Make a link
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/New"}}}}
      responses:
        "201": {description: Made, content: {application/json: {schema: {$ref: "#/components/schemas/Link"}}}}
components:
  schemas:
    New: {type: object, required: [country], properties: {country: {type: string, maxLength: 4}}}
    Link: {type: object, required: [state], properties: {state: {type: string}}}
"""
SERVICE = """\
service: pay
title: Pay
contract: openapi.yaml
owner: {team: payments}
base_url: env:PAY_URL
"""
MAKE_LINKS = """\
action: make_links
description: Makes links.
inputs:
  first: {type: string, required: false, description: Where the first is.}
  second: {type: string, required: false, description: Where the second is.}
  third: {type: string, required: false, description: Where the third is.}
steps:
  - {id: link, operation: pay.createLink, with: {country: "{$inputs.first}!"}}
  - id: tell
    when: $steps.link.response.body#/state == "open"
    operation: pay.createLink
    with: {country: "{$inputs.second}!"}
  - {id: last, operation: pay.createLink, with: {country: "{$inputs.third}!"}}
outputs:
  state: $steps.link.response.body#/state
"""
TOO_LONG = "cannot be sent: argument country: String should have at most 4 characters"
BEYOND = "not reached, since step link fails"


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose one action makes three links, the second under a condition that does not hold."""
    root = tmp_path_factory.mktemp("links").resolve()
    project.put(root, "pyproject.toml", '[tool.codegen]\noutput = "links"\n')
    project.put(root, "specs/pay/openapi.yaml", LINKS)
    project.put(root, "specs/pay/service.yaml", SERVICE)
    project.put(root, "specs/actions/make_links.yaml", MAKE_LINKS)
    assert generate(root).exit_code == 0
    return root


@pytest.mark.parametrize(
    ("inputs", "problems"),
    [
        ("DE AT CH", ["", "", ""]),
        ("LONG AT CH", [TOO_LONG, BEYOND, BEYOND]),
        ("DE LONG CH", ["", TOO_LONG, ""]),
        ("DE AT LONG", ["", "", TOO_LONG]),
        ("- AT CH", ["cannot be sent: $inputs.first has no value", BEYOND, BEYOND]),
        ("DE - CH", ["", "cannot be sent: $inputs.second has no value", ""]),
        ("DE AT -", ["", "", "cannot be sent: $inputs.third has no value"]),
    ],
)
def test_a_step_that_cannot_be_sent_says_why_and_the_others_what_keeps_them(
    links: Path, inputs: str, problems: list[str]
) -> None:
    """Without a problem, a step shows its request, even one whose condition does not hold."""
    shown = _links_made(links, inputs)
    assert [step.problem.partition(",")[0] for step in shown.steps] == [text.partition(",")[0] for text in problems]
    assert [len(step.requests) for step in shown.steps] == [0 if text else 1 for text in problems]


def test_the_words_say_of_a_condition_only_what_is_known(links: Path) -> None:
    """Whether it holds is open where the action does not get so far."""
    words = ["   " + line.strip() for line in told(_links_made(links, "LONG AT CH"))]
    condition = '   only where they fulfil $steps.link.response.body#/state == "open"'
    assert words[words.index(condition) + 1] == f"   {BEYOND}"
    assert words.count(f"   {TOO_LONG}") == 1
    passed_over = [line.strip() for line in told(_links_made(links, "DE LONG CH"))]
    place = passed_over.index(f"{condition.strip()}, which the assumed answers do not; if they did:")
    assert passed_over[place + 1] == TOO_LONG


def test_an_answer_of_mock_yaml_that_departs_is_not_the_vendors_doing(links: Path, tmp_path: Path) -> None:
    """The step fails, and says so in its place."""
    copy = tmp_path / "project"
    shutil.copytree(links, copy)
    project.put(copy, "specs/pay/mock.yaml", "operations: {createLink: {answers: [{status: 201, body: {state: 7}}]}}\n")
    shown = _links_made(copy, "DE AT CH")
    said = "fails: the mock's answer of pay.createLink departs from the contract at /state: "
    assert [step.problem.startswith(said) for step in shown.steps] == [True, False, False]
    assert [step.problem for step in shown.steps[1:]] == [BEYOND, BEYOND]
    assert "mock.yaml can give another one" in shown.envelope["error"]["message"]


def _links_made(links: Path, inputs: str) -> DryRun:
    given = zip(("first", "second", "third"), inputs.split(), strict=True)
    return dry_run(links, "make_links", pairs=[(name, text) for name, text in given if text != "-"])


def test_a_caller_who_may_not_is_told_so_before_anything() -> None:
    shown = dry_run(ROOT, "reorder_part", pairs=[("sku", "PUMP-7"), ("quantity", "3")])
    assert shown.envelope["error"]["code"] == "permission_denied"
    assert requests(shown) == []
    assert {step.problem for step in shown.steps} == {"not reached, since the action fails"}
    assert shown.exit_code == 1


def test_a_handler_is_gone_through_too() -> None:
    arguments = json.dumps({"order_id": "PO-1001", "approved_by": "m.keller"})
    shown = dry_run(ROOT, "approve_order", document=arguments, roles=["approver"], scopes=["orders:write"])
    assert shown.handler
    assert [step.called for step in shown.steps] == [True, True, True, True]


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("part_availability", {"sku": "B-6204"}),
        ("find_part", {"sku": "M8-BOLT"}),
        ("reorder_part", {"sku": "B-6204", "quantity": 7}),
        ("cancel_order", {"order_id": "PO-1001", "reason": "by mistake"}),
        ("open_orders", {"supplier_id": "S-200"}),
    ],
)
def test_the_requests_are_those_that_a_service_receives(
    action: str, arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch, served: None
) -> None:
    caller = {"roles": ["buyer"], "scopes": ["orders:write", "orders:read"]}
    shown = requests(dry_run(ROOT, action, document=json.dumps(arguments), **caller))
    received = []
    with serve(ROOT) as mocks:
        for name, value in mocks.environment.items():
            monkeypatch.setenv(name, value)
        envelope = run(ROOT, action, document=json.dumps(arguments), approve=lambda _: True, **caller).envelope
        for service, url in mocks.urls.items():
            received += [(service, one) for one in _recorded(url)]
    assert envelope["ok"], envelope
    assert sorted((r.method, r.url.partition("}")[2], _plain(r.body)) for r in shown) == sorted(
        (one["method"], one["path"] + (f"?{one['query']}" if one["query"] else ""), _plain(one["body"]))
        for _, one in received
        if one["operation"] != "token"
    )


@pytest.fixture
def served() -> None:
    """Mark a test that plays the services for real."""


def _recorded(url: str) -> list[dict[str, Any]]:
    with urlopen(f"{url}/__mock__/requests") as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def _plain(body: Any) -> Any:
    if isinstance(body, str) and body:
        return json.dumps(json.loads(body), sort_keys=True)
    return json.dumps(body, sort_keys=True) if body else ""
