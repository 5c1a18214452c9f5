"""pre-commit and the steps of the GitHub Action judge what is shipped for them: `python -m tests.judges.precommit`.

A scratch project takes its hooks from a commit of this checkout, as a user's project would from a release: pre-commit
clones it and installs it from the package index. Then the action's own scripts run in the project as GitHub's runner
would run them; only `gh` is a stand-in, for GitHub cannot be reached. Prints a line a check; exits 1 if one fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.git_hosting.composite import Outcome, run
from tests.git_hosting.stand_ins import GH, GITHUB, environment, git, program, said

ROOT = Path(__file__).resolve().parents[2]
CODEGEN = Path(sys.executable).parent / "codegen"
SECONDS = 600
BRANCH = "refs/heads/codegen/pull"
EDITED = "generated/actions/get_order.py"

CONTRACT = """\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
servers: [{url: "https://shop.test"}]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      summary: Read an order.
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The order.
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: {id: {type: string}, total: {type: number}}
"""
NEXT_CONTRACT = CONTRACT.replace("total: {type: number}", "total: {type: number}, currency: {type: string}")


class Verdicts:
    """Prints each check as it is made and remembers whether one failed."""

    def __init__(self) -> None:
        self.failed = False

    def check(self, sentence: str, holds: bool, evidence: str) -> None:
        """Say whether `sentence` holds; where it does not, show what was printed instead."""
        self.failed |= not holds
        _say(f"{'ok    ' if holds else 'FAILED'} {sentence}")
        if not holds:
            _say("\n".join(f"         {line}" for line in evidence.splitlines()[-40:]))

    def skip(self, sentence: str, reason: str) -> None:
        """Say that a check was not made."""
        _say(f"skipped {sentence}: {reason}")


def main() -> int:
    """Judge the hooks and the action; return the exit code."""
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory(prefix="precommit-judge-") as name:
        folder = Path(name)
        published = _publish(folder / "codegen")
        project = _project(folder)
        _judge_hooks(verdicts, project, published, {**environment(), "PRE_COMMIT_HOME": str(folder / "pre-commit")})
        command = _judge_check(verdicts, project, published, folder)
        _judge_pull(verdicts, project, command, folder)
    return 1 if verdicts.failed else 0


def _publish(copy: Path) -> Path:
    """Commit what this checkout holds, committed or not, as a repository of its own."""
    for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    git(copy, "init", "--quiet")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "-m", "release")
    return copy


def _project(folder: Path) -> Path:
    """Make a project of one action whose vendor is a file beside it; nothing is committed yet."""
    project = folder / "shop"
    project.mkdir()
    vendor = folder / "vendor.yaml"
    vendor.write_text(CONTRACT, encoding="utf-8")
    git(project, "init", "--quiet")
    for words in ("init", f"add {vendor} --name shop", "scaffold shop.getOrder"):
        _codegen(project, *words.split())
    settings = project / "specs" / "shop" / "service.yaml"
    _append(settings, "source: {file: ../../../vendor.yaml}\n")
    _codegen(project, "generate")
    return project


def _codegen(project: Path, *words: str) -> None:
    done = _run([str(CODEGEN), *words], project, environment())
    if done.returncode != 0:
        raise SystemExit(f"codegen {' '.join(words)} failed:\n{done.stdout}")


def _judge_hooks(verdicts: Verdicts, project: Path, published: Path, environ: Mapping[str, str]) -> None:
    hooks = [{"id": "codegen-generate"}, {"id": "codegen-check"}]
    config = {"repos": [{"repo": str(published), "rev": git(published, "rev-parse", "HEAD"), "hooks": hooks}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    _run([sys.executable, "-m", "pre_commit", "install"], project, environ)

    first = _commit(project, environ)
    passed = first.returncode == 0 and first.stdout.count("Passed") == len(hooks)
    verdicts.check("a project in step is committed, both hooks passing", passed, first.stdout)
    if not passed:  # the action's checks need a commit all the same
        git(project, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", "work")
        return

    _append(project / EDITED, "# by hand\n")
    git(project, "add", EDITED)
    edited = _run([sys.executable, "-m", "pre_commit", "run", "codegen-check"], project, environ)
    named = edited.returncode == 1 and "codegen-check" in edited.stdout and EDITED in edited.stdout
    verdicts.check("codegen-check stops an edited generated file and names it", named, edited.stdout)
    git(project, "restore", "--staged", "--worktree", EDITED)

    _judge_generate(verdicts, project, environ)

    _append(project / "README.md", "A shop.\n")
    other = _commit(project, environ)
    skipped = other.returncode == 0 and other.stdout.count("Skipped") == len(hooks)
    verdicts.check("a commit of other files runs no hook", skipped, other.stdout)


def _judge_generate(verdicts: Verdicts, project: Path, environ: Mapping[str, str]) -> None:
    definition, before = project / "specs" / "actions" / "get_order.yaml", git(project, "rev-parse", "HEAD")
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("Read an order", "Read one order"), encoding="utf-8")
    stopped = _commit(project, environ)
    changed = stopped.returncode == 1 and "files were modified by this hook" in stopped.stdout
    same = git(project, "rev-parse", "HEAD") == before
    verdicts.check(
        "codegen-generate stops the commit whose generated code it changed", changed and same, stopped.stdout
    )
    again = _commit(project, environ)
    moved = again.returncode == 0 and "Read one order" in git(project, "show", "HEAD:generated/tools/mcp.json")
    verdicts.check("the commit passes once the changes are added", moved, again.stdout)


def _judge_check(verdicts: Verdicts, project: Path, published: Path, folder: Path) -> Path:
    """Judge the action's `check`; return the command that the action installed."""
    given = {"python": {"python-path": sys.executable}}
    environ = {**environment(), **GITHUB, "GITHUB_ACTION_PATH": str(published)}
    clean = run({}, given, project, folder / "runner-check", environ)
    installed = clean.outputs.get("install", {}).get("codegen", "")
    own = installed.startswith(str(folder))
    verdicts.check("the action installs itself and passes a project in step", own and clean.exit_code == 0, clean.text)

    _append(project / EDITED, "# by hand\n")
    found = run({}, {**given, "install": {"codegen": installed}}, project, folder / "runner-drift", environ)
    verdicts.check("it fails an edited file with 1", found.exit_code == 1 and EDITED in found.text, found.text)
    git(project, "restore", EDITED)
    return Path(installed)


