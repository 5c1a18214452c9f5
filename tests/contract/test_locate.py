from __future__ import annotations

import json
from pathlib import Path

import pytest

from codegen.core.locate import place

YAML = "a:\n  b/c:\n    - x\n    - y: 1\n"
JSON = '{\n  "a": {\n    "b/c": ["x", {"y": 1}]\n  }\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "pointer", "key", "line", "column"),
    [
        ("f.yaml", YAML, "/a/b~1c/1/y", False, 4, 10),
        ("f.yaml", YAML, "/a/b~1c/1/y", True, 4, 7),
        ("f.yaml", YAML, "/a/b~1c/9", False, 2, 3),
        ("f.json", JSON, "/a/b~1c/1/y", False, 3, 24),
        ("f.json", JSON, "/a/b~1c/1/y", True, 3, 19),
        ("f.json", JSON, "/a/none/deeper", False, 2, 3),
        ("f.json", JSON, "", False, 1, 1),
    ],
)
def test_a_pointer_leads_to_its_line_or_its_nearest_ancestors(
    tmp_path: Path, name: str, text: str, pointer: str, key: bool, line: int, column: int
) -> None:
    (tmp_path / name).write_text(text)
    found = place(tmp_path / name, name, pointer, key=key)
    assert (found.line, found.column, found.pointer) == (line, column, pointer)


def test_strings_that_look_like_members_do_not_mislead(tmp_path: Path) -> None:
    value = {"x": '"paths": {"a": 1}', "paths": {"a": [[1, "]"], {"b": '\\"'}, 7]}}
    path = tmp_path / "f.json"
    path.write_text(json.dumps(value, indent=1))
    line = place(path, "f.json", "/paths/a/2").line
    assert path.read_text().splitlines()[line - 1].strip() == "7"


def test_a_file_that_is_gone_has_no_lines(tmp_path: Path) -> None:
    assert str(place(tmp_path / "gone.json", "gone.json", "/a")) == "gone.json"
