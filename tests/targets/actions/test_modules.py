"""What an action's module is: plain Python that type checkers take, of the plan alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from codegen.actions.plan import Input, Output
from codegen.actions.steps import Target
from codegen.actions.values import Both, Comparison, Either, ListOf, Literal, Not, ObjectOf, Segment, Text
from codegen.targets.actions import generate, layout
from tests.targets.actions.plans import ON_HAND, REORDER, TEXT, answer, argument, call, field, given, plan, step
from tests.targets.actions.project import Project

LINES = {
    "type": "array",
    "uniqueItems": True,
    "items": {
        "type": "object",
        "properties": {"partNo": {"type": "string", "pattern": "^(?!x)"}, "date": {"type": "string", "format": "date"}},
        "required": ["partNo"],
    },
}
RULES = """from HERE.actions.reorder_part import Inputs, Outputs, Steps


def run(inputs: Inputs, steps: Steps) -> Outputs:
    order = steps.order(sku=inputs.sku, quantity=inputs.quantity)
    return Outputs(order_id=order.id, on_hand=0)
"""


def everything():
    """Return an action that uses each kind of input, value, condition and path."""
    lines = Input("lines", "lines", LINES, False, "What to order.")
    first = answer(
        "order", Segment("lines", "lines", None, True), Segment("", "", 0, True), field("id"), conditional=True
    )
    wide = call(
        "chat",
        "postMessage",
        argument("channel", given("channel", optional=True), required=False),
        argument("text", Text((Literal('"""\n{x} \\ '), given("sku"), Literal("'")))),
    )
    return replace(
        REORDER,
        name="everything",
        inputs=(*REORDER.inputs, lines, Input("channel", "channel", {"anyOf": [TEXT, {"type": "null"}]}, False, "")),
        steps=(
            *REORDER.steps[:2],
            step(
                "text",
                wide,
                when=Either(
                    (
                        Both((Comparison(ON_HAND, ">=", Literal(1)), Comparison(given("sku"), "==", Literal("brk")))),
                        Not(Comparison(first, "!=", Literal(None))),
                        Comparison(answer("order", field("status"), conditional=True), "!=", Literal("open")),
                    )
                ),
            ),
        ),
        outputs=(*REORDER.outputs, Output("lines", "lines", lines_value(), LINES, True, "")),
    )


def lines_value():
    """Return a list of one object with an optional member."""
    return ListOf((ObjectOf((("partNo", given("sku")), ("date", Literal("2026-01-01")))),))


def compiled(action):
    """Return the module's tree; it compiles."""
    text = generate(plan(action))[f"actions/{action.name}.py"]
    compile(text, action.name, "exec")
    return ast.parse(text)


def test_the_sequence_reads_as_the_definition_says():
    """A reviewer finds the declared steps as plain code."""
    text = generate(plan(REORDER))["actions/reorder_part.py"]
    assert text[text.index("    stock = steps") : text.index("class AsyncSteps")].rstrip() == (
        "    stock = steps.stock(sku=inputs.sku)\n"
        "    order = None\n"
        '    if needed(stock.on_hand, "$steps.stock.response.body#/on_hand") < 20:\n'
        "        order = steps.order(sku=inputs.sku, quantity=inputs.quantity)\n"
        '    steps.notify(text=text("Ordered {{{}}} of {}", inputs.quantity, inputs.sku))\n'
        "    return Outputs(\n"
        "        order_id=order.id if order is not None else None,\n"
        '        on_hand=needed(stock.on_hand, "$steps.stock.response.body#/on_hand"),\n'
        "    )"
    )


def test_the_module_is_the_same_bytes_when_only_layer_1_changes():
    """Wire names, paths, methods' statuses and schema names of a contract stay below."""
    before = plan(REORDER)
    services = []
    for service in before.services:
        contract = service.contract
        operations = {
            name: replace(operation, path="/v2/elsewhere", pointer="/x")
            for name, operation in contract.operations.items()
        }
        schemas = {
            name: {
                **schema,
                "properties": {key: {**node, "x-wire": f"w_{key}"} for key, node in schema["properties"].items()},
            }
            for name, schema in contract.schemas.items()
        }
        services.append(replace(service, contract=replace(contract, operations=operations, schemas=schemas)))
    assert generate(replace(before, services=tuple(services))) == generate(before)


