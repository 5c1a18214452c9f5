from __future__ import annotations

import pytest

from codegen.core.diagnostics import Diagnostics
from codegen.core.json import read_json
from codegen.core.yaml import read_yaml


def test_plain_words_and_dates_stay_text_and_keys_become_text() -> None:
    value = read_yaml("a: no\nb: on\nc: 2020-01-01\n200: x\nd: 12:30\ne: true\nf: ~\ng: 0x1F\n", "f", Diagnostics())
    assert value == {"a": "no", "b": "on", "c": "2020-01-01", "200": "x", "d": "12:30", "e": True, "f": None, "g": 31}


BOMB = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1),
        ("a: [1\nb: 2", "invalid-yaml", 2, 2),
        ("a: &x [*x]", "yaml-not-json", 1, 4),
        ("a: !!python/name:os.system x", "yaml-not-json", 1, 4),
        ("a: .inf", "yaml-not-json", 1, 4),
        ("? [a]\n: b", "yaml-not-json", 1, 3),
        (BOMB, "yaml-alias-bomb", 1, 1),
    ],
)
def test_what_is_no_json_value_is_refused_with_its_place(text: str, rule: str, line: int, column: int) -> None:
    diagnostics = Diagnostics()
    value = read_yaml(text, "f.yaml", diagnostics)
    found = [(item.rule, item.place.line, item.place.column) for item in diagnostics if item.place]
    assert value is None
    assert found == [(rule, line, column)]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "a:\n" + "{b: " * 5_000])
def test_deep_nesting_is_refused_before_it_hurts(text: str) -> None:
    diagnostics = Diagnostics()
    assert read_yaml(text, "f.yaml", diagnostics) is None
    assert diagnostics.failed


def test_a_tag_makes_no_object() -> None:
    assert read_yaml("a: !!python/object:os.system {x: 1}", "f", Diagnostics()) == {"a": {"x": 1}}


def test_merge_keys_give_way_to_own_keys() -> None:
    assert read_yaml("b: &b {x: 1, y: 2}\nm: {<<: *b, y: 3}\n", "f", Diagnostics())["m"] == {"x": 1, "y": 3}


def test_bad_json_is_told_with_line_and_column() -> None:
    diagnostics = Diagnostics()
    assert read_json(b'{"a":\n tru}', "f.json", diagnostics) is None
    assert [str(item) for item in diagnostics] == [
        "f.json:2:2: error: the file is not JSON: invalid literal, expected 'true' [invalid-json]"
    ]
