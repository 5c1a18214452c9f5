"""Each kind of drift is told, in the layer where it happened, with what mends it."""

from __future__ import annotations

import pytest

from codegen.actions.link import Link
from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.sync.drift import Drift, compare
from codegen.sync.layers import Layer
from codegen.sync.lock import Lock

FILES = {
    "services/erp/client.py": Layer.EXTERNAL_SERVICE,
    "contracts/erp.json": Layer.EXTERNAL_SERVICE,
    "actions/reorder_part.py": Layer.INVOCABLE_ACTION,
    "handlers.py": Layer.INVOCABLE_ACTION,
    "tools/mcp.json": Layer.AGENT_ACTION,
    "catalog.md": Layer.PROJECT,
}
TREE = Tree(dict.fromkeys(FILES, "new"))
OPERATION = Link("operation", "erp.createOrder", {"stable": "1", "wire": "1"})
ACTION = Link("action", "reorder_part", {"logic": "1", "surface": "1"}, (("operation", "erp.createOrder"),))
TOOL = Link("tool", "reorder_part", {"text": "1", "schema": "1"}, (("action", "reorder_part"),))


def locked(text: str = "new", links: tuple[Link, ...] = (), generator: str = "1.0") -> Lock:
    outputs = {f"generated/{path}": frozenset({of_text(text)}) for path in FILES}
    return Lock(generator=generator, links=links, outputs=outputs)


def disk(text: str = "new", **changed: str | None) -> dict[str, str]:
    return {path: of_text(text) for path in FILES}


def found(
    tree: Tree = TREE, fresh: Lock | None = None, lock: Lock | None = None, files: dict[str, str] | None = None
) -> tuple[Drift, ...]:
    return compare(tree, fresh or locked(), lock or locked(), disk() if files is None else files, "generated")


def test_nothing_drifts_where_all_agree() -> None:
    assert found() == ()


@pytest.mark.parametrize(("path", "layer"), FILES.items())
@pytest.mark.parametrize(
    ("kind", "before", "lock_text"),
    [("file-edited", "mine", "old"), ("file-outdated", "old", "old"), ("file-missing", None, "old")],
)
def test_a_file_drifts_in_its_layer(path: str, layer: Layer, kind: str, before: str | None, lock_text: str) -> None:
    files = disk()
    if before is None:
        del files[path]
    else:
        files[path] = of_text(before)
    (drift,) = found(lock=locked(lock_text), files=files)
    assert (drift.kind, drift.layer, drift.subject) == (kind, layer, path)
    assert drift.mend == (
        f"codegen keep generated/{path}, or codegen generate --discard generated/{path}"
        if kind == "file-edited"
        else "codegen generate"
    )


def test_a_file_that_nothing_gives_any_more_is_stale() -> None:
    tree = Tree({path: "new" for path in FILES if path != "tools/mcp.json"})
    (drift,) = found(tree)
    assert (drift.kind, drift.layer) == ("file-stale", Layer.AGENT_ACTION)


def test_a_file_that_nobody_wrote_is_unknown() -> None:
    (drift,) = found(files=disk() | {"services/erp/notes.txt": of_text("mine")})
    assert (drift.kind, drift.layer) == ("file-unknown", Layer.EXTERNAL_SERVICE)


def test_bytes_that_equal_the_new_tree_are_never_drift() -> None:
    assert found(lock=locked("old"), files=disk("new")) == ()


def test_the_first_broken_link_names_the_layer_and_says_how_far_it_reaches() -> None:
    changed = Link(OPERATION.kind, OPERATION.name, {"stable": "1", "wire": "2"})
    (drift,) = found(fresh=locked(links=(changed, ACTION, TOOL)), lock=locked(links=(OPERATION, ACTION, TOOL)))
    assert (drift.kind, drift.layer, drift.subject) == ("input-changed", Layer.EXTERNAL_SERVICE, "erp.createOrder")
    assert "how it travels on the wire" in drift.message


def test_a_changed_action_is_the_invocable_actions_and_a_changed_tool_is_told_beside_it() -> None:
    action = Link(ACTION.kind, ACTION.name, {"logic": "1", "surface": "2"}, ACTION.needs)
    tool = Link(TOOL.kind, TOOL.name, {"text": "1", "schema": "2"}, TOOL.needs)
    first, second = found(fresh=locked(links=(OPERATION, action, tool)), lock=locked(links=(OPERATION, ACTION, TOOL)))
    assert (first.kind, first.layer) == ("input-changed", Layer.INVOCABLE_ACTION)
    assert "reaches tool reorder_part" in first.message
    assert (second.kind, second.layer) == ("tool-changed", Layer.AGENT_ACTION)
    assert "because action reorder_part changed" in second.message


def test_a_new_and_a_gone_action_are_told_as_such() -> None:
    other = Link("action", "other", {"logic": "1"})
    drifts = found(fresh=locked(links=(ACTION,)), lock=locked(links=(other,)))
    assert [drift.message for drift in drifts] == ["Action other is gone.", "Action reorder_part is new."]


def test_without_a_lock_only_files_that_differ_are_told() -> None:
    drifts = compare(TREE, locked(), None, disk() | {"handlers.py": of_text("mine")}, "generated")
    assert {drift.kind for drift in drifts} == {"lock-missing", "file-unknown"}


def test_a_lock_that_cannot_be_read_is_told() -> None:
    lock = locked()
    broken = Lock(generator=lock.generator, outputs=lock.outputs, problem="line 3 is not understood")
    (drift,) = found(lock=broken)
    assert drift.kind == "lock-unreadable"
