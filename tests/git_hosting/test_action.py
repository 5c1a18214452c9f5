"""The action's `pull`: a branch and a pull request where something changed, and nobody's commit lost.

codegen and gh are stand-ins that write what the case says and note what they were called with; git is real.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.git_hosting.composite import Outcome, run
from tests.git_hosting.stand_ins import ADDRESS, BOT, GH, GITHUB, environment, git, program, said

BRANCH = "refs/heads/codegen/pull"

CODEGEN = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$NOTES/codegen"
if [[ "$1" == generate ]]; then exit "${GENERATE_EXIT:-0}"; fi
printf '%s' "$CONTRACT" > specs/erp.yaml
printf 'erp: 2 changes\\n\\n# What changed\\n\\n`id` is now "x".\\n' > "$3"
exit "${PULL_EXIT:-0}"
"""


@dataclass(frozen=True)
class Hosting:
    """A repository `origin`, what the stand-ins noted, and the means to run the action on a fresh checkout."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def pull(self, *, service: str = "", directory: str = ".", dirty: bool = False, **environ: str) -> Outcome:
        number = len(list(self.folder.glob("job*")))
        job = self.folder / f"job{number}"
        git(self.folder, "clone", "--quiet", "--depth=1", f"file://{self.origin}", str(job / "shop"))
        if dirty:
            (job / "shop" / "build.log").write_text("left by an earlier step")
        inputs = {"command": "pull", "service": service, "token": "t0ken", "working-directory": directory}
        given = {"python": {}, "install": {"codegen": str(self.folder / "bin" / "codegen")}}
        variables = {
            **environment(),
            **GITHUB,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "NOTES": str(self.folder),
            "CONTRACT": "openapi: 3.1.0\n",
            **environ,
        }
        return run(inputs, given, job / "shop", job / "runner", variables)

    def said(self) -> list[list[str]]:
        """Return the words that gh was called with."""
        return said(self.folder)

    def branch(self) -> str:
        return git(self.origin, "for-each-ref", "--format=%(objectname)", BRANCH)


@pytest.fixture
def hosting(tmp_path: Path) -> Hosting:
    program(tmp_path / "bin", "codegen", CODEGEN)
    program(tmp_path / "bin", "gh", GH)
    first = tmp_path / "first"
    (first / "specs").mkdir(parents=True)
    (first / "specs" / "erp.yaml").write_text("openapi: 3.0.0\n")
    git(first, "init", "--quiet")
    git(first, "add", ".")
    git(first, "commit", "--quiet", "-m", "first")
    git(tmp_path, "clone", "--quiet", "--bare", str(first), "origin.git")
    return Hosting(tmp_path)


def somebody_commits(hosting: Hosting) -> str:
    """Put Ann's commit on the branch of the pull request; return its id."""
    work = hosting.folder / "ann"
    git(hosting.folder, "clone", "--quiet", "--branch", "codegen/pull", str(hosting.origin), str(work))
    (work / "specs" / "service.yaml").write_text("adapt: {}\n")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "-m", "Absorb the rename")
    git(work, "push", "--quiet")
    return git(work, "rev-parse", "HEAD")


def test_a_change_becomes_a_branch_and_a_pull_request(hosting: Hosting) -> None:
    outcome = hosting.pull(service="erp")

    assert outcome.exit_code == 0, outcome.text
    assert git(hosting.origin, "show", f"{BRANCH}:specs/erp.yaml") == "openapi: 3.1.0"
    assert git(hosting.origin, "log", "-1", "--format=%s|%ce", BRANCH) == f"erp: 2 changes|{BOT}"
    asked, opened = hosting.said()
    assert "head=shop:codegen/pull" in asked
    assert opened[:4] == ["api", "--method", "POST", "repos/shop/shop/pulls"]
    assert {"title=erp: 2 changes", "head=codegen/pull", "base=main"} <= set(opened)
    body = Path(next(word for word in opened if word.startswith("body=@")).removeprefix("body=@"))
    assert body.read_text() == '# What changed\n\n`id` is now "x".\n'
    assert outcome.outputs["propose"] == {"pull-request": ADDRESS}
    assert outcome.outputs["pull"] == {"breaks": "false"}


