"""Real contracts, where `make corpus` has fetched them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from codegen.contract.build import build
from codegen.contract.index import METHODS
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostics

ROOT = Path(__file__).parents[2]
API = ROOT / ".cache/corpus/od/package/api"


def made(file: Path, root: Path, pinned: dict[str, str]) -> Contract:
    diagnostics = Diagnostics()
    document = load(file, root, diagnostics)
    assert document is not None
    contract = build(document, service="s", used=None, adapt={}, pinned=pinned, diagnostics=diagnostics)
    assert contract is not None, list(map(str, diagnostics))
    return contract


@pytest.mark.parametrize(
    "name", ["slack.com.json", "box.com.json", "zoom.us.json", "whapi.com/sessions.json", "amazonaws.com/sdb.json"]
)
def test_no_operation_is_lost_and_the_snapshot_makes_the_contract_again(tmp_path: Path, name: str) -> None:
    if not (API / name).is_file():
        pytest.skip("the corpus is not fetched; `make corpus` does it")
    raw = orjson.loads((API / name).read_bytes())
    contract = made(API / name, ROOT, {})
    assert len(contract.operations) == sum(method in METHODS for item in raw["paths"].values() for method in item)
    (tmp_path / "s.json").write_bytes(orjson.dumps(contract.snapshot))
    again = made(Path("s.json"), tmp_path, dict(contract.names))
    assert replace(again, file=contract.file, pointers=contract.pointers) == contract
