"""What is the same under every `adapt` is made once, and nobody changes it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from codegen.contract.build import build
from codegen.contract.draft import Drafts, draft
from codegen.contract.index import operation_index, select
from codegen.core.diagnostics import Diagnostics
from tests.contract.conftest import OPERATION, Load

TEXT = OPERATION.format(version="3.1.0") + (
    "    Thing: {type: object, required: [id], properties: {id: {type: integer}, kind: {enum: [a, b]}, "
    "part: {$ref: '#/components/schemas/Part'}}}\n"
    "    Part: {type: object, properties: {id: {type: string}}}\n"
)
ADAPT = {"schemas": {"Thing": {"number": {"wire": "id", "cast": "string"}, "kind": {"map": {"a": "A", "b": "B"}}}}}


@pytest.mark.parametrize("adapt", [{}, ADAPT], ids=["as it is", "adapted"])
def test_a_contract_is_the_same_from_a_draft_that_is_there_already(loaded: Load, adapt: dict) -> None:
    document, _ = loaded(TEXT)
    assert document is not None
    drafts = Drafts()
    known = drafts.of(document, select(operation_index(document, {}), None))
    before = deepcopy(known)

    def contract(drafts: Drafts | None):
        return build(document, service="s", used=None, adapt=adapt, pinned={}, diagnostics=Diagnostics(), drafts=drafts)

    assert contract(drafts) == contract(None)
    assert drafts.of(document, select(operation_index(document, adapt), None)) is known
    assert known == before, "a contract changed the draft it was built from"


def test_drafts_made_at_once_are_those_made_one_by_one(loaded: Load) -> None:
    one, _ = loaded(TEXT)
    many = "".join(f"    S{n}: {{type: object, properties: {{a{n}: {{type: string}}}}}}\n" for n in range(300))
    other, _ = loaded(TEXT + many, "other.yaml")
    assert one is not None
    assert other is not None
    assert (one.large, other.large) == (False, True)
    choices = [(document, select(operation_index(document, {}), None)) for document in (one, other)]
    drafts = Drafts()
    drafts.prepare(one, other, None)
    for choice in choices:
        assert drafts.of(*choice) == draft(*choice)


def test_a_draft_is_of_one_document_and_one_choice_of_its_operations(loaded: Load) -> None:
    one, _ = loaded(TEXT)
    other, _ = loaded(TEXT.replace("kind", "sort"))
    assert one is not None
    assert other is not None
    drafts, entries = Drafts(), select(operation_index(one, {}), None)
    assert drafts.of(one, entries) is not drafts.of(other, entries)
    assert drafts.of(one, []).operations == ()


def test_what_is_wrong_in_a_document_is_told_by_each_contract_built_of_it(loaded: Load) -> None:
    document, _ = loaded(TEXT.replace("schemas/Part'", "schemas/Prat'"))
    assert document is not None
    drafts = Drafts()
    for _ in range(2):
        told = Diagnostics()
        build(document, service="s", used=None, adapt={}, pinned={}, diagnostics=told, drafts=drafts)
        assert [item.rule for item in told] == ["ref-missing"]
