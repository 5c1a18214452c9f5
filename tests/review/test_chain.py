"""The picture says the same as the verdicts and the steps: what is broken, what waits, what follows."""

from __future__ import annotations

from pathlib import Path

import project
import pytest

from codegen.changes.page.chain import Chain, Joint, chain_view
from codegen.changes.page.view import page_view
from codegen.verbs.accept import accept
from codegen.verbs.generate import generate
from codegen.verbs.keep import keep
from codegen.verbs.review import review

CONTRACT = "specs/erp/openapi.yaml"
CLIENT = "generated/services/erp/client.py"
ACTION = "specs/actions/place_order.yaml"


@pytest.fixture
def made(root: Path) -> Path:
    project.widen(project.make(root))
    assert generate(root).exit_code == 0
    return root


def drawn(root: Path) -> Chain:
    found = review(root, "-").review
    return chain_view(found.chain, page_view(found).changes)


def boxes(chain: Chain) -> dict[str, tuple[Joint, str]]:
    return {node.id: (node.joint, node.says) for node in chain.nodes}


def edges(chain: Chain) -> dict[tuple[str, str], Joint]:
    return {(edge.below, edge.above): edge.joint for edge in chain.edges}


def test_a_kept_edit_that_does_not_fit_breaks_the_chain_at_its_service(made: Path) -> None:
    project.edit(made, CLIENT, "from . import operations", "from . import operations\nfrom .models import Order")
    keep(made, [str(made / CLIENT)])
    project.edit(made, CONTRACT, "Order", "Purchase")
    chain = drawn(made)
    assert boxes(chain)["contract erp"] == (Joint.BROKEN, "a kept edit does not fit any more")
    assert edges(chain)["contract erp", "operation erp.createOrder"] is Joint.BROKEN
    assert boxes(chain)["action place_order"] == (Joint.REACHED, "waits for the layer below")
    assert boxes(chain)["tool place_order"] == (Joint.REACHED, "waits for its action")
    assert "tool show_stock" not in boxes(chain)


def test_an_operation_in_use_that_is_gone_is_drawn_so_with_a_broken_link(made: Path) -> None:
    text = (made / CONTRACT).read_text()
    start, end = text.index("  /orders/{id}:"), text.index("components:")
    (made / CONTRACT).write_text(text[:start] + text[end:])
    chain = drawn(made)
    assert boxes(chain)["operation erp.getOrder"] == (Joint.BROKEN, "gone")
    assert edges(chain)["contract erp", "operation erp.getOrder"] is Joint.BROKEN
    assert edges(chain)["operation erp.getOrder", "action show_order"] is Joint.BROKEN


def test_an_operation_that_nothing_uses_any_more_is_not_broken(made: Path) -> None:
    (made / "specs/actions/show_stock.yaml").unlink()
    chain = drawn(made)
    assert boxes(chain)["operation stock.getPart"][0] is not Joint.BROKEN
    assert boxes(chain)["action show_stock"] == (Joint.REACHED, "gone")
    assert boxes(chain)["tool show_stock"] == (Joint.BROKEN, "to be accepted: it is gone")


def test_a_tool_whose_words_alone_change_is_not_broken(made: Path) -> None:
    project.edit(made, CONTRACT, "description: Which part.", "description: Which part, by its number.")
    assert boxes(drawn(made))["tool place_order"] == (Joint.REACHED, "changes; nobody has to accept it")


def test_a_tool_that_is_accepted_already_is_not_broken(made: Path) -> None:
    project.edit(made, ACTION, "{from: erp.createOrder.sku}", "{from: erp.createOrder.sku, maxLength: 5}")
    assert boxes(drawn(made))["tool place_order"] == (Joint.BROKEN, "to be accepted: it looks different")
    accept(made, ["place_order"], reason="agreed", owner="finance")
    assert boxes(drawn(made))["tool place_order"] == (Joint.REACHED, "changes; nobody has to accept it")


def test_what_a_definition_changes_is_drawn_with_what_is_below_it(made: Path) -> None:
    project.edit(made, ACTION, "{from: erp.createOrder.sku}", "{from: erp.createOrder.sku, maxLength: 5}")
    chain = drawn(made)
    assert boxes(chain)["contract erp"] == (Joint.HOLDS, "unchanged")
    assert boxes(chain)["operation erp.createOrder"] == (Joint.HOLDS, "unchanged")
    assert boxes(chain)["action place_order"] == (Joint.REACHED, "its definition changed")
    assert edges(chain)["operation erp.createOrder", "action place_order"] is Joint.HOLDS
    assert dict(chain.untouched) == {"operation": 2, "action": 2, "tool": 2}


def test_an_edit_by_hand_is_drawn_at_its_action(made: Path) -> None:
    with (made / "generated/actions/place_order.py").open("a") as file:
        file.write("# mine\n")
    assert boxes(drawn(made))["action place_order"] == (Joint.BROKEN, "edited by hand")
    assert boxes(drawn(made))["tool place_order"] == (Joint.HOLDS, "agents see the same")


def test_what_an_action_hands_on_is_not_called_absorbed(made: Path) -> None:
    """A new field of an answer changes what agents get of an action that gives the answer as a whole."""
    total = "        total: {type: number}"
    project.edit(made, CONTRACT, total, f"{total}\n        memo: {{type: string}}")
    found = boxes(drawn(made))
    assert found["action show_order"] == (Joint.REACHED, "passes on what changed below")
    assert found["tool show_order"][0] is Joint.BROKEN
    assert "action place_order" not in found
