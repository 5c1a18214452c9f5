"""Every kind of drift is told in the layer where it occurs, and what `check` names mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.sync.drift import KINDS
from tests.drift.cases import CASES, Case
from tests.drift.table import PAGE, run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_told_and_mended(case: Case, tmp_path: Path) -> None:
    told = run(case, tmp_path.resolve())
    assert told.drift is not None, [(drift.kind, drift.layer, drift.message) for drift in told.drifts]
    assert told.exit_code == 1
    assert told.drift.mend
    assert (told.after, told.code_after) == ((), 0)
    row = f"| `{case.kind}` | {case.layer} | {case.what} | `{told.drift.mend}` |"
    assert row in PAGE.read_text(encoding="utf-8"), "docs/drift.md: python -m tests.drift.table writes it again"


def test_no_kind_is_without_a_case() -> None:
    assert {case.kind for case in CASES} == set(KINDS)


def test_each_kind_that_can_occur_in_a_layer_has_a_case_there() -> None:
    everywhere = {"file-edited", "file-merged", "file-missing", "file-unknown", "file-stale", "patch-conflict"}
    layers = {case.layer for case in CASES}
    found = {(case.kind, case.layer) for case in CASES}
    assert {(kind, layer) for kind in (*everywhere, "patch-unreadable") for layer in layers} <= found
