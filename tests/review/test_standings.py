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
from codegen.verbs.review import review

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
