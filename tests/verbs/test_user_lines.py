"""Lines of people's own code are found by what they use of what a contract changed, and by nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import project
import pytest

from codegen.changes.impact import Around, judge
from codegen.changes.keys import key_of, line_keys, parameter_key
from codegen.changes.model import Aspect, Change, Effect, Element, Side, Spot
from codegen.verbs import comparison
from codegen.verbs.diff import diff
from codegen.verbs.generate import generate
from codegen.verbs.init import init

EXAMPLE = Path(__file__).parents[2] / "specs"
CONTRACT = "specs/erp/openapi.yaml"
MODEL = """\
from generated.services.erp.client import Client
from generated.services.erp.models import Order, OrderRequest


class MyOrder(Order):
    def price(self) -> str:
        return f"{self.total} {self.currency}"


class MyRequest(OrderRequest):
    pass


def latest(client: Client) -> Order:
    return client.list_orders(page_size=10, status=["OPN"]).items[0]


def arrived(client: Client) -> int:
    return len(client.list_receipts(order_id="PO-1001"))


def request() -> OrderRequest:
    return OrderRequest(sku="A", quantity=1)


def mine() -> OrderRequest:
    return MyRequest(sku="A", quantity=1)
"""
USE = """\
from generated_not import nothing
from app.model import Client, MyOrder, latest


def show(o: MyOrder, c: Client, maybe: MyOrder | None) -> list[str]:
    match o:
        case MyOrder(currency=known):
            assert known or nothing
    return [
        o.currency,
        latest(c).currency,
        c.currency,
        maybe.currency,
    ]
"""
RELATIVE = """\
from . import use
from .model import latest


def count(c: use.Client) -> int:
    return latest(c).quantity
"""
LISTED = 'app/model.py: return client.list_orders(page_size=10, status=["OPN"]).items[0]'
RECEIPTS = 'app/model.py: return len(client.list_receipts(order_id="PO-1001"))'
BY_HAND = """\
from app.relative import count

print(count)
"""


@pytest.fixture(scope="session")
def generated_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worked example with code of people beside it, generated; to copy."""
    root = tmp_path_factory.mktemp("example").resolve()
    init(root)
    shutil.rmtree(root / "specs")
    shutil.copytree(EXAMPLE, root / "specs")
    for name, text in (("__init__", ""), ("model", MODEL), ("use", USE), ("relative", RELATIVE), ("by-hand", BY_HAND)):
        project.put(root, f"app/{name}.py", text)
    project.put(root, "not-a-package/__init__.py", BY_HAND)
    result = generate(root)
    assert result.exit_code == 0, [str(item) for item in result.diagnostics]
    return root


@pytest.fixture
def example(root: Path, generated_example: Path) -> Path:
    """Return the worked example, one's own."""
    shutil.copytree(generated_example, root, symlinks=True, dirs_exist_ok=True)
    return root


def found_lines(root: Path, *subjects: str) -> dict[str, list[str]]:
    """Return the texts of the lines found for each of some subjects of the report."""
    rows = [row for row in diff(root).report.rows if row.change.subject in subjects]
    assert {row.change.subject for row in rows} == set(subjects)
    return {row.change.subject: [f"{line.file}: {line.text}" for line in row.impact.lines] for row in rows}


def without(root: Path, start: str, end: str) -> None:
    """Take the lines of the contract from one that starts so up to another."""
    text = (root / CONTRACT).read_text(encoding="utf-8")
    first = text.index(f"\n{start}\n") + 1
    project.put(root, CONTRACT, text[:first] + text[text.index(f"\n{end}", first) + 1 :])


def test_lines_through_subclasses_and_other_files_of_people_are_found(example: Path) -> None:
    project.edit(
        example, CONTRACT, "            currency: {type: string, minLength: 3, maxLength: 3, example: EUR}\n", ""
    )
    project.edit(example, CONTRACT, "total, currency, supplier_id]", "total, supplier_id]")
    assert found_lines(example, "Order.currency")["Order.currency"] == [
        'app/model.py: return f"{self.total} {self.currency}"',
        "app/use.py: case MyOrder(currency=known):",
        "app/use.py: o.currency,",
        "app/use.py: latest(c).currency,",
        "app/use.py: maybe.currency,",
    ]


