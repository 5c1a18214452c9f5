"""`review` puts diff, check and generate on one page and writes nothing else."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import project
import pytest
from click.testing import CliRunner

import codegen
from codegen.changes.review import Standing
from codegen.cli.program import program
from codegen.core.digest import of_bytes
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate
from codegen.verbs.review import ReviewResult, review

CONTRACT = "specs/erp/openapi.yaml"
FILE = "review.html"


@pytest.fixture
def made(root: Path) -> Path:
    project.generated(root)
    return root


def standings(result: ReviewResult) -> list[Standing]:
    return [verdict.standing for verdict in result.review.verdicts]


def test_where_nothing_changed_all_layers_are_in_step(made: Path) -> None:
    result = review(made, FILE)
    assert (standings(result), result.exit_code) == ([Standing.IN_STEP] * 3, 0)
    assert (made / FILE).read_text(encoding="utf-8") == result.text


def test_nothing_but_the_page_is_written(made: Path) -> None:
    project.edit(made, CONTRACT, "total: {type: number}", "total: {type: string}")
    before = project.snapshot(made)
    review(made, FILE)
    after = project.snapshot(made)
    assert after.pop(FILE)
    assert after == before


def test_the_same_project_gives_the_same_page(made: Path) -> None:
    project.edit(made, CONTRACT, "total: {type: number}", "total: {type: string}")
    assert review(made, "-").text == review(made, "-").text


def test_a_moved_operation_is_absorbed_and_its_code_stands_under_it(made: Path) -> None:
    project.edit(made, CONTRACT, "  /orders:\n", "  /purchase-orders:\n")
    result = review(made, "-")
    assert standings(result) == [Standing.ABSORBED, Standing.IN_STEP, Standing.IN_STEP]
    change = result.text.split('<section id="changes"')[1].split('<section id="next"')[0]
    assert "Generated code that follows" in change
    assert "generated/services/erp/operations.py" in change
    assert result.exit_code == bool(result.review.report.breaking)


def test_a_field_that_an_action_reads_has_to_be_mended_there(made: Path) -> None:
    project.edit(made, CONTRACT, "id: {type: string, description: The", "id: {type: integer, description: The")
    result = review(made, "-")
    assert standings(result) == [Standing.TO_MEND, Standing.WAITS, Standing.TO_MEND]
    assert "codegen accept place_order" in result.text
    assert result.exit_code == 1


def test_a_definition_that_does_not_bind_any_more_is_told_and_nothing_is_called_harmless(made: Path) -> None:
    project.edit(
        made, CONTRACT, "        id: {type: string, description: The", "        number: {type: string, description: The"
    )
    project.edit(made, CONTRACT, "required: [id, state]", "required: [number, state]")
    result = review(made, "-")
    assert standings(result) == [Standing.TO_MEND, Standing.WAITS, Standing.WAITS]
    assert [link.name for link in result.review.chain if link.misfits] == ["place_order"]
    assert result.review.diffs == ()
    assert "has no field" in result.text
    assert result.exit_code == 1


def test_what_a_definition_changes_is_not_put_down_to_a_contract(made: Path) -> None:
    project.edit(made, "specs/actions/place_order.yaml", "Places an order.", "Orders a part.")
    result = review(made, "-")
    assert "nothing changed in the contracts" in result.text
    assert "no contract changed" in result.text.split('<section id="several"')[1]


def test_a_project_that_was_never_generated_can_be_reviewed(root: Path) -> None:
    result = review(project.make(root), "-")
    assert any(diff.file == "generated/actions/place_order.py" for diff in result.review.diffs)
    assert "codegen generate" in result.text


def test_an_edited_generated_file_is_a_drift_that_a_person_ends(made: Path) -> None:
    with (made / "generated/actions/place_order.py").open("a") as file:
        file.write("# mine\n")
    result = review(made, "-")
    assert result.review.verdicts[1].standing is Standing.TO_MEND
    assert "codegen keep generated/actions/place_order.py" in result.text


def test_an_edit_of_a_generated_file_does_not_follow_from_a_change(made: Path) -> None:
    with (made / "generated/actions/place_order.py").open("a") as file:
        file.write("# mine\n")
    alone = review(made, "-").text
    assert "# mine" in alone.split('<section id="edited"')[1]
    assert '<section id="several"' not in alone
    project.edit(made, CONTRACT, "total: {type: number}", "total: {type: string}")
    text = review(made, "-").text
    assert "# mine" in text.split('<section id="edited"')[1]
    assert "# mine" not in text.split('<section id="edited"')[0]


def test_beside_an_upgrade_a_hunk_still_says_what_encloses_it(made: Path) -> None:
    for words in (("init", "-q"), ("add", "."), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "all")):
        subprocess.run(["git", *words], cwd=made, check=True)
    file = made / "generated/services/erp/client.py"
    now = of_bytes(file.read_bytes())
    file.write_text("# one\n" * 40 + file.read_text())  # as another version wrote it
    project.edit(made, "codegen.lock", now, of_bytes(file.read_bytes()))
    project.edit(made, "codegen.lock", f"generator {codegen.__version__}", "generator 0.0.9")
    project.edit(made, CONTRACT, "description: Which part.", "description: Which of the parts.")
    found = review(made, "-").review
    assert [diff.file for diff in found.upgrade_diffs] == ["generated/services/erp/client.py"]
    (diff,) = (diff for diff in found.diffs if diff.file == "generated/services/erp/client.py")
    assert "@@ class Client > def " in diff.text


def test_what_the_contract_says_stays_text(made: Path) -> None:
    attack = "</pre><script>window.pwned=1</script>\u202e"
    project.edit(made, CONTRACT, "description: For the supplier.", f'description: "{attack}"')
    text = review(made, "-").text
    assert "<script>window" not in text
    assert "&lt;/pre&gt;&lt;script&gt;window.pwned=1&lt;/script&gt;⟨U+202E⟩" in re.sub("</?ins>", "", text)


def test_a_page_may_be_written_again_and_nothing_else_is_overwritten(made: Path) -> None:
    review(made, FILE)
    review(made, FILE)
    (made / "notes.html").write_text("mine")
    with pytest.raises(UsageError, match="no page of codegen review"):
        review(made, "notes.html")
    assert (made / "notes.html").read_text() == "mine"


@pytest.mark.parametrize(
    ("output", "told"),
    [("generated/review.html", "among the generated"), ("no/folder/x.html", "cannot"), (".", "cannot")],
)
def test_a_place_where_no_page_can_stand_is_told(made: Path, output: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        review(made, output)


def test_a_page_in_the_project_is_no_drift(made: Path) -> None:
    review(made, FILE)
    assert generate(made).up_to_date
    assert review(made, FILE).exit_code == 0


def test_the_command_says_how_the_layers_stand(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    done = CliRunner().invoke(program, ["review"], standalone_mode=False)
    assert done.return_value == 0
    assert "External Service: in step\n" in done.output
    assert (made / "codegen-review.html").is_file()


def test_the_page_goes_to_stdout_where_it_is_asked_for(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    done = CliRunner().invoke(program, ["review", "--output", "-"], standalone_mode=False)
    assert done.output.startswith("<!doctype html>")
    assert not (made / "codegen-review.html").exists()


def test_two_contracts_are_reviewed_without_a_project(tmp_path: Path) -> None:
    text = """openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {get: {operationId: a, responses: {"204": {description: ok}}}}
  /b: {get: {operationId: b, responses: {"204": {description: ok}}}}
"""
    (tmp_path / "old.yaml").write_text(text)
    (tmp_path / "new.yaml").write_text(text.rsplit("  /b", 1)[0])
    result = review(tmp_path, "page.html", old=str(tmp_path / "old.yaml"), new=str(tmp_path / "new.yaml"))
    assert result.exit_code == 1
    assert [str(verdict.standing) for verdict in result.review.verdicts] == ["to be mended"]
    assert (tmp_path / "page.html").read_text() == result.text
    assert "no project is known that uses it" in result.text
    assert "No project here uses these contracts" in result.text
    assert "codegen generate" not in result.text


def test_a_contract_of_the_project_is_reviewed_against_another(made: Path) -> None:
    contract = made / "specs" / "erp" / "openapi.yaml"
    (made / "old.yaml").write_text(contract.read_text())
    result = review(made, "-", old=str(made / "old.yaml"), new=str(contract), everything=True)
    assert (result.exit_code, result.review.report.rows) == (0, ())
    assert result.review.chain
