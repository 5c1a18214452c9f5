"""The published schemas say what the generator checks, so that editors and generator agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from codegen.actions import durations
from codegen.actions.schemas import NAMES, published
from codegen.actions.shapes import check
from codegen.actions.sources import Source, read_source
from codegen.core.diagnostics import Diagnostics

ROOT = Path(__file__).parents[2]


def kind_of(path: Path) -> str:
    return {"service.yaml": "service", "credentials.yaml": "credentials"}.get(path.name, "action")


WRITTEN = [*ROOT.glob("specs/*/service.yaml"), *ROOT.glob("specs/actions/*.yaml"), ROOT / "specs/credentials.yaml"]


@pytest.mark.parametrize("name", NAMES)
def test_a_published_schema_is_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(published(name))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_worked_example_keeps_to_the_published_schemas(path: Path) -> None:
    problems = Diagnostics()
    source = read_source(path, ROOT, problems)
    assert source is not None
    assert list(Draft202012Validator(published(kind_of(path))).iter_errors(source.tree)) == []
    assert check(source, published(kind_of(path)), problems) == source.tree
    assert not len(problems)


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("action", {"action": "Bad Name", "description": "x", "operation": "a.b"}),
        ("action", {"action": "a", "description": "x", "operation": "a.b", "escalate": {"after": 0}}),
        ("action", {"action": "a", "description": "", "operation": "a.b"}),
        ("action", {"action": "a", "description": "x", "steps": []}),
        ("action", {"action": "a", "description": "x", "steps": [{"id": "s", "operation": "a.b", "for_each": {}}]}),
        ("action", {"action": "a", "description": "x", "operation": "a.b", "inputs": {"a-b": {}}}),
        ("service", {"service": "a"}),
        ("service", {"service": "a", "contract": "c", "reliability": {"retry": {"attempts": 0}}}),
        ("service", {"service": "a", "contract": "c", "reliability": {"rate_limit": "50/s"}}),
        ("service", {"service": "a", "contract": "c", "adapt": {"schemas": {"S": {"f": {"cast": "money"}}}}}),
        ("credentials", {"a": {"type": "api_key", "value": "secret"}}),
        ("credentials", {"a": {"type": "apikey", "value": "env:A"}}),
        ("credentials", {"a": {"type": "basic", "username": "env:A"}}),
    ],
)
def test_what_an_editor_refuses_the_generator_refuses(kind: str, tree: dict[str, object], tmp_path: Path) -> None:
    assert list(Draft202012Validator(published(kind)).iter_errors(tree))
    problems = Diagnostics()
    check(Source(tmp_path / "none.yaml", "none.yaml", "", tree), published(kind), problems)
    assert problems.failed


@pytest.mark.parametrize(
    ("text", "seconds"), [("250ms", 0.25), ("8s", 8), ("1.5m", 90), ("4h", 14_400), ("90d", 7_776_000)]
)
def test_durations_are_seconds(text: str, seconds: float) -> None:
    assert durations.seconds(text) == pytest.approx(seconds)
    assert published("service")["$defs"]["duration"]["pattern"] == durations.PATTERN


@pytest.mark.parametrize("text", ["8", "s", "-1s", "8 s", "1y", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        durations.seconds(text)
