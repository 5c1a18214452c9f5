"""The catalogue of rules: each has its page, its cases, and for each change the one of the other direction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codegen.changes import walk
from codegen.changes.model import Finding
from codegen.changes.registry import RULES, Rule, rule, rule_of
from codegen.changes.rules.types import STANDS
from tests.changes.comparing import CASES, ROOT, expected
from tests.changes.mirrors import mirrors

by_rule = pytest.mark.parametrize("known", RULES.values(), ids=RULES)
IDS = {rule_id for known in RULES.values() for rule_id in known.ids}
PRODUCED = {case: {change["rule"] for change in expected(case)} for case in CASES}
LONGEST_FIRST = sorted(STANDS, key=len, reverse=True)


def produced() -> set[str]:
    return set().union(*PRODUCED.values())


def stands_of(rule_id: str) -> str:
    """Return where the value stands that an id is about; "" for an id of a rule over something else."""
    return next((stands for stands in LONGEST_FIRST if rule_id.startswith(f"{stands}-")), "")


def word_of(rule_id: str) -> str:
    return rule_id.removeprefix(f"{stands_of(rule_id)}-")


def over_values(known: Rule) -> bool:
    return known.on == "schema"


def test_the_walk_loads_every_rule() -> None:
    """Whoever compares has all of them, not only those that something else imported."""
    assert {known.check.__module__ for known in RULES.values()} == {module.__name__ for module in walk.LOADED}


@by_rule
def test_a_page_says_what_happened_why_it_matters_and_what_to_do(known: Rule) -> None:
    summary, why, rest = known.doc.partition("Why it matters: ")
    reason, mend, what = rest.partition("Mend: ")

    assert summary.strip().endswith(".")
    assert "\n" not in summary.strip()
    assert why
    assert reason.strip().endswith(".")
    assert mend
    assert what.strip().endswith(".")


@by_rule
def test_a_rule_has_cases_that_find_it_and_one_that_nearly_does(known: Rule) -> None:
    """A near miss looks like a case of the rule and is none, or is one of another rule alone."""
    mine = [case for case in CASES if case.parent.name == known.name]
    misses = [case for case in mine if case.name.startswith("near-miss-")]

    assert misses
    assert len(mine) > len(misses)
    assert [case.name for case in misses if PRODUCED[case] & set(known.ids)] == []
    assert [case.name for case in mine if case not in misses and not PRODUCED[case] & set(known.ids)] == []


@by_rule
def test_every_id_of_a_rule_is_found_in_some_case(known: Rule) -> None:
    """A rule over values has an id for each place and word: each place and each word is found, on both sides."""
    found = set(known.ids) & produced()
    if not over_values(known):
        assert found == set(known.ids)
        return
    assert {stands_of(rule_id) for rule_id in found} == {stands_of(rule_id) for rule_id in known.ids}
    for side in ("request", "response"):
        words = {word_of(rule_id) for rule_id in known.ids if rule_id.startswith(side)}
        assert {word_of(rule_id) for rule_id in found if rule_id.startswith(side)} == words


def test_no_case_stands_apart() -> None:
    """Each folder is named as a rule, and each case is whole."""
    assert {path.name for path in ROOT.iterdir()} == set(RULES)
    files = {tuple(sorted(file.name for file in case.iterdir())) for case in ROOT.glob("*/*")}
    assert files == {("expected.json", "new.yaml", "old.yaml")}


def test_every_id_in_a_case_is_in_the_catalogue() -> None:
    assert produced() - IDS == set()
    assert all(rule_of(rule_id) is not None for rule_id in produced())


def test_every_change_has_its_mirror() -> None:
    """What can be added can be removed: no rule looks in one direction alone."""
    assert {rule_id for rule_id in IDS if not mirrors(rule_id) & IDS} == set()
    assert {rule_id for rule_id in IDS if mirrors(rule_id) == {rule_id} and not _turns(rule_id)} == set()


def _turns(rule_id: str) -> bool:
    """Say whether a change is of one kind in both directions."""
    return rule_id.endswith(("-changed", "-moved"))


@pytest.mark.parametrize("ids", [("endpoint-added",), ("test-new", "api-tag-added")])
def test_an_id_is_registered_once(ids: tuple[str, ...]) -> None:
    def check(pair: object) -> Iterator[Finding]:
        """Find nothing."""
        return iter(())

    with pytest.raises(ValueError, match="exists twice"):
        rule("operation", *ids)(check)
