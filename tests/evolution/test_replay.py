"""A history of a contract goes through a project, and no byte that a person added is lost; `bench` has long ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "verbs"))  # the small project that the verbs' tests use

import project

from tests.evolution.edits import difference, edited, lost, only_edited, taken
from tests.evolution.histories import published, synthetic
from tests.evolution.judging import Stand, groups
from tests.evolution.replay import replay

TEXT = (
    'def order():\n    """Place an order.\n\n    At once.\n    """\n    return 1\n\n\ndef other():\n    """Read."""\n'
)


@pytest.mark.parametrize("seed", [1, 2])
def test_eight_versions_lose_nothing(seed: int, tmp_path: Path) -> None:
    root = project.make(tmp_path.resolve() / "project")
    summary = replay("small", root, ["erp"], synthetic(root, ["erp"], 8, seed))
    assert summary.problems == ()
    assert summary.fine
    assert (summary.versions, summary.bytes_lost, summary.rewritten) == (8, 0, 0)
    assert summary.edits >= 5
    assert summary.merged


def test_a_change_beside_an_edit_conflicts_and_is_resolved_in_the_end(tmp_path: Path) -> None:
    root = project.make(tmp_path.resolve() / "project")
    contract = root / "specs" / "erp" / "openapi.yaml"
    first = contract.read_text(encoding="utf-8")
    files = []
    for number, summary in enumerate(("Send an order", "Order a part")):
        files.append(tmp_path / f"{number}.yaml")
        files[-1].write_text(first.replace("Place an order", summary).replace("Places an order", summary))
    told = replay("conflict", root, ["erp"], published("erp", files))
    assert told.problems == ()
    assert told.conflicts >= 1
    assert told.held


# ------------------------------------------------------------------ the judge itself


def test_an_edit_is_known_by_its_lines_wherever_they_moved() -> None:
    text = edited("client.py", TEXT, "1")
    edit = difference("client.py", TEXT, text)
    newer = TEXT.replace("return 1", "return 2")
    assert len(edit.added) == 4
    assert only_edited(edit, newer, text.replace("return 1", "return 2"))
    assert not only_edited(edit, TEXT, text.replace("return 1", "return 2"))


def test_bytes_that_stand_nowhere_are_counted() -> None:
    text = edited("client.py", TEXT, "1")
    edit = difference("client.py", TEXT, text)
    assert lost(edit, text, "") == lost(edit, TEXT, text) == 0
    assert lost(edit, TEXT, "") == sum(len(line) for line in edit.added)


def test_a_conflict_is_resolved_to_the_persons_side() -> None:
    patch = (
        "+mine\n==== resolve it below this line, then\na\n<<<<<<< kept edit\nmine\n||||||| generated before\nold\n"
        "=======\nnew\n>>>>>>> generated now\nb\n"
    )
    assert taken(patch) == "+mine\n==== resolve it below this line, then\na\nmine\nb\n"


def test_a_group_that_is_neither_old_nor_new_is_told() -> None:
    old, new = {"actions/a.py": b"1", "services/s/x.py": b"1"}, {"actions/a.py": b"2", "services/s/x.py": b"2"}
    half = {**old, "actions/a.py": b"2"}
    assert list(groups(Stand(old, new, new, {}), ())) == []
    assert list(groups(Stand(old, half, new, {}), {"service s"})) == []
    assert list(groups(Stand(old, half, new, {}), ())) == [
        "service s is not as a fresh generation gives it: ['services/s/x.py']"
    ]
    torn = {**new, "services/s/x.py": b"3"}
    assert len(list(groups(Stand(old, torn, new, {}), {"service s"}))) == 1
