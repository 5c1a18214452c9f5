"""What git hosting reads of us is what it says it reads; each check refuses a spoiled twin, so it can fail.

GitHub's two schemas come with check-jsonschema. pre-commit publishes none: there its own validator judges.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

import codegen
from tests.git_hosting.composite import read, scripts

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SCHEMA = ("check_jsonschema", "--builtin-schema")
PAGE = (ROOT / "docs" / "git.md").read_text(encoding="utf-8")
SCRIPTS = dict(scripts(read()))


class Judged(NamedTuple):
    """A file, the judge's command, and a change (what, to what) that the judge must refuse."""

    file: str
    judge: tuple[str, ...]
    spoil: tuple[str, str]


FILES = (
    Judged("action.yml", (*SCHEMA, "vendor.github-actions"), ("using: composite", "using: compost")),
    Judged("action.yml", (*SCHEMA, "vendor.github-actions"), ("    default: check", "    defualt: check")),
    Judged("action.yml", (*SCHEMA, "vendor.github-actions"), ("      shell: bash\n", "")),
    Judged("docs/examples/codegen-check.yml", (*SCHEMA, "vendor.github-workflows"), ("runs-on", "run-on")),
    Judged("docs/examples/codegen-pull.yml", (*SCHEMA, "vendor.github-workflows"), ("    - cron:", "    - corn:")),
    Judged("docs/examples/codegen-pull.yml", (*SCHEMA, "vendor.github-workflows"), ("contents: write", "contents: w")),
    Judged(".pre-commit-hooks.yaml", ("pre_commit", "validate-manifest"), ("language: python", "language: pyhton")),
    Judged(".pre-commit-hooks.yaml", ("pre_commit", "validate-manifest"), ("  entry: codegen check\n", "")),
    Judged("docs/examples/pre-commit-config.yaml", ("pre_commit", "validate-config"), ("    rev: ", "    ref: ")),
)


def judge(command: tuple[str, ...], file: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", *command, str(file)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("judged", list({item.file: item for item in FILES}.values()), ids=lambda item: item.file)
def test_a_file_is_what_its_reader_says_it_reads(judged: Judged) -> None:
    done = judge(judged.judge, ROOT / judged.file)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("judged", FILES, ids=lambda item: f"{item.file}-{item.spoil[0].strip()}")
def test_a_spoiled_file_is_refused(judged: Judged, tmp_path: Path) -> None:
    text = (ROOT / judged.file).read_text(encoding="utf-8")
    assert judged.spoil[0] in text
    spoiled = tmp_path / Path(judged.file).name
    spoiled.write_text(text.replace(*judged.spoil), encoding="utf-8")

    assert judge(judged.judge, spoiled).returncode == 1


def test_every_example_is_judged() -> None:
    examples = {file.relative_to(ROOT).as_posix() for file in EXAMPLES.iterdir() if file.suffix in {".yml", ".yaml"}}
    assert examples <= {item.file for item in FILES}


def test_examples_and_page_name_this_version() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in sorted(EXAMPLES.iterdir())) + PAGE
    assert set(re.findall(r"(?:codegen@|rev: )v(\S+)", text)) == {codegen.__version__}


def test_the_page_tells_the_inputs_outputs_and_hooks_there_are() -> None:
    action, hooks = read(), yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    rows = set(re.findall(r"(?m)^\| `([a-z-]+)` \|", PAGE))
    assert rows == {*action["inputs"], *action["outputs"], *(hook["id"] for hook in hooks)}


def test_the_page_shows_the_example_of_pre_commit() -> None:
    shown = re.search(r"(?ms)^```yaml\n(# \.pre-commit-config.*?)^```", PAGE)
    assert shown is not None
    assert yaml.safe_load(shown[1]) == yaml.safe_load((EXAMPLES / "pre-commit-config.yaml").read_text("utf-8"))


@pytest.mark.parametrize("script", list(SCRIPTS.values()), ids=list(SCRIPTS))
def test_a_script_of_the_action_is_bash_and_holds_no_expression(script: str) -> None:
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "${{" not in script, "a value that comes from outside would become part of the script"


def test_the_action_uses_no_action_of_third_parties() -> None:
    used = [step["uses"] for step in read()["runs"]["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/setup-python@v\d+", name) for name in used)
