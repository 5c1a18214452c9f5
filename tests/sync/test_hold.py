"""A conflict holds back its own service or action, what depends on it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.actions.link import Link
from codegen.sync.hold import Held, group_of, hold

CALLS = {
    "pay": ["erp.pay"],
    "place": ["erp.order", "stock.reserve"],
    "reserve": ["stock.reserve", "stock.count"],
    "tell": ["chat.post"],
}


def chain(calls: dict[str, list[str]], stable: str = "1", moved: Iterable[str] = ()) -> list[Link]:
    """Return the links of actions and of the operations they call; `moved` have another stable side."""
    operations = {name for called in calls.values() for name in called}
    changed = set(moved)
    return [
        *(Link("operation", name, {"stable": stable + "'" * (name in changed), "wire": "1"}) for name in operations),
        *(Link("action", name, {"logic": "1"}, tuple(("operation", o) for o in used)) for name, used in calls.items()),
        *(Link("tool", name, {"text": "1", "schema": "1"}, (("action", name),)) for name in calls),
    ]  # fmt: skip


def held(*paths: str, moved: Iterable[str] = (), before: dict[str, list[str]] | None = None) -> Held:
    return hold(paths, chain(CALLS, moved=moved), chain(CALLS if before is None else before))


def names(*words: str) -> frozenset[str]:
    return frozenset(words)


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("services/erp/client.py", ("service", "erp")),
        ("services/erp/models/order.py", ("service", "erp")),
        ("services/erp/__init__.py", ("service", "erp")),
        ("contracts/erp.json", ("service", "erp")),
        ("actions/place_order.py", ("action", "place_order")),
        ("actions/import_.py", ("action", "import")),
        ("services/__init__.py", ("file", "services/__init__.py")),
        ("actions/__init__.py", ("file", "actions/__init__.py")),
        ("tools/mcp.json", ("file", "tools/mcp.json")),
        ("handlers.py", ("file", "handlers.py")),
        ("catalog.md", ("file", "catalog.md")),
        ("__init__.py", ("file", "__init__.py")),
    ],
)
def test_each_file_is_written_together_with_its_group(path: str, group: tuple[str, str]) -> None:
    assert group_of(path) == group


def test_nothing_is_held_without_a_conflict() -> None:
    assert not held()
    assert not Held().holds("services/erp/client.py")


def test_a_service_holds_the_actions_that_call_it_and_no_other_service() -> None:
    assert held("services/stock/client.py") == Held(names("stock"), names("place", "reserve"))


def test_an_action_is_held_alone_where_what_it_sees_of_its_operations_stays() -> None:
    assert held("actions/place.py") == Held(actions=names("place"))


def test_a_service_goes_with_a_held_action_where_its_stable_side_changed_and_takes_its_actions_along() -> None:
    assert held("actions/place.py", moved=["erp.order"]) == Held(names("erp"), names("place", "pay"))


def test_a_service_stays_where_only_operations_that_the_held_action_does_not_use_changed() -> None:
    assert held("actions/place.py", moved=["erp.pay", "stock.count"]) == Held(actions=names("place"))


def test_what_is_held_goes_on_until_everything_fits() -> None:
    found = held("services/erp/client.py", moved=["stock.reserve"])
    assert found == Held(names("erp", "stock"), names("pay", "place", "reserve"))


def test_a_file_of_no_group_is_held_alone() -> None:
    found = held("tools/mcp.json", "catalog.md", moved=["erp.order"])
    assert found == Held(files=names("tools/mcp.json", "catalog.md"))
    assert not found.holds("tools/openai.json")
    assert not found.holds("actions/place.py")


def test_what_an_action_called_before_counts_too() -> None:
    before = {**CALLS, "tell": ["erp.order"]}
    assert held("services/erp/client.py", before=before).actions == names("pay", "place", "tell")
    assert held("services/chat/client.py", before=before).actions == names("tell")


def test_an_operation_that_is_new_or_gone_moves_its_service_with_the_action_that_calls_it() -> None:
    before = {**CALLS, "place": ["erp.order"], "reserve": ["stock.count"]}
    assert held("actions/place.py", before=before) == Held(names("stock"), names("place", "reserve"))


def test_a_held_group_holds_its_files() -> None:
    found = held("services/erp/client.py")
    holding = ["services/erp/models/order.py", "contracts/erp.json", "actions/pay.py", "actions/place.py"]
    free = ["services/stock/client.py", "contracts/stock.json", "actions/tell.py", "handlers.py", "tools/mcp.json"]
    assert [path for path in (*holding, *free) if found.holds(path)] == holding


OPERATIONS = sorted({name for called in CALLS.values() for name in called})
PATHS = [
    *(f"services/{name}/client.py" for name in ("erp", "stock", "chat")),
    *(f"actions/{name}.py" for name in CALLS),
]


@given(st.lists(st.sampled_from(PATHS), max_size=3), st.lists(st.sampled_from(OPERATIONS), max_size=3))
def test_no_old_text_stands_on_a_new_one_that_it_may_not_fit(paths: list[str], moved: list[str]) -> None:
    found = held(*paths, moved=moved)
    for action, called in CALLS.items():
        for operation in called:
            service = operation.partition(".")[0]
            assert service not in found.services or action in found.actions
            assert action not in found.actions or operation not in moved or service in found.services
    assert held(*paths, *(f"services/{name}/client.py" for name in found.services), moved=moved) == found