def test_no_change_makes_no_branch_and_asks_nothing(hosting: Hosting) -> None:
    outcome = hosting.pull(CONTRACT="openapi: 3.0.0\n")

    assert (outcome.exit_code, hosting.branch(), hosting.said()) == (0, "", [])
    assert "nothing changed" in outcome.text


def test_a_breaking_contract_that_generate_refuses_is_proposed_all_the_same(hosting: Hosting) -> None:
    outcome = hosting.pull(PULL_EXIT="1", GENERATE_EXIT="2")

    assert (outcome.exit_code, outcome.outputs["pull"]) == (0, {"breaks": "true"}), outcome.text
    assert hosting.branch()


@pytest.mark.parametrize(
    ("environ", "code"), [({"PULL_EXIT": "2"}, 2), ({"PULL_EXIT": "3"}, 3), ({"GENERATE_EXIT": "3"}, 3)]
)
def test_wrong_input_and_bugs_fail_the_step(hosting: Hosting, environ: dict[str, str], code: int) -> None:
    outcome = hosting.pull(**environ)

    assert (outcome.exit_code, hosting.branch(), hosting.said()) == (code, "", [])


def test_an_open_pull_request_is_updated(hosting: Hosting) -> None:
    hosting.pull()
    before = hosting.branch()

    outcome = hosting.pull(CONTRACT="openapi: 3.1.1\n", PULL_REQUEST="7 open")

    assert outcome.exit_code == 0, outcome.text
    assert hosting.branch() != before
    assert git(hosting.origin, "rev-list", "--count", f"main..{BRANCH}") == "1"
    assert hosting.said()[-1][:4] == ["api", "--method", "PATCH", "repos/shop/shop/pulls/7"]


def test_the_same_change_again_leaves_the_branch_as_it_is(hosting: Hosting) -> None:
    hosting.pull()
    before = hosting.branch()

    assert hosting.pull(PULL_REQUEST="7 open").exit_code == 0
    assert hosting.branch() == before


@pytest.mark.parametrize("pull_request", ["7 open", ""])
def test_somebodys_commit_on_the_branch_is_never_pushed_over(hosting: Hosting, pull_request: str) -> None:
    hosting.pull()
    hers = somebody_commits(hosting)

    outcome = hosting.pull(CONTRACT="openapi: 3.1.1\n", PULL_REQUEST=pull_request)

    assert (outcome.exit_code, hosting.branch()) == (0, hers)
    assert "::warning::somebody's commit is on codegen/pull" in outcome.text


def test_a_closed_pull_request_frees_its_branch_for_the_next(hosting: Hosting) -> None:
    hosting.pull()
    somebody_commits(hosting)

    assert hosting.pull(CONTRACT="openapi: 3.1.1\n", PULL_REQUEST="7 closed").exit_code == 0
    assert git(hosting.origin, "show", f"{BRANCH}:specs/erp.yaml") == "openapi: 3.1.1"
    assert "POST" in hosting.said()[-1]


def test_a_checkout_with_changes_of_its_own_is_refused(hosting: Hosting) -> None:
    outcome = hosting.pull(dirty=True)

    assert (outcome.exit_code, hosting.branch()) == (1, "")
    assert "build.log" in outcome.text


def test_a_run_that_is_on_no_branch_is_refused(hosting: Hosting) -> None:
    assert hosting.pull(GITHUB_REF="refs/pull/3/merge").exit_code == 2


@pytest.mark.parametrize("service", ["$(touch owned)", "; touch owned #", "--help", '"; touch owned; "'])
def test_an_input_is_one_word_and_never_a_command(hosting: Hosting, service: str) -> None:
    outcome = hosting.pull(service=service)

    assert outcome.exit_code == 0, outcome.text
    assert (hosting.folder / "codegen").read_text().splitlines()[0].endswith(f" -- {service}")
    assert not list(hosting.folder.rglob("owned"))


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    outcome = run({"command": "check; true"}, {"python": {}}, tmp_path, tmp_path / "runner", environment())

    assert outcome.exit_code == 2
    assert "check or pull" in outcome.text
