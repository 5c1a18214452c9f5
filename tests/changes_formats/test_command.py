"""`codegen diff --format` on a project, as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import project
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from codegen.cli.program import program
from codegen.verbs.failure import UsageError
from tests.changes_formats.test_json_report import SCHEMA

CONTRACT = "specs/erp/openapi.yaml"


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose vendor renamed a field, changed a type, its words and a server."""
    root = tmp_path.resolve()
    project.generated(root)
    project.edit(root, CONTRACT, "required: [id, state]", "required: [order_ref, state]")
    project.edit(root, CONTRACT, "id: {type: string, desc", "order_ref: {type: string, desc")
    project.edit(root, CONTRACT, "total: {type: number}", "total: {type: string}")
    project.edit(root, CONTRACT, "description: Which part.", "description: Which <b>part</b> @team.")
    project.edit(root, CONTRACT, 'servers: [{url: "https://erp.example/v1"}]', 'servers: [{url: "https://e.example"}]')
    monkeypatch.chdir(root)
    return root


def diff(*words: str) -> Result:
    return CliRunner().invoke(program, ["diff", *words], catch_exceptions=False, standalone_mode=False)


def test_each_format_is_printed_and_the_exit_code_stays(changed: Path) -> None:
    form = json.loads(_printed("json"))
    Draft202012Validator(SCHEMA).validate(form)
    assert form["summary"]["breaking"] >= 1
    assert any(change["offer"] for change in form["changes"])

    log = json.loads(_printed("sarif"))
    assert len(log["runs"][0]["results"]) == form["summary"]["changes"]
    assert {"error"} <= {result["level"] for result in log["runs"][0]["results"]}
    assert CONTRACT in _printed("sarif")

    text = _printed("markdown")
    assert f"{form['summary']['breaking']} change" in text.splitlines()[0]
    assert "@team" not in "".join(text.split("`")[::2])


def _printed(form: str) -> str:
    done = diff("--format", form)
    assert done.return_value == 1
    return done.stdout


def test_a_result_can_be_written_to_a_file(changed: Path) -> None:
    done = diff("--format", "json", "--output", "diff.json")
    assert (done.return_value, done.stdout) == (1, "")
    assert (changed / "diff.json").read_text(encoding="utf-8") == diff("--format", "json", "--output", "-").stdout


def test_what_apply_wrote_is_said_beside_the_result(changed: Path) -> None:
    done = diff("--format", "json", "--apply")
    Draft202012Validator(SCHEMA).validate(json.loads(done.stdout))
    assert "wrote specs/erp/service.yaml" in done.stderr


def test_text_has_no_file_and_a_file_that_cannot_be_written_is_told(changed: Path) -> None:
    with pytest.raises(UsageError, match="terminal"):
        diff("--output", "diff.txt")
    with pytest.raises(UsageError, match="cannot be written"):
        diff("--format", "sarif", "--output", "nowhere/diff.sarif")
