"""`generate` writes what follows from the inputs, nothing twice, and never over a person's bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import project
import pytest

from codegen.sync.lock import NAME
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate


def test_everything_is_written_and_the_second_run_writes_nothing(root: Path) -> None:
    first = project.generated(root)
    assert ("generated/actions/place_order.py", "Invocable Action") in first.written
    before = project.snapshot(root)
    again = generate(root)
    assert again.up_to_date
    assert project.snapshot(root) == before


def test_deleting_caches_lock_or_output_gives_the_same_bytes_again(root: Path) -> None:
    project.generated(root)
    before = project.snapshot(root)
    for path in sorted((root / "generated").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / NAME).unlink()
    (root / ".codegen/cache/state.json").unlink()
    assert generate(root).exit_code == 0
    assert project.snapshot(root) == before


def test_another_folder_hash_seed_locale_and_time_zone_give_the_same_bytes(root: Path) -> None:
    project.generated(root / "one")
    other = project.make(root / "elsewhere" / "two")
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    program = Path(sys.executable).parent / "codegen"
    subprocess.run([program, "generate"], cwd=other, env=environment, check=True, capture_output=True)
    assert project.snapshot(other) == project.snapshot(root / "one")


def test_an_edited_file_stops_the_run_and_discard_overwrites_it(root: Path) -> None:
    project.generated(root)
    project.edit(root, "generated/services/erp/client.py", "class Client", "# mine\nclass Client")
    project.edit(root, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    before = project.snapshot(root)
    result = generate(root)
    assert (result.exit_code, [drift.subject for drift in result.refused]) == (1, ["services/erp/client.py"])
    assert project.snapshot(root) == before
    assert generate(root, discard=["generated/services/erp/client.py"]).exit_code == 0
    assert "# mine" not in (root / "generated/services/erp/client.py").read_text()


def test_a_file_to_discard_that_nobody_generated_is_told(root: Path) -> None:
    project.generated(root)
    with pytest.raises(UsageError, match="no generated file") as raised:
        generate(root, discard=["generated/services/erp/clint.py"])
    assert "services/erp/client.py" in raised.value.suggestion


def test_what_was_discarded_before_stays_beside_what_is_discarded_now(root: Path) -> None:
    project.generated(root)
    for edit in ("# one", "# two", "# two"):
        project.edit(root, "generated/services/erp/client.py", "class Client", f"{edit}\nclass Client")
        assert generate(root, discard=["generated/services/erp/client.py"]).exit_code == 0
    kept = sorted((root / ".codegen/replaced/services/erp").iterdir())
    assert [(file.name, "# one" in file.read_text(), "# two" in file.read_text()) for file in kept] == [
        ("client.py", True, False),
        ("client.py.2", False, True),
    ]


def test_a_dry_run_and_a_diff_say_what_would_change_and_change_nothing(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    before = project.snapshot(root)
    result = generate(root, dry_run=True, diff=True)
    assert any("Orders a part." in diff for diff in result.diffs)
    assert "generated/tools/mcp.json" in dict(result.written)
    assert project.snapshot(root) == before


def test_every_problem_is_told_at_once_and_nothing_changes(root: Path) -> None:
    project.generated(root)
    project.edit(root, "specs/actions/place_order.yaml", "erp.createOrder\n", "erp.createOrdr\n")
    project.edit(root, "specs/credentials.yaml", "env:ERP_CLIENT_SECRET", "hunter2-hunter2-hunter2")
    before = project.snapshot(root)
    result = generate(root)
    rules = {item.rule for item in result.diagnostics}
    assert result.exit_code == 2
    assert {"unknown-operation", "secret-as-value"} <= rules
    assert all(item.place and item.place.line for item in result.diagnostics if item.severity == "error")
    assert project.snapshot(root) == before


def test_a_gone_action_takes_its_files_along(root: Path) -> None:
    project.generated(root)
    (root / "specs/actions/place_order.yaml").unlink()
    project.put(
        root, "specs/actions/show.yaml", "action: show\ndescription: Shows an order.\noperation: erp.getOrder\n"
    )
    result = generate(root)
    assert ("generated/actions/place_order.py", "Invocable Action") in result.deleted
    assert not (root / "generated/actions/place_order.py").exists()


def test_a_newcomer_that_has_the_structure_of_another_schema_gives_the_same_bytes_twice(root: Path) -> None:
    """Which of the two stands for both must not depend on who came first."""
    contract = "specs/erp/openapi.yaml"
    project.generated(root)
    fields = "properties: {id: {type: string}, state: {type: string}, total: {type: number}}"
    twin = f"    Another: {{type: object, required: [id, state], {fields}}}\n"
    project.edit(root, contract, "  schemas:\n", f"  schemas:\n{twin}")
    placed = '        "201": {description: Placed'
    answer = '{application/json: {schema: {$ref: "#/components/schemas/Another"}}}'
    project.edit(root, contract, placed, f'        "202": {{description: Later, content: {answer}}}\n{placed}')
    assert generate(root).exit_code == 0
    before = project.snapshot(root)
    (root / ".codegen/cache/state.json").unlink()
    assert generate(root).written == ()
    assert project.snapshot(root) == before
