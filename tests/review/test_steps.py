"""What to do next can be done: each command works when those before it were run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import project
import pytest
from click.testing import CliRunner
from example import example

from codegen.changes.impact import Impact
from codegen.changes.model import Aspect, Change, Effect, Side
from codegen.changes.page.steps import Step, steps
from codegen.changes.page.view import page_view
from codegen.changes.registry import RULES
from codegen.changes.report import SNAPSHOTS, Report, Row
from codegen.changes.review import Notice, Review, verdicts
from codegen.cli.program import program
from codegen.verbs.generate import generate
from codegen.verbs.review import review

CONTRACT = "specs/erp/openapi.yaml"
ADAPTED = "{schemas: {Order: {sum: {wire: total}}}}"


def told(root: Path) -> tuple[Step, ...]:
    return steps(page_view(review(root, "-").review))


def of(*rows: Row, notices: tuple[Notice, ...] = ()) -> tuple[Step, ...]:
    report = Report(SNAPSHOTS, "today's contracts", rows)
    return steps(page_view(Review(report, verdicts(report, notices))))


def run(command: str) -> tuple[int, str]:
    """Run a line of a step, its gaps filled in."""
    words = shlex.split(command.replace("…", "agreed"))
    assert words[0] == "codegen"
    done = CliRunner().invoke(program, words[1:], standalone_mode=False)
    return (done.return_value if done.exception is None else 2), f"{command}: {done.output}{done.exception or ''}"


def test_the_commands_of_the_example_work_in_the_order_in_which_they_stand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example(root, "edits")
    commands = [step.code for step in told(root) if step.code.startswith("codegen ")]
    assert [re.findall("^codegen [a-z]+", line)[0][8:] for line in commands] == [
        *["accept"] * 3, "generate", "accept", "check",
    ]  # fmt: skip
    monkeypatch.chdir(root)
    for command in commands:
        code, output = run(command)
        assert code == 0, output
    assert told(root) == ()


@pytest.fixture
def renamed(root: Path) -> Path:
    """Return a project with an `adapt:` already, and one field that two operations answer with under a new name."""
    project.widen(project.make(root))
    project.edit(root, "specs/erp/service.yaml", "credential: erp\n", f"credential: erp\nadapt: {ADAPTED}\n")
    assert generate(root).exit_code == 0
    project.edit(root, CONTRACT, "        state: {type: string}", "        order_state: {type: string}")
    project.edit(root, CONTRACT, "required: [id, state]", "required: [id, order_state]")
    return root


def test_one_rename_is_one_step_that_writes_it_and_generate_works_then(
    renamed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(renamed)
    accept = 'codegen accept show_order --reason "…" --owner TEAM'
    assert [step.code for step in found] == ["codegen diff --apply", "codegen generate", accept, "codegen check"]
    assert "where codegen check still asks for it" in found[2].words
    assert "specs/erp/service.yaml" in found[0].words
    assert {subject for _, subject, _ in found[0].changes} == {"Order.state", "Order.order_state"}
    monkeypatch.chdir(renamed)
    for step in found:
        code, output = run(step.code)
        assert code == 0, output


def test_a_guess_is_one_step_and_says_where_it_goes(root: Path) -> None:
    example(root, "edits")
    (guess,) = [step for step in told(root) if step.words.startswith("If ")]
    assert guess.words.endswith("merge under `adapt:` in specs/inventory/service.yaml:")
    assert guess.code == 'schemas: {"Part": {"category": {"map": {"hydraulic": "cable"}}}}'


LAYER_1 = ("adapt", "generate again", "credentials.yaml", "service.yaml")


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("side", list(Side))
def test_what_is_mended_at_an_action_is_nothing_that_layer_1_does(rule: str, side: Side) -> None:
    change = Change(rule, "Order.total", "changed", side, Aspect.TYPE, Effect.REPLACES)
    impact = Impact(("a",), mended_by="Invocable Action", why="a new value means something")
    (step,) = [step for step in of(Row("erp", change, True, None, None, impact)) if step.words.startswith("At the ")]
    assert step.words.endswith(": a new value means something.")
    assert not [word for word in LAYER_1 if word in step.words]


def test_what_is_mended_at_the_service_is_told_by_the_rule() -> None:
    change = Change("api-security-scope-added", "GET /a", "…", Side.NONE, Aspect.SECURITY, Effect.NARROWS)
    impact = Impact(mended_by="External Service", why="a scope is somebody's to get")
    (step,) = [step for step in of(Row("erp", change, True, None, None, impact)) if step.words.startswith("At the ")]
    assert step.words == (
        "At the External Service: ask for the scope, and add it to the credential in credentials.yaml: "
        "a scope is somebody's to get."
    )


@pytest.mark.parametrize(
    ("mend", "codes"),
    [
        ("codegen keep f, or codegen generate --discard f", ["codegen keep f", "codegen generate --discard f"]),
        ("resolve it in p, then codegen generate; or codegen generate --discard f", ["codegen generate --discard f"]),
        ("mend p, or codegen generate --discard f", ["codegen generate --discard f"]),
    ],
)
def test_each_of_two_ways_is_a_step_of_its_own(mend: str, codes: list[str]) -> None:
    found = of(notices=(Notice("Invocable Action", "file-edited", "f", "It was edited.", mend),))
    assert [step.code for step in found if step.code] == [*codes, "codegen generate", "codegen check"]
    assert found[0].words.startswith("It was edited.")
    assert found[1].words == "Or give the edit up:"


def test_a_tool_that_is_gone_is_accepted_after_the_code_is_generated() -> None:
    accept = 'codegen accept a --reason "…" --owner TEAM'
    mend = f"tool: {{was: [a]}} in the definition that serves it now, or {accept}"
    found = of(notices=(Notice("Agent Action", "tool-unaccepted", "a", "It is gone.", mend),))
    assert [step.code for step in found] == ["", "codegen generate", accept, "codegen check"]
    assert found[0].words == "It is gone. Mend: tool: {was: [a]} in the definition that serves it now."
