"""Generated clients, as their callers see them: typed, whole, lazy, and sending what was asked."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from codegen.contract.model import Body, In, Media, ref
from codegen.targets.clients import generate
from codegen.targets.clients.units import units_of

from .handmade import OPERATIONS, PLAN, SCHEMAS, SHOP, STRING, contract, nullable, operation, parameter, plan

ROOT = Path(__file__).parents[3]


def write(folder: Path, of: Any = PLAN, package: str = "made") -> Path:
    for path, text in generate(of).items():
        file = folder / package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / package / "__init__.py").touch()
    return folder / package


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    write(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield importlib.import_module("made.services.shop")
    for name in [name for name in sys.modules if name.split(".")[0] == "made"]:
        del sys.modules[name]


@pytest.fixture
def echo() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve an order to everyone, and remember what was sent."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            asked.append({"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body})
            answer = b'{"purchase_order_id": "7", "lines": [], "status": "OPN", "total": "1.50", "new": 1}'
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PUT = answer  # noqa: N815 - the standard library's names

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_operation_is_in_the_table_and_has_a_method_in_both_clients(shop: ModuleType) -> None:
    assert list(shop.OPERATIONS) == [o.name for o in OPERATIONS]
    for one in OPERATIONS:
        assert (shop.OPERATIONS[one.name].method, shop.OPERATIONS[one.name].path) == (one.method, one.path)
        assert callable(getattr(shop.Client, one.ident))
        assert callable(getattr(shop.AsyncClient, one.ident))


def test_generated_code_is_strictly_typed_and_formatted(tmp_path: Path) -> None:
    made = write(tmp_path)
    options = ["--strict", "--python-version", "3.11", "--no-incremental", "--cache-dir", str(tmp_path / "cache")]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "made"],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout
    form = ["--line-length", "120", "--target-version", "py311", "--isolated", "--no-cache"]
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--diff", *form, made], capture_output=True, text=True
    )
    assert formatted.returncode == 0, formatted.stdout


def test_importing_clients_and_operations_loads_no_model(tmp_path: Path) -> None:
    write(tmp_path)
    code = (
        "import sys; from made.services.shop import Client, AsyncClient, OPERATIONS, answers\n"
        "assert not [m for m in sys.modules if m.startswith('made.services.shop.models.')], sys.modules\n"
        "from made.services.shop.models import Problem\n"
        "print(sorted(m for m in sys.modules if m.startswith('made.services.shop.models.')))\n"
    )
    path = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    ran = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True)
    assert ran.stdout.strip() == "['made.services.shop.models.problem']", ran.stderr


def test_a_call_sends_wire_names_and_reads_stable_ones(
    shop: ModuleType, echo: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = echo
    monkeypatch.setenv("SHOP_KEY", "secret-key")
    with shop.Client(base_url=url) as client:
        order = client.create_order(body_id="7", lines=[], id="me", list=None, status="open", idempotency_key="k")
    assert (order.id, order.status, str(order.total)) == ("7", "open", "1.50")
    (sent,) = asked
    assert json.loads(sent["body"]) == {"purchase_order_id": "7", "lines": [], "list": None, "status": "OPN"}
    headers = {key.lower(): value for key, value in sent["headers"].items()}
    assert (headers["idempotency-key"], headers["cookie"], headers["x-key"]) == ("k", "id=me", "secret-key")


def test_a_parameter_and_a_body_both_called_body_reach_their_places(
    tmp_path: Path, echo: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    media = Media("application/json", {"type": "array", "items": STRING})
    made = operation("put", "PUT", "/x", parameters=(parameter("body"),), body=Body(True, (media,)))
    write(tmp_path, plan(contract((made,))), "clash")
    monkeypatch.syspath_prepend(tmp_path)
    url, asked = echo
    with importlib.import_module("clash.services.shop").Client(base_url=url) as client:
        client.put(body="q", body_body=["b"])
    assert (asked[0]["path"], json.loads(asked[0]["body"])) == ("/x?body=q", ["b"])


def test_keywords_and_methods_hide_neither_types_nor_the_operations(tmp_path: Path) -> None:
    names = ("operations", "models", "str", "dict", "list", "date")
    date = {"type": "string", "format": "date"}
    parameters = tuple(parameter(name, schema=date) for name in names)
    answer = {"type": "array", "items": {"type": "object", "additionalProperties": ref("Line")}}
    methods = [operation(n, "GET", f"/{n}", parameters=parameters, responses=_answers(answer)) for n in names]
    write(tmp_path, plan(contract(tuple(methods), SCHEMAS)))
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "made"],
        cwd=tmp_path, env={"MYPYPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def _answers(schema: Any) -> Any:
    return (replace(OPERATIONS[0].responses[0], media=(Media("application/json", schema),)),)


def test_nothing_a_contract_says_leaves_its_token() -> None:
    evil = '"""\nimport os  # \\"\n{{ v }}'
    bad = operation(
        evil, "GET", "/" + evil, ident="bad", summary=evil, description=evil, tags=(evil,),
        parameters=(parameter(evil, In.QUERY, ident="x", wire=evil, description=evil),),
        body=Body(False, (Media("application/json", nullable({**STRING, "enum": [evil]})),), evil),
    )  # fmt: skip
    schema = {
        "type": "object",
        "description": evil,
        "properties": {evil: {**STRING, "x-ident": "y", "description": evil}},
    }
    for path, text in generate(plan(contract((bad,), {"Evil": schema}, title=evil))).items():
        if path.endswith(".py"):
            assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)], path


def test_generating_twice_gives_the_same_bytes() -> None:
    assert dict(generate(PLAN)) == dict(generate(PLAN))


def test_a_definition_shared_by_operations_stands_in_a_module_of_its_own() -> None:
    shape = {"type": "object", "properties": {"a": STRING}}
    at = {"AOk": "/paths/~1a/get/responses/200/x", "BOk": "/paths/~1b/get/responses/200/x"}
    made = contract(
        (operation("a", "GET", "/a"), operation("b", "GET", "/b")), {"AOk": shape, "BOk": shape}, at, {"BOk": "AOk"}
    )
    assert units_of(made) == {"AOk": "a_ok", "BOk": "b"}


def test_the_snapshot_is_sorted_json() -> None:
    text = generate(PLAN)["contracts/shop.json"]
    assert json.loads(text) == SHOP.snapshot
    assert text == json.dumps(SHOP.snapshot, indent=2, sort_keys=True) + "\n"


def test_a_default_of_the_adaptation_is_sent_unless_the_caller_says_otherwise() -> None:
    limit = parameter("limit", required=True, schema={"type": "integer", "x-default": 50})
    since = parameter("since", required=True, schema={"type": "string", "format": "date", "x-default": "2026-01-01"})
    made = contract((operation("read", "GET", "/x", parameters=(limit, since)),))
    client = generate(plan(made))["services/shop/client.py"]
    assert 'def read(self, *, limit: int = 50, since: date | str = "2026-01-01") -> None:' in client
