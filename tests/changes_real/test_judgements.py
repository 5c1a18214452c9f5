"""The judgements hold together; whether they fit what is reported, `python -m tests.changes_real` says."""

from __future__ import annotations

import re

from codegen.changes.registry import rule_of
from codegen.changes.rules import LOADED as LOADED  # the rules register themselves
from tests.changes_real.judging import VERDICTS, groups, judged


def test_every_group_has_a_verdict_and_its_reasons_and_names_rules_that_are() -> None:
    for group in groups():
        assert group.verdict in VERDICTS
        assert group.why
        assert group.read
        assert [rule for rule in group.rules if rule_of(rule) is None] == []
        assert re.compile(group.subject)


def test_every_judged_break_is_in_a_group_and_no_group_is_empty() -> None:
    assert set(judged().values()) == {group.name for group in groups()}


def test_ids_are_those_of_changes() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{12}", id_) for id_ in judged())
