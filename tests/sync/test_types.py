"""What a type checker says of generated code and handlers before any of it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.sync.site import Site
from codegen.sync.types import TypeCheckError, TypeProblem, new_problems, type_problems

TREE = {
    "__init__.py": "",
    "model.py": "class Order:\n    total: int = 0\n",
    "client.py": "from .model import Order\n\n\ndef order() -> Order:\n    return Order()\n",
    "catalog.md": "total: 'is no code\n",
}
HANDLER = "from {package}.client import order\n\n\ndef run() -> int:\n    return order().total\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what mypy remembers: its own stubs cost most of the time."""
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture
def root(tmp_path: Path, cache: Path) -> Path:
    types = tmp_path / ".codegen/cache/types"
    types.mkdir(parents=True)
    (types / "mypy").symlink_to(cache)
    return tmp_path.resolve()


def write_handler(root: Path, name: str, package: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(HANDLER.format(package=package))


def test_problems_in_generated_code_and_in_a_handler_are_told_before_anything_is_written(root: Path) -> None:
    site = Site(root, "generated")
    write_handler(root, "specs/handlers/place.py", "generated")
    handlers = ["specs.handlers.place"]
    assert type_problems(site, TREE, handlers) == ()
    renamed = {**TREE, "model.py": TREE["model.py"].replace("total", "amount")}
    (problem,) = type_problems(site, renamed, handlers)
    assert (problem.file, problem.line) == ("specs/handlers/place.py", 5)
    assert '"Order" has no attribute "total"' in problem.message
    wrong = {**TREE, "client.py": TREE["client.py"].replace("return Order()", "return 1")}
    assert [(p.file, p.line) for p in type_problems(site, wrong)] == [("generated/client.py", 5)]
    assert {entry.name for entry in root.iterdir()} == {".codegen", "specs"}


def test_a_src_layout_is_looked_at_under_its_own_name(root: Path) -> None:
    site = Site(root, "src/acme/generated")
    write_handler(root, "src/acme/rules/place.py", "acme.generated")
    wrong = {**TREE, "model.py": "class Order:\n    total: str = 1\n"}
    assert [(p.file, p.line) for p in type_problems(site, wrong, ["acme.rules.place"])] == [
        ("src/acme/generated/model.py", 2),
        ("src/acme/rules/place.py", 5),
    ]


def test_texts_of_one_size_and_one_second_are_told_apart(root: Path) -> None:
    site, right = Site(root, "generated"), {"__init__.py": "", "a.py": "x: int = 11\n"}
    wrong = {**right, "a.py": "x: int = ''\n"}
    assert [len(type_problems(site, tree)) for tree in (right, wrong, right, wrong)] == [0, 1, 0, 1]


def test_a_project_that_was_moved_is_looked_at_where_it_is(root: Path) -> None:
    write_handler(root / "old", "specs/handlers/place.py", "generated")
    assert type_problems(Site(root / "old", "generated"), TREE, ["specs.handlers.place"]) == ()
    (root / "old").rename(root / "new")
    site = Site(root / "new", "generated")
    assert type_problems(site, TREE, ["specs.handlers.place"]) == ()


def test_a_tree_without_python_has_no_problems(root: Path) -> None:
    assert type_problems(Site(root, "generated"), {"catalog.md": "def (\n"}) == ()


def test_a_module_that_is_nowhere_is_told_as_a_failure_of_the_checker(root: Path) -> None:
    with pytest.raises(TypeCheckError, match=r"specs\.handlers\.gone"):
        type_problems(Site(root, "generated"), TREE, ["specs.handlers.gone"])


def test_lines_may_move_and_messages_may_not() -> None:
    known = [TypeProblem("a.py", 3, "is no int"), TypeProblem("b.py", 1, "is gone")]
    now = [TypeProblem("a.py", 9, "is no int"), TypeProblem("b.py", 1, "is new"), TypeProblem("c.py", 1, "is gone")]
    assert new_problems(now, known) == tuple(now[1:])
    assert new_problems(now, known[:1], now[2:]) == tuple(now[1:2])
    assert str(now[0]) == "a.py:9: is no int"
