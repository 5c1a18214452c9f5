"""Branches that each did something merge as a person expects, and `codegen generate` mends what git made of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "verbs"))  # the small project that the verbs' tests use

import project

from codegen.sync.lock import has_markers
from codegen.verbs.check import check
from codegen.verbs.generate import generate
from codegen.verbs.keep import keep
from codegen.verbs.scaffold import scaffold

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
WHO = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
CLIENT = "generated/services/erp/client.py"


def git(root: Path, *words: str, code: int | None = 0) -> str:
    done = subprocess.run(["git", *WHO, *words], cwd=root, capture_output=True, text=True, check=False)
    assert code is None or done.returncode == code, done.stdout + done.stderr
    return done.stdout


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def started(root: Path, *, attributes: bool = True) -> Path:
    project.generated(root)
    if not attributes:
        (root / ".gitattributes").unlink()
    git(root, "init", "-q", "-b", "main")
    commit(root, "start")
    return root


def on_branch(root: Path, name: str, *work: Callable[[Path], object]) -> None:
    git(root, "checkout", "-q", "-b", name, "main")
    for step in work:
        step(root)
    assert generate(root).exit_code == 0
    commit(root, name)


def add_action(name: str) -> Callable[[Path], object]:
    return lambda root: scaffold(root, "erp.getOrder", name=name)


def fresh(root: Path) -> dict[str, bytes]:
    """Return what a generation from nothing gives for the same inputs."""
    copy = root.with_name(f"{root.name}-fresh")
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("generated", "codegen.lock", ".codegen", ".git"))
    assert generate(copy).exit_code == 0
    return {name: content for name, content in project.snapshot(copy).items() if not name.startswith(".git/")}


def mended(root: Path) -> None:
    """Hold the project to what a generation from nothing gives."""
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()
    found = {name: content for name, content in project.snapshot(root).items() if not name.startswith(".git/")}
    assert found == fresh(root)


def test_two_branches_that_each_add_an_action_merge_without_a_conflict(root: Path) -> None:
    started(root)
    on_branch(root, "one", add_action("show_order"))
    on_branch(root, "two", add_action("read_order"))
    git(root, "merge", "-q", "--no-edit", "one")
    assert not any(has_markers(text.decode(errors="replace")) for text in project.snapshot(root).values())
    mended(root)
    assert {"show_order", "read_order"} <= {path.stem for path in (root / "generated/actions").iterdir()}


def test_without_the_attributes_git_leaves_markers_and_generate_mends_them(root: Path) -> None:
    started(root, attributes=False)
    on_branch(root, "one", add_action("show_order"))
    on_branch(root, "two", add_action("read_order"))
    git(root, "merge", "-q", "--no-edit", "one", code=1)
    git(root, "checkout", "--theirs", "specs")
    for name in ("show_order", "read_order"):  # what a person resolves is under specs/ alone
        branch = {"show_order": "one", "read_order": "two"}[name]
        git(root, "checkout", branch, "--", f"specs/actions/{name}.yaml")
    for side in ("one", "two", "one~1"):
        shown = git(root, "show", f"{side}:specs/accepted.yaml")
        (root / ".git" / side.replace("~", "-")).write_text(shown)
    both = git(root, "merge-file", "--union", "-p", ".git/two", ".git/one-1", ".git/one")
    (root / "specs/accepted.yaml").write_text(both)
    assert has_markers((root / "codegen.lock").read_text())
    assert {drift.kind for drift in check(root).drifts} >= {"lock-unreadable"}
    mended(root)


def test_a_branch_that_pulled_and_one_that_kept_an_edit_merge(root: Path) -> None:
    def edit(root: Path) -> None:
        project.edit(root, CLIENT, "    service = SERVICE", "    service = SERVICE  # mine")
        keep(root, [str(root / CLIENT)])

    def move_on(root: Path) -> None:
        project.edit(root, "specs/erp/openapi.yaml", "summary: Place an order", "summary: Send an order")

    started(root)
    on_branch(root, "one", move_on)
    on_branch(root, "two", edit)
    git(root, "merge", "-q", "--no-edit", "one")
    mended(root)
    text = (root / CLIENT).read_text()
    assert "# mine" in text
    assert "Send an order" in text


def test_both_change_the_same_definition_in_other_lines(root: Path) -> None:
    started(root)
    on_branch(root, "one", lambda root: project.edit(root, "specs/actions/place_order.yaml", "Places", "Sends"))
    on_branch(root, "two", lambda root: project.edit(root, "specs/actions/place_order.yaml", "order_id:", "number:"))
    git(root, "merge", "-q", "--no-edit", "one")
    assert generate(root).exit_code == 0
    assert [drift.kind for drift in check(root).drifts] == ["tool-unaccepted"]  # another output: a person accepts it
    assert "Sends an order." in (root / "generated/actions/place_order.py").read_text()


def test_a_person_who_forgets_to_generate_after_a_merge_is_told_by_check(root: Path) -> None:
    started(root)
    on_branch(root, "one", add_action("show_order"))
    on_branch(root, "two", add_action("read_order"))
    git(root, "merge", "-q", "--no-edit", "one")
    drifts = check(root).drifts
    assert {"lock-unreadable", "file-merged"} <= {drift.kind for drift in drifts}
    assert {drift.mend for drift in drifts} == {"codegen generate"}
