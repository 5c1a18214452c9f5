"""The verdict of a layer: absorbed is what layer 1 takes up whole, and what a kept edit holds back waits."""

from __future__ import annotations

from pathlib import Path

import project
import pytest

from codegen.changes.impact import Impact
from codegen.changes.model import Aspect, Change, Effect, Side
from codegen.changes.report import Report, Row
from codegen.changes.review import Notice, Standing, verdicts
from codegen.verbs.generate import generate
from codegen.verbs.keep import keep
from codegen.verbs.review import review

CONTRACT = "specs/erp/openapi.yaml"
CLIENT = "generated/services/erp/client.py"
FOLLOWING = Notice("External Service", "input-changed", "erp.getOrder", "…", "codegen generate")
ABSORBED, ADDED = Impact(absorbed=True), Impact()


@pytest.fixture
def made(root: Path) -> Path:
    project.widen(project.make(root))
    assert generate(root).exit_code == 0
    return root


def rows(*impacts: Impact) -> Report:
    change = Change("some-rule", "Order.total", "changed", Side.RESPONSE, Aspect.TYPE, Effect.REPLACES)
    return Report("", "", tuple(Row("erp", change, True, None, None, impact) for impact in impacts))


@pytest.mark.parametrize(
    ("report", "notices", "standing"),
    [
        (rows(), (), Standing.IN_STEP),
        (rows(), (FOLLOWING,), Standing.FOLLOWS),
        (rows(ADDED), (FOLLOWING,), Standing.FOLLOWS),
        (rows(ABSORBED, ADDED), (FOLLOWING,), Standing.FOLLOWS),
        (rows(ABSORBED, ABSORBED), (FOLLOWING,), Standing.ABSORBED),
    ],
)
def test_a_layer_is_absorbed_only_where_all_that_reaches_it_is(
    report: Report, notices: tuple[Notice, ...], standing: Standing
) -> None:
    assert verdicts(report, notices)[0].standing is standing


def test_what_a_definition_changes_follows_and_is_not_absorbed(made: Path) -> None:
    project.edit(made, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    standings = [verdict.standing for verdict in review(made, "-").review.verdicts]
    assert standings == [Standing.IN_STEP, Standing.FOLLOWS, Standing.FOLLOWS]


def test_what_a_kept_edit_holds_back_waits_with_its_tools(made: Path) -> None:
    project.edit(made, CLIENT, "from . import operations", "from . import operations\nfrom .models import Order")
    keep(made, [str(made / CLIENT)])
    project.edit(made, CONTRACT, "Order", "Purchase")
    external, actions, tools = review(made, "-").review.verdicts[:3]
    assert external.standing is Standing.TO_MEND
    assert (actions.standing, actions.waiting) == (Standing.WAITS, ("place_order", "show_order"))
    assert (tools.standing, tools.waiting) == (Standing.WAITS, ("place_order", "show_order"))


def test_an_action_whose_own_kept_edit_does_not_fit_is_to_be_mended_and_its_tool_waits(made: Path) -> None:
    file = made / "generated/actions/place_order.py"
    lines = file.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "Places an order." in line)
    file.write_text("\n".join([*lines[:at], lines[at].replace("Places", "Makes"), *lines[at + 1 :], ""]))
    keep(made, [str(file)])
    project.edit(made, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    actions, tools = review(made, "-").review.verdicts[1:3]
    assert (actions.standing, actions.waiting) == (Standing.TO_MEND, ())
    assert (tools.standing, tools.waiting) == (Standing.WAITS, ("place_order",))
