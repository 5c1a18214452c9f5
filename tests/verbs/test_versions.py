"""What a project does not use is told from the texts alone, and never wrongly."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from project import CONTRACT, edit

from codegen.verbs.diff import diff
from codegen.verbs.failure import UsageError
from codegen.verbs.versions import open_versions

FILE = "specs/erp/openapi.yaml"
OTHERS = """\
  /others:
    get:
      operationId: listOthers
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Other"}}}}}
components:
"""
OTHER = "    Other: {type: object, properties: {a: {type: string}}}\n"


@pytest.fixture
def beside(wide: Path) -> Path:
    """Return a project whose contract also has an operation that nobody uses, and an old copy of the contract."""
    assert CONTRACT in (wide / FILE).read_text()
    edit(wide, FILE, "components:\n", OTHERS)
    (wide / FILE).write_text((wide / FILE).read_text() + OTHER)
    shutil.copy(wide / FILE, wide / "old.yaml")
    return wide


def untouched(root: Path, old: str, new: str) -> bool:
    """Return what the texts alone tell."""
    with ExitStack() as stack:
        return open_versions(root, old, new, stack).untouched


def compared(root: Path) -> bool:
    """Return what the texts tell; what a comparison finds must not say otherwise."""
    said = untouched(root, str(root / "old.yaml"), str(root / FILE))
    rows = diff(root, str(root / "old.yaml"), str(root / FILE)).report
    assert not said or (rows.rows, rows.newly_used) == ((), ())
    return said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Other: {type: object", "Other: {type: object, description: Another."),
        ("operationId: listOthers", "operationId: listOthers\n      summary: Others"),
        ("{a: {type: string}}", "{b: {type: integer}}"),
        (
            "  /others:\n",
            "  /another:\n    get: {operationId: another, responses: {'200': {description: ok}}}\n  /others:\n",
        ),
    ],
    ids=["a schema", "an operation", "a property", "a new operation"],
)
def test_what_nobody_uses_changes_nothing(beside: Path, old: str, new: str) -> None:
    edit(beside, FILE, old, new)
    assert compared(beside)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("state: {type: string}", "state: {type: integer}"),
        ("description: Which part.", "description: Which one."),
        ('url: "https://erp.example/v1"', 'url: "https://erp.example/v2"'),
        ("scopes: {orders: all}", "scopes: {orders: some}"),
        ("operationId: createOrder", "operationId: placeOrder"),
    ],
    ids=["a property", "words", "the server", "a scope", "a name"],
)
def test_what_is_used_is_compared(beside: Path, old: str, new: str) -> None:
    edit(beside, FILE, old, new)
    assert not compared(beside)


def test_outside_of_a_project_and_for_other_contracts_nothing_is_sure(beside: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(beside / FILE, elsewhere / "a.yaml")
    assert not untouched(elsewhere, str(elsewhere / "a.yaml"), str(elsewhere / "a.yaml"))
    assert not untouched(beside, str(elsewhere / "a.yaml"), str(elsewhere / "a.yaml"))


def test_what_is_wrong_in_accepted_yaml_is_left_to_the_comparison_that_tells_it(beside: Path) -> None:
    (beside / "specs/accepted.yaml").write_text("tools: [1]\n")
    assert not untouched(beside, str(beside / "old.yaml"), FILE)
    assert diff(beside, str(beside / "old.yaml"), str(beside / FILE)).exit_code == 2


def test_a_file_that_is_not_there_is_named(beside: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.yaml is no file"):
        untouched(beside, str(beside / "gone.yaml"), FILE)


@pytest.mark.parametrize("form", [{}, {"everything": True}])
def test_a_name_that_the_system_refuses_is_told_as_such(beside: Path, form: dict) -> None:
    with pytest.raises(UsageError, match="cannot be opened: File name too long"):
        diff(beside, "a" * 300, str(beside / FILE), **form)


def test_of_contracts_of_no_service_nothing_else_of_the_project_is_read(beside: Path) -> None:
    shutil.copy(beside / FILE, beside / "new.yaml")
    (beside / FILE).write_text("openapi: [")
    result = diff(beside, str(beside / "old.yaml"), str(beside / "new.yaml"))
    assert (result.report.rows, result.exit_code) == ((), 0)


def test_nothing_of_the_later_stages_is_loaded() -> None:
    code = "import sys, codegen.cli.diff, codegen.verbs.versions; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    for module in ("openapi_pydantic", "pydantic", "jinja2", "jsonpath", "codegen.contract.build", "codegen.targets"):
        assert f"'{module}'" not in loaded
