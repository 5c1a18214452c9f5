"""The worked example in a scratch folder, after its vendors changed their contracts (`edits.yaml`)."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
EDITS = yaml.safe_load(Path(__file__).with_name("edits.yaml").read_text(encoding="utf-8"))


def example(folder: Path, *names: str) -> Path:
    """Copy the worked example to `folder` and make the edits of those names: `edits`, `misfits`."""
    for part in ("specs", "generated"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("codegen.lock", "pyproject.toml"):
        shutil.copy(ROOT / file, folder)
    for edit in (edit for name in names for edit in EDITS[name]):
        contract = folder / "specs" / edit["in"] / "openapi.yaml"
        text = contract.read_text(encoding="utf-8")
        assert edit["old"] in text, edit
        contract.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
    return folder
