"""The mutator makes valid next versions of a contract, the same for the same seed, and says what it did."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random

import pytest
from openapi_pydantic import parse_obj

from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics
from tests.evolution import document, mutate
from tests.evolution.histories import EXAMPLE_SERVICES, ROOT, read
from tests.evolution.mutate import MUTATIONS, Mutation, canonical

_SEEDS = 40


@pytest.fixture(params=EXAMPLE_SERVICES)
def contract(request: pytest.FixtureRequest) -> document.Document:
    return read(ROOT, request.param)


@pytest.mark.parametrize("mutation", [mutation for mutation, _ in MUTATIONS], ids=lambda mutation: mutation.__name__)
def test_each_mutation_changes_something_says_what_and_leaves_a_valid_contract(
    mutation: Mutation, tmp_path: Path
) -> None:
    old = read(ROOT, "erp")
    for seed in range(_SEEDS):
        new = copy.deepcopy(old)
        if told := mutation(new, Random(seed)):
            assert json.dumps(new) != json.dumps(old), told
            assert "\n" not in told
            assert_valid(new, tmp_path)
            return
    pytest.fail("it never found anything to change")


def test_a_mutation_that_finds_nothing_changes_nothing() -> None:
    empty: document.Document = {"openapi": "3.1.0", "info": {"title": "Nothing", "version": "1"}, "paths": {}}
    for mutation, _ in MUTATIONS:
        new = copy.deepcopy(empty)
        assert (mutation(new, Random(1)), new) == ("", empty)


def test_a_history_stays_valid_and_each_version_differs(contract: document.Document, tmp_path: Path) -> None:
    for seed in range(_SEEDS):
        changed, told = mutate.mutate(contract, seed)
        assert told
        assert json.dumps(changed) != json.dumps(contract), told
        assert_valid(changed, tmp_path)
        contract = changed


def test_the_same_seed_gives_the_same_version_and_the_old_one_stays(contract: document.Document) -> None:
    before = canonical(contract)
    for seed in range(_SEEDS):
        one, other = mutate.mutate(contract, seed), mutate.mutate(contract, seed)
        assert (canonical(one[0]), one[1]) == (canonical(other[0]), other[1])
    assert canonical(contract) == before


def test_it_knows_nothing_of_the_generator() -> None:
    for module in (mutate, document):
        assert "codegen" not in Path(str(module.__file__)).read_text(encoding="utf-8")


def assert_valid(contract: document.Document, folder: Path) -> None:
    """Hold a contract to what others understand by OpenAPI, and to our own loading."""
    parse_obj(copy.deepcopy(contract))
    (folder / "openapi.yaml").write_bytes(canonical(contract))
    found = Diagnostics()
    loaded = load(folder / "openapi.yaml", folder, found)
    assert loaded is not None
    assert not found.failed
    assert json.dumps(loaded.raw) == json.dumps(contract)