def test_a_parameter_of_another_operation_is_not_blamed(example: Path) -> None:
    text = (example / CONTRACT).read_text(encoding="utf-8")
    at = text.index("operationId: listSuppliers")
    rest = text[at:].replace('        - {$ref: "#/components/parameters/PageSize"}\n', "", 1)
    project.put(example, CONTRACT, text[:at] + rest)
    subject = "query parameter page_size of GET /suppliers"
    assert found_lines(example, subject) == {subject: []}


def test_the_lines_of_namesakes_are_told_apart_by_operation(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.edit(example, CONTRACT, "name: page_size\n", "name: size\n")
    known: list[Around] = []
    monkeypatch.setattr(comparison, "judge", lambda change, around: known.append(around) or judge(change, around))
    diff(example)
    lines = known[0].lines
    assert parameter_key("GET /suppliers", "query", "page_size") not in lines
    (line,) = lines[parameter_key("GET /orders", "query", "page_size")]
    assert str(line).startswith("app/")


def test_a_keyword_of_a_class_belongs_to_that_class_and_to_those_made_of_it(example: Path) -> None:
    project.edit(
        example,
        CONTRACT,
        "        quantity: {type: integer, minimum: 1, maximum: 500, description: How many pieces., example: 100}",
        "        amount: {type: integer, minimum: 1, maximum: 500, description: How many pieces., example: 100}",
    )
    project.edit(example, CONTRACT, "required: [sku, quantity]", "required: [sku, amount]")
    assert found_lines(example, "OrderRequest.quantity", "Order.quantity") == {
        "OrderRequest.quantity": [
            'app/model.py: return OrderRequest(sku="A", quantity=1)',
            'app/model.py: return MyRequest(sku="A", quantity=1)',
        ],
        "Order.quantity": ["app/relative.py: return latest(c).quantity"],
    }


def test_a_property_and_a_parameter_of_one_name_are_told_apart(example: Path) -> None:
    what = "\n          in: query\n          description: Only orders"
    project.edit(example, CONTRACT, f"- name: status{what}", f"- name: state{what}")
    project.edit(example, CONTRACT, '            status: {$ref: "#/components/schemas/OrderStatus"}\n', "")
    project.edit(example, CONTRACT, "required: [id, status, total", "required: [id, total")
    subject = "query parameter status of GET /orders"
    lines = found_lines(example, "Order.status", subject)
    assert lines[subject] == [LISTED]
    assert len(lines["Order.status"]) > 1
    assert LISTED not in lines["Order.status"]


def test_calls_of_an_operation_that_is_gone_are_found(example: Path) -> None:
    without(example, "  /orders/{order_id}/receipts:", "  /suppliers:")
    subject = "GET /orders/{order_id}/receipts"
    assert found_lines(example, subject) == {subject: [RECEIPTS]}


def test_the_step_of_an_operation_that_is_gone_is_found_and_what_it_answers_stays_known(example: Path) -> None:
    without(example, "  /suppliers/{supplier_id}:", "  /invoices:")
    project.edit(example, CONTRACT, "required: [id, status, total", "required: [id, total")
    lines = found_lines(example, "GET /suppliers/{supplier_id}", "Order.status")
    step = 'specs/handlers/approve_order.py: if steps.supplier(supplier_id=order.supplier_id).status == "suspended":'
    assert lines["GET /suppliers/{supplier_id}"] == [step]
    assert step not in lines["Order.status"]


def test_a_parameter_of_the_path_is_found(example: Path) -> None:
    text = (example / CONTRACT).read_text(encoding="utf-8")
    start, end = text.index("  /orders/{order_id}/receipts:"), text.index("  /suppliers:")
    number = "{name: order_id, in: path, required: true, schema: {type: integer}}"
    changed = text[start:end].replace('{$ref: "#/components/parameters/OrderId"}', number)
    project.put(example, CONTRACT, text[:start] + changed + text[end:])
    subject = "path parameter order_id of GET /orders/{order_id}/receipts"
    assert found_lines(example, subject) == {subject: [RECEIPTS]}


def test_a_parameter_is_looked_up_by_its_operations_and_a_path_is_never_cut() -> None:
    element = Element("parameter", "query", "filter.state")
    change = Change(
        "r",
        "s",
        "m",
        Side.REQUEST,
        Aspect.EXISTENCE,
        Effect.REMOVES,
        element=element,
        places=(Spot("GET /a", "query"),),
    )
    assert line_keys(change) == (("parameter", "GET /a query", "filter.state"),)
    assert key_of(Element("operation", "", "GET /v1.0/a")) == ("operation", "", "GET /v1.0/a")
