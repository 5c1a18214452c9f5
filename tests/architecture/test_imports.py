"""Imports point one way, and asking for help or for nothing costs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_import_rules_of_pyproject_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_command_line_loads_no_heavy_library_before_a_verb_needs_it() -> None:
    code = (
        "import sys; import codegen.cli.program, codegen.cli.generate;"
        "heavy = {'jinja2', 'datamodel_code_generator', 'pydantic', 'openapi_pydantic', 'rich', 'yaml', 'httpx2'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
