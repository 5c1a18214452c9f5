"""Another version of the generator is its own kind of drift, and what it alone changes is told apart."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import project
import pytest

import codegen
from codegen.core.digest import of_bytes
from codegen.sync.layers import Layer
from codegen.verbs.check import check
from codegen.verbs.generate import generate
from codegen.verbs.keep import keep

CLIENT = "generated/services/erp/client.py"


def made_by_another_version(root: Path) -> None:
    """Let the client and the lock be those of version 0.0.9, which wrote one line otherwise."""
    text = (root / CLIENT).read_text()
    old = of_bytes((root / CLIENT).read_bytes())
    (root / CLIENT).write_text(text.replace("class Client", "class  Client"))
    project.edit(root, "codegen.lock", old, of_bytes((root / CLIENT).read_bytes()))
    project.edit(root, "codegen.lock", f"generator {codegen.__version__}", "generator 0.0.9")


def test_what_the_version_alone_changes_is_one_drift_of_the_project(root: Path) -> None:
    project.generated(root)
    made_by_another_version(root)
    (drift,) = check(root).drifts
    assert (drift.kind, drift.layer) == ("generator-changed", Layer.PROJECT)
    assert drift.details == ("by itself it changes 1 file: External Service 1",)


def test_what_the_inputs_change_besides_is_told_apart(root: Path) -> None:
    project.generated(root)
    made_by_another_version(root)
    project.edit(root, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)  # without history the former definition is gone
    result = generate(root, dry_run=True, diff=True)
    assert "neither here nor in git" in result.upgrade


def test_with_the_former_inputs_in_git_both_diffs_are_shown(root: Path) -> None:
    project.generated(root)
    commit(root)
    made_by_another_version(root)
    project.edit(root, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    result = generate(root, dry_run=True, diff=True)
    assert [text.splitlines()[0] for text in result.upgrade_diffs] == [f"--- a/{CLIENT}"]
    assert result.diffs
    assert all("Orders a part." in text or "catalog" in text for text in result.diffs)
    assert {drift.kind for drift in check(root).drifts} >= {"generator-changed", "tool-changed"}
    assert "file-outdated" not in {d.kind for d in check(root).drifts if d.layer is Layer.EXTERNAL_SERVICE}
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()


def test_former_inputs_are_found_some_commits_back(root: Path) -> None:
    project.generated(root)
    commit(root)
    made_by_another_version(root)
    project.edit(root, "specs/erp/openapi.yaml", "description: Places an order for one part.", "description: Other.")
    commit(root)
    result = generate(root, dry_run=True, diff=True)
    assert [text.splitlines()[0] for text in result.upgrade_diffs] == [f"--- a/{CLIENT}"]
    assert any("Other." in text for text in result.diffs)


def test_a_kept_edit_lives_through_an_upgrade(root: Path) -> None:
    project.generated(root)
    project.edit(root, CLIENT, "    service = SERVICE", "    service = SERVICE  # mine")
    keep(root, [str(root / CLIENT)])
    assert generate(root).exit_code == 0
    made_by_another_version(root)
    assert generate(root).exit_code == 0
    text = (root / CLIENT).read_text()
    assert "# mine" in text
    assert "class  Client" not in text
    assert check(root).drifts == ()


def commit(root: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=root, check=True)
