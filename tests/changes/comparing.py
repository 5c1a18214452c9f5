"""The cases of the diff's rules: each a folder with an old contract, a new one, and every change between them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from codegen.changes.model import Change
from codegen.changes.walk import changes
from codegen.contract.build import build
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostics

ROOT = Path(__file__).parent / "cases"
CASES = sorted(path.parent for path in ROOT.glob("*/*/old.yaml"))


def contract_of(file: Path) -> Contract:
    """Return a contract over all its operations, as `codegen diff` compares it: under wire names, nothing pinned."""
    diagnostics = Diagnostics()
    document = load(Path(file.name), file.parent, diagnostics)
    assert document is not None, list(map(str, diagnostics))
    contract = build(document, service="s", used=None, adapt={}, pinned={}, diagnostics=diagnostics)
    assert contract is not None, list(map(str, diagnostics))
    return contract


def found(case: Path, *, swapped: bool = False) -> tuple[Change, ...]:
    """Return the changes of a case; `swapped` takes the new contract for the old one."""
    sides = [contract_of(case / "old.yaml"), contract_of(case / "new.yaml")]
    return changes(*reversed(sides)) if swapped else changes(*sides)


def row(change: Change) -> dict[str, Any]:
    """Return what `expected.json` says of a change."""
    levels = {name: getattr(change.severity, name).name.lower() for name in ("wire", "client", "credential")}
    return {
        "rule": change.rule,
        "subject": change.subject,
        "message": change.message,
        "side": change.side.value,
        "aspect": change.aspect.value,
        "effect": change.effect.value,
        **levels,
        "places": len(change.places),
    }


def printed(found_changes: tuple[Change, ...]) -> str:
    """Return the text of `expected.json`: sorted, a line for each change."""
    lines = sorted(json.dumps(row(change), ensure_ascii=False) for change in found_changes)
    return "[\n  " + ",\n  ".join(lines) + "\n]\n" if lines else "[]\n"


def expected(case: Path) -> list[dict[str, Any]]:
    """Return what a case's `expected.json` says."""
    rows: list[dict[str, Any]] = json.loads((case / "expected.json").read_bytes())
    return rows