def _judge_pull(verdicts: Verdicts, project: Path, command: Path, folder: Path) -> None:
    if not command.is_file() or _run([str(command), "pull", "--help"], project, environment()).returncode != 0:
        verdicts.skip("the action's pull", "this codegen has no command pull")
        return
    git(folder, "clone", "--quiet", "--bare", str(project), "origin.git")
    (folder / "vendor.yaml").write_text(NEXT_CONTRACT, encoding="utf-8")

    opened = _pull(folder, command)
    contract = _show(folder / "origin.git", f"{BRANCH}:specs/shop/openapi.yaml")
    title = [word for word in (said(folder) or [[]])[-1] if word.startswith("title=") and word != "title="]
    holds = opened.exit_code == 0 and "currency" in contract and bool(title) and "POST" in said(folder)[-1]
    verdicts.check("a vendor's change becomes a branch and a pull request with a title", holds, opened.text)
    if not holds:
        return

    updated = _pull(folder, command, PULL_REQUEST="7 open")
    holds = updated.exit_code == 0 and "PATCH" in (said(folder) or [[]])[-1]
    verdicts.check("the open pull request is updated", holds, updated.text)

    git(folder / "origin.git", "update-ref", "refs/heads/main", BRANCH)
    calls = len(said(folder))
    nothing = _pull(folder, command)
    holds = nothing.exit_code == 0 and len(said(folder)) == calls
    verdicts.check("once it is merged, a pull changes nothing and asks nothing", holds, nothing.text)


def _pull(folder: Path, command: Path, **environ: str) -> Outcome:
    """Run the action's `pull` on a fresh checkout of the origin."""
    job = Path(tempfile.mkdtemp(prefix="job-", dir=folder))
    git(job, "clone", "--quiet", "--depth=1", f"file://{folder / 'origin.git'}", "shop")
    shutil.copy(folder / "vendor.yaml", job)  # the vendor stands beside every checkout
    path = f"{program(folder / 'bin', 'gh', GH).parent}:{os.environ['PATH']}"
    variables = {**environment(), **GITHUB, "PATH": path, "NOTES": str(folder), **environ}
    given: Mapping[str, Mapping[str, str]] = {"python": {}, "install": {"codegen": str(command)}}
    return run({"command": "pull", "token": "none"}, given, job / "shop", job / "runner", variables)


def _commit(project: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Add everything and commit it, hooks and all."""
    git(project, "add", "--all")
    words = ["git", "-c", "user.name=Ann", "-c", "user.email=ann@shop.test", "commit", "-m", "work"]
    return _run(words, project, environ)


def _show(repository: Path, name: str) -> str:
    """Return the text of a committed file, or nothing where there is none."""
    return _run(["git", "show", name], repository, environment()).stdout


def _run(words: list[str], folder: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(text)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
