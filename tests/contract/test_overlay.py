from __future__ import annotations

from pathlib import Path
from typing import Any

from codegen.contract.overlay import apply_overlays

TEXT = """openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: a, tags: [x]}, put: {operationId: b}}
"""


def overlaid(loaded: Any, tmp_path: Path, actions: str) -> Any:
    document, diagnostics = loaded(TEXT, overlay__yaml="overlay: 1.0.0\ninfo: {title: O, version: '1'}\n" + actions)
    before = str(document.raw)
    result = apply_overlays(document, [Path("overlay.yaml")], tmp_path, diagnostics)
    assert str(document.raw) == before
    return result.raw, [str(item) for item in diagnostics]


def test_updates_merge_objects_and_append_to_lists(loaded: Any, tmp_path: Path) -> None:
    raw, problems = overlaid(
        loaded,
        tmp_path,
        """actions:
  - {target: "$.paths['/a'].*", update: {summary: S}}
  - {target: "$.paths['/a'].get.tags", update: y}
  - {target: "$.paths['/a'].get", update: {tags: [z]}}
""",
    )
    assert problems == []
    assert raw["paths"]["/a"] == {
        "get": {"operationId": "a", "tags": ["x", "y", "z"], "summary": "S"},
        "put": {"operationId": "b", "summary": "S"},
    }


def test_removal_takes_every_match(loaded: Any, tmp_path: Path) -> None:
    raw, _ = overlaid(loaded, tmp_path, "actions: [{target: '$.paths.*.*.operationId', remove: true}]\n")
    assert raw["paths"]["/a"] == {"get": {"tags": ["x"]}, "put": {}}


def test_idle_and_wrong_actions_are_told_at_their_places(loaded: Any, tmp_path: Path) -> None:
    _, problems = overlaid(
        loaded,
        tmp_path,
        """actions:
  - target: $.nothing
    update: {a: 1}
  - target: "$.["
    update: {a: 1}
  - target: $.info
    updte: {a: 1}
  - {update: {}}
  - {target: $, remove: true}
""",
    )
    assert [(problem.split(" ")[0], problem.rsplit("[", 1)[1]) for problem in problems] == [
        ("overlay.yaml:4:13:", "overlay-matches-nothing]"),
        ("overlay.yaml:6:13:", "overlay-invalid]"),
        ("overlay.yaml:9:5:", "overlay-invalid]"),
        ("overlay.yaml:10:5:", "overlay-invalid]"),
        ("overlay.yaml:11:14:", "overlay-invalid]"),
    ]
