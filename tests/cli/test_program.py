"""The command line: help that loads nothing, exit codes, results to stdout and talk to stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from codegen.cli.program import VERBS

ANSWER = {
    "description": "All",
    "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}},
}
PROGRAM = Path(sys.executable).parent / "codegen"


def run(folder: Path, *words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *words] if code else [str(PROGRAM), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_help_names_every_verb(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    assert all(f"\n  {verb} " in done.stdout for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help_with_an_example(tmp_path: Path, verb: str) -> None:
    done = run(tmp_path, verb, "--help")
    assert done.returncode == 0
    assert f"codegen {verb}" in done.stdout
    assert "Example" in done.stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["generat"], "generate"),
        (["generate"], "codegen init"),
        (["generate", "--nonsense"], "--nonsense"),
        (["add"], "SPEC"),
    ],
)
def test_wrong_usage_is_told_on_stderr_with_exit_code_2(tmp_path: Path, words: list[str], hint: str) -> None:
    done = run(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert hint in done.stderr


def test_without_the_generators_libraries_it_says_what_to_install(tmp_path: Path) -> None:
    done = run(tmp_path, code="import sys; sys.modules['click'] = None; from codegen.cli import main; main()")
    assert done.returncode == 2
    assert "pip install 'agent-action-codegen[generate]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_of_ours_exits_3_and_shows_a_traceback_only_when_asked(tmp_path: Path, debug: bool) -> None:
    code = (
        "import codegen.cli.init as verb\n"
        "def broken(folder): raise RuntimeError('boom')\n"
        "verb.init = broken\n"
        "from codegen.cli import main; main()"
    )
    done = run(tmp_path, *(["--debug"] if debug else []), "init", code=code)
    assert done.returncode == 3
    assert "boom" in done.stderr
    assert ("Traceback" in done.stderr) is debug


def test_a_first_day_from_an_empty_folder_to_a_checked_project(tmp_path: Path) -> None:
    (tmp_path / "erp.json").write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "ERP", "version": "1"},
                "paths": {"/parts": {"get": {"operationId": "listParts", "responses": {"200": ANSWER}}}},
            }
        )
    )
    for words in (
        ["init"],
        ["add", "erp.json", "--name", "erp"],
        ["scaffold", "erp.listParts"],
        ["generate"],
        ["check"],
    ):
        done = run(tmp_path, *words)
        assert done.returncode == 0, done.stderr
    assert done.stdout == "no drift\n"
    assert run(tmp_path, "generate").stdout == "nothing to do\n"
    drifted = tmp_path / "generated/tools/mcp.json"
    drifted.write_text(drifted.read_text() + "\n")
    done = run(tmp_path, "check", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["drifts"][0]["layer"] == "Agent Action"


def test_a_problem_is_printed_with_place_severity_suggestion_and_rule(tmp_path: Path) -> None:
    run(tmp_path, "init")
    (tmp_path / "specs/actions/a.yaml").write_text(
        "action: a\ndescription: A.\noperation: erp.listParts\nefect: read\n"
    )
    done = run(tmp_path, "generate")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "specs/actions/a.yaml:4:1: error: " in done.stderr
    assert "(did you mean 'effect'?) [unknown-key]" in done.stderr


def test_talk_cannot_steer_the_terminal(tmp_path: Path) -> None:
    run(tmp_path, "init")
    (tmp_path / "specs/actions/a.yaml").write_text('action: "\\e[31m"\ndescription: A.\noperation: erp.x\n')
    assert "\x1b" not in run(tmp_path, "generate").stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_is_no_bug(closed: str) -> None:
    command = f"{sys.executable} -c 'from codegen.cli import main; main()' --version {closed}"
    assert subprocess.run(["sh", "-c", command], check=False, capture_output=True).returncode == 0
