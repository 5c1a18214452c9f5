from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics

HEAD = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"


def rules(diagnostics: Diagnostics) -> list[tuple[str, int]]:
    return [(item.rule, item.place.line if item.place else 0) for item in diagnostics]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("just text", "not-openapi"),
        ("[]", "not-openapi"),
        ("{}", "not-openapi"),
        ("info: {}", "not-openapi"),
        ("openapi: 4.0.0", "openapi-version"),
        ("swagger: '1.2'", "openapi-version"),
        (HEAD + "paths: []", "not-openapi"),
        ("a: [", "invalid-yaml"),
    ],
)
def test_what_is_no_contract_is_one_located_error(loaded: Any, text: str, rule: str) -> None:
    document, diagnostics = loaded(text)
    assert document is None
    assert [name for name, line in rules(diagnostics)] == [rule]
    assert all(line > 0 for _, line in rules(diagnostics))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert load(Path("gone.yaml"), tmp_path, diagnostics) is None
    assert [str(item) for item in diagnostics] == ["gone.yaml: error: there is no such file [file-missing]"]


@pytest.mark.parametrize(
    ("reference", "rule"),
    [
        ("../out.yaml#/A", "ref-outside-project"),
        ("/etc/passwd", "ref-outside-project"),
        ("https://example.com/a.yaml", "ref-to-network"),
        ("//example.com/a.yaml", "ref-to-network"),
        ("//[h", "ref-to-network"),
        ("file:///etc/passwd", "ref-to-network"),
        ("gone.yaml#/A", "ref-file-missing"),
    ],
)
def test_references_stay_inside_the_project(loaded: Any, reference: str, rule: str) -> None:
    _, diagnostics = loaded(f"{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      $ref: '{reference}'\n")
    assert rules(diagnostics) == [(rule, 7)]


def test_a_link_out_of_the_project_is_no_way_out(loaded: Any, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text("A: {type: string}")
    (tmp_path / "inside.yaml").symlink_to(outside)
    _, diagnostics = loaded(f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 'inside.yaml#/A'}}}}}}\n")
    assert [rule for rule, _ in rules(diagnostics)] == ["ref-outside-project"]


def test_other_files_come_inside_and_keep_their_places(loaded: Any) -> None:
    document, diagnostics = loaded(
        f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 'other.yaml#/B'}}}}}}\n",
        other__yaml="B:\n  properties:\n    c: {$ref: '#/C'}\nC: {type: string}\n",
    )
    assert not list(diagnostics)
    assert document.raw["components"]["schemas"]["A"]["$ref"] == "#/x-files/other.yaml/B"
    assert document.raw["x-files"]["other.yaml"]["B"]["properties"]["c"]["$ref"] == "#/x-files/other.yaml/C"
    assert str(document.place("/x-files/other.yaml/B/properties/c")) == "other.yaml:3:8"


def test_a_reference_inside_an_example_is_data(loaded: Any) -> None:
    example = "components: {schemas: {A: {example: {$ref: 'https://example.com'}}}}"
    _, diagnostics = loaded(f"{HEAD}paths: {{}}\n{example}\n")
    assert not list(diagnostics)
