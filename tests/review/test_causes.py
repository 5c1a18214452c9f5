"""A hunk of generated code stands under what it follows from, and says what encloses it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import CHAIN, row

from codegen.changes.model import Aspect
from codegen.changes.page import hunks as sections
from codegen.changes.page.causes import by_cause
from codegen.changes.page.hunks import applied, hunks, with_sections
from codegen.changes.report import Row
from codegen.changes.review import FileDiff
from codegen.verbs.file_diffs import diff as diff_of


def test_a_hunk_stands_under_the_change_it_names() -> None:
    old = "class Order(Model):\n    id: str\n    total: str\n"
    diff = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n class Order(Model):\n     id: str\n-    total: str\n+    total: float\n"
    part = FileDiff("generated/services/erp/models/order.py", "", with_sections(diff, old))
    found, rest = by_cause(hunks([part]), [row("Order.total"), row("Order.note"), row("Invoice.total")], CHAIN)
    assert (list(found), rest) == ([0], [])
    assert found[0][0].enclosing == "class Order"


def changed(rule: str, aspect: Aspect, old: object, new: object) -> Row:
    """Return another change of `Order.total`."""
    told = row()
    return replace(told, change=replace(told.change, rule=rule, aspect=aspect, old=old, new=new))


LIMIT = changed("request-property-max-length-decreased", Aspect.LIMITS, 4000, 3000)
NULL = changed("response-property-became-nullable", Aspect.NULL, False, True)
PROSE = changed("request-property-description-changed", Aspect.TEXT, "What it is.", "What it costs.")
COME = changed("response-property-enum-value-added", Aspect.VALUES, None, "hydraulic")
GONE = changed("response-property-enum-value-removed", Aspect.VALUES, "cable", None)


@pytest.mark.parametrize(
    ("lines", "rows", "under"),
    [
        (("-a: Field(max_length=4000)", "+a: Field(max_length=3000)"), (LIMIT, PROSE), [0]),
        (("-a: (4000)", '-"""What it is."""', "+a: (3000)", '+"""What it costs."""'), (LIMIT, PROSE), [0, 1]),
        (("-total: int", '-"""What it is."""', "+total: int | None", '+"""What it costs."""'), (NULL, PROSE), [0, 1]),
        (('-Literal["cable"]', '+Literal["hydraulic"]'), (GONE, COME), [0, 1]),
    ],
)
def test_a_hunk_stands_under_the_worst_change_of_a_thing_and_all_that_it_speaks_of(
    lines: tuple[str, ...], rows: tuple[Row, ...], under: list[int]
) -> None:
    body = "\n".join(lines)
    diff = f"--- a/x\n+++ b/x\n@@ -2,1 +2,1 @@ class Order > def total\n{body}\n"
    part = FileDiff("generated/services/erp/models/order.py", "", diff)
    found, rest = by_cause(hunks([part]), rows, CHAIN)
    assert (sorted(found), rest) == (under, [])


def test_a_hunk_that_several_changes_may_have_caused_stands_under_none() -> None:
    diff = FileDiff("generated/services/erp/client.py", "", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")
    found, rest = by_cause(hunks([diff]), [row("Order.total"), row("Order.note")], CHAIN)
    assert (found, len(rest)) == ({}, 1)


def test_a_hunk_of_another_service_is_nobody_s() -> None:
    diff = FileDiff("generated/services/chat/client.py", "", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-total\n+b\n")
    assert by_cause(hunks([diff]), [row()], CHAIN)[0] == {}


def test_a_section_is_the_path_of_keys_in_json() -> None:
    old = '{\n  "a": {\n    "b": [\n      1\n    ],\n    "c": {\n      "max": 5\n    }\n  }\n}\n'
    diff = '--- a/x\n+++ b/x\n@@ -6,2 +6,2 @@\n     "c": {\n-      "max": 5\n+      "max": 6\n'
    assert "@@ -6,2 +6,2 @@ a > c\n" in with_sections(diff, old)


def test_a_long_file_is_gone_through_once_however_many_hunks_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    old = ["{", *(line for n in range(500) for line in (f'  "k{n}": {{', '    "max": 5', "  },")), "}"]
    diff = "--- a/x\n+++ b/x\n" + "".join(
        f'@@ -{3 * n + 3} +{3 * n + 3} @@\n-    "max": 5\n+    "max": 6\n' for n in range(500)
    )
    seen: list[str] = []
    push = sections._push
    monkeypatch.setattr(sections, "_push", lambda stack, line: (seen.append(line), push(stack, line)))
    found = with_sections(diff, "\n".join(old))
    assert [line.rpartition(" ")[2] for line in found.split("\n") if line.startswith("@@")] == [
        f"k{n}" for n in range(500)
    ]
    assert len(seen) <= len(old)


def test_each_hunk_has_the_section_where_its_changes_begin() -> None:
    old = "class A:\n    a: int\n\n    def f(self):\n        return 1\n\nclass B:\n    b: int\n"
    diff = "--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n class A:\n     a: int\n \n     def f(self):\n"
    diff += "-        return 1\n+        return 2\n"
    diff += "@@ -8 +8 @@\n-    b: int\n+    b: str\n@@ -9,0 +9 @@\n+c = 1\n"
    heads = [line for line in with_sections(diff, old).split("\n") if line.startswith("@@")]
    assert heads == ["@@ -1,5 +1,5 @@ class A > def f", "@@ -8 +8 @@ class B", "@@ -9,0 +9 @@"]


_TEXTS = st.lists(st.sampled_from(["a", "b", "  c", "", "+d", "-- e", "++ f", "@@ -1 g"]), max_size=25).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(_TEXTS, _TEXTS)
def test_a_diff_applied_gives_the_text_that_it_leads_to(old: str, new: str) -> None:
    assert applied(diff_of("x", old, new), old) == new