@settings(max_examples=60, deadline=None)
@for_all(st.text(max_size=40), st.text(max_size=40))
def test_no_text_of_a_definition_becomes_code(words, more):
    """Whatever stands in a definition or a contract, the module has the same statements."""
    message = call(
        "chat",
        "postMessage",
        argument("channel", Literal(words)),
        argument("text", Text((Literal(more), given("sku")))),
    )
    hostile = replace(
        REORDER,
        title=words,
        description=more,
        owner=replace(REORDER.owner, team=words, escalation=(more,)),
        inputs=(REORDER.inputs[0], replace(REORDER.inputs[1], description=words)),
        steps=(*REORDER.steps[:2], step("notify", message, continue_on_failure=True)),
        file=f"specs/{more}.yaml",
    )
    kinds = [
        [type(node).__name__ for node in ast.walk(compiled(action)) if isinstance(node, ast.stmt)]
        for action in (hostile, REORDER)
    ]
    written = compiled(hostile)
    calls = [
        ast.literal_eval(node.args[0])
        for node in ast.walk(written)
        if isinstance(node, ast.Call) and _name(node) == "text"
    ]
    docstrings = {"Expr"}  # a text that is empty leaves its docstring out
    assert [kind for kind in kinds[0] if kind not in docstrings] == [
        kind for kind in kinds[1] if kind not in docstrings
    ]
    assert {text.format("-") for text in calls} == {f"{more}-"}


def _name(node):
    return getattr(node.func, "id", "")


def test_every_kind_of_value_and_condition_compiles():
    compiled(everything())


@pytest.mark.parametrize("fits", [True, False])
def test_type_checkers_take_the_modules_and_find_a_handler_that_no_longer_fits(fits, tmp_path):
    """Strict checking is clean over layer 2, and a handler that no longer fits is an error in `handlers.py`."""
    rules = RULES if fits else RULES.replace("quantity=inputs.quantity", "amount=1").replace("-> Outputs", "-> int")
    project = Project(
        tmp_path, replace(REORDER, handler=True), replace(REORDER, name="declared"), rules={"reorder_part": rules}
    )
    configuration = tmp_path / "mypy.ini"
    configuration.write_text("[mypy]\nstrict = True\nplugins = pydantic.mypy\n")
    root = Path(__file__).parents[3]
    names = [f"{project.name}.actions", f"{project.name}.handlers", f"{project.name}_rules"]
    done = subprocess.run(  # the interpreter of the tests, and names made above
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(configuration),
            "--cache-dir",
            str(root / ".mypy_cache/made"),
            *[part for name in names for part in ("-p", name)],
        ],
        cwd=tmp_path,
        env={"MYPYPATH": f"{tmp_path}:{root}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if fits:
        assert done.returncode == 0, done.stdout + done.stderr
    else:
        assert f"{project.name}/handlers.py" in done.stdout
        assert "amount" in done.stdout


def test_a_field_of_the_body_that_may_be_null_is_left_out_where_nothing_is_given():
    note = argument("note", given("sku"), {"anyOf": [TEXT, {"type": "null"}]}, required=False, target=Target.FIELD)
    action = replace(REORDER, steps=(step("order", call("erp", "createOrder", note)),), outputs=())
    text = generate(plan(action))["actions/reorder_part.py"]
    assert "def order(self, *, note: str | None = None)" in text
    assert "erp.create_order(note=UNSET if note is None else note)" in text


def test_handlers_are_loaded_one_by_one(tmp_path):
    """A broken handler of one action does not break another's."""
    rules = {"a": "import nothing_of_that_name\n", "b": "def run(inputs, steps):\n    return 1\n"}
    project = Project(tmp_path, *(replace(REORDER, name=name, handler=True) for name in rules), rules=rules)
    with project.on_path():
        import importlib  # of the project that was just written

        handlers = importlib.import_module(f"{project.name}.handlers")
        assert handlers.b()(None, None) == 1
        with pytest.raises(ModuleNotFoundError):
            handlers.a()


def test_a_default_of_an_answers_field_is_not_invented():
    """A contract's default stands in for what a caller leaves out, never for what a service left out."""
    flag = {"type": "boolean", "default": False}
    ref = answer("order", field("rush", optional=True), schema=flag)
    action = replace(REORDER, outputs=(Output("rush", "rush", ref, flag, True, ""),))
    text = generate(plan(action))["actions/reorder_part.py"]
    assert "rush: bool | None = None" in text


def test_a_long_signature_without_arguments_is_still_python():
    written = layout.signature("a" * 60, [], "B" * 60, indent=4)
    compile(f"class C:\n    def {written}\n        ...\n", "module", "exec")
