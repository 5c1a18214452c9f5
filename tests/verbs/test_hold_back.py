"""What a conflict holds back keeps its last good text, also where the edit was kept only just now."""

from __future__ import annotations

from pathlib import Path

import project

from codegen.verbs.check import check
from codegen.verbs.generate import generate
from codegen.verbs.keep import keep

CLIENT = "generated/services/erp/client.py"


def test_an_edit_kept_just_before_a_contract_breaks_it_stays_on_the_disk(root: Path) -> None:
    """The lock does not know the edited text yet, and still it is neither overwritten nor taken for a new edit."""
    project.generated(root)
    project.edit(root, CLIENT, "from . import operations", "from . import operations\nfrom .models import Order")
    keep(root, [str(root / CLIENT)])
    edited = (root / CLIENT).read_text()
    project.edit(root, "specs/erp/openapi.yaml", "Order", "Purchase")
    for _ in range(2):
        result = generate(root)
        assert (result.exit_code, result.written, result.refused) == (1, (), ())
        assert [drift.kind for drift in result.conflicts] == ["patch-conflict"]
        assert (root / CLIENT).read_text() == edited
    assert [drift.kind for drift in check(root).drifts] == ["patch-conflict"]
