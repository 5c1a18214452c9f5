"""An answer is held to its contract as far as the service asks, and what departs is said where it is read."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from codegen.runtime import Cast, ExternalServiceError, Model, ValueMap, plain
from codegen.runtime.departures import Source, observed, played
from codegen.runtime.model import departures_of
from codegen.runtime.reading import read
from codegen.runtime.wire import STABLE


class Item(Model):
    count: int
    label: str | None = None


class Order(Model):
    id: str = Field(alias="order_id")
    total: Annotated[Decimal, Cast("decimal")]
    status: Annotated[Literal["open", "closed"] | str, ValueMap({"OPN": "open", "CLS": "closed"})]
    when: datetime | None = None
    items: list[Item] | None = None
    by_name: dict[str, Item] | None = None
    price: Annotated[float, Field(ge=0)] | None = None
    parent: Order | None = None
    choice: Item | str | None = None


GOOD = {"order_id": "7", "total": "12.50", "status": "OPN"}


def taken(policy: str = "used", operation: str = "getOrder", **changes: Any) -> Any:
    body = {key: value for key, value in {**GOOD, **changes}.items() if value != "absent"}
    source = Source(service="erp", operation=operation, owner="finance", correlation_id="c-1", status=200)
    return read(lambda: Order, json.dumps(body).encode(), policy, source)


def test_an_answer_is_read_into_stable_names_and_values() -> None:
    order = taken(when="2026-01-02T03:04:05Z", items=[{"count": 1}], unknown="x", status="NEW")

    assert (order.id, order.total, order.status) == ("7", Decimal("12.50"), "NEW")
    assert order.when.year == 2026
    assert order.items == [Item(count=1)]
    assert order.price is None


@pytest.mark.parametrize(
    ("changes", "read_it", "code", "pointer"),
    [
        ({"order_id": 7}, lambda o: o.id, "answer_invalid", "/order_id"),
        ({"order_id": "absent"}, lambda o: o.id, "field_missing", "/order_id"),
        ({"order_id": None}, lambda o: o.id, "field_missing", "/order_id"),
        ({"total": "much"}, lambda o: o.total, "answer_invalid", "/total"),
        ({"items": [{"count": 1}, {"count": "2"}]}, lambda o: o.items[1].count, "answer_invalid", "/items/1/count"),
        ({"by_name": {"a/b": {}}}, lambda o: o.by_name["a/b"].count, "field_missing", "/by_name/a~1b/count"),
        ({"items": "none"}, lambda o: o.items, "answer_invalid", "/items"),
        ({"price": -1.0}, lambda o: o.price, "answer_invalid", "/price"),
        (
            {"parent": {"order_id": 1, "total": "1", "status": "x"}},
            lambda o: o.parent.id,
            "answer_invalid",
            "/parent/order_id",
        ),
        ({"choice": {"count": "x"}}, lambda o: o.choice.count, "answer_invalid", "/choice/count"),
    ],
)
def test_a_departure_raises_where_it_is_read_and_leaves_the_rest(changes, read_it, code, pointer) -> None:
    order = taken(**changes)

    untouched = "total" if "total" not in changes else "status"
    assert getattr(order, untouched)
    with pytest.raises(ExternalServiceError) as caught:
        read_it(order)
    error = caught.value
    assert (error.code, error.service, error.owner, error.correlation_id) == (code, "erp", "finance", "c-1")
    assert pointer in error.message
    assert "much" not in error.message


def test_strict_raises_at_once_and_report_never() -> None:
    with pytest.raises(ExternalServiceError, match="/order_id"):
        taken("strict", order_id=7)

    reported = taken("report", order_id=7, total="absent")
    assert reported.id == 7
    assert "12.50" not in repr(reported)


def test_a_body_of_which_nothing_is_usable_raises_at_once() -> None:
    for body in (b"[]", b'"text"', b"{", b"NaN", b'{"order_id": NaN}'):
        with pytest.raises(ExternalServiceError) as caught:
            read(lambda: Order, body, "used", Source())
        assert caught.value.code == "answer_invalid"


def test_a_departure_is_counted_each_time_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "codegen")
    for _ in range(3):
        taken(operation="countedHere", items=[{"count": 1}, {"count": "x"}])

    assert observed()[("erp", "countedHere", "/items/*/count", "answer_invalid")] == 3
    assert len([record for record in caplog.records if "countedHere" in record.getMessage()]) == 1


def test_what_departs_of_a_mocks_answer_is_not_the_vendors_doing() -> None:
    """It is whoever writes mock.yaml that can do something about it."""
    order = taken(order_id=7)
    with played(["erp"]), pytest.raises(ExternalServiceError) as caught:
        order.id  # noqa: B018
    assert caught.value.message.startswith("the mock's answer of erp.getOrder departs from the contract at /order_id: ")
    assert caught.value.message.endswith("; mock.yaml can give another one")
    assert caught.value.next_step == "Do not retry; write another answer into erp's mock.yaml."
    with pytest.raises(ExternalServiceError, match=r"erp\.getOrder answered against its contract"):
        order.id  # noqa: B018


def test_what_departed_survives_copy_and_pickle_and_is_never_dumped() -> None:
    order = taken(order_id=7)

    for twin in (copy.deepcopy(order), pickle.loads(pickle.dumps(order))):
        assert departures_of(twin).keys() == {"id"}
    assert "id" not in plain(order)
    with pytest.raises(AttributeError):
        order.nothing_of_the_kind  # noqa: B018


def test_models_are_immutable_and_strict() -> None:
    item = Item(count=1)
    with pytest.raises(ValidationError):
        item.count = 2  # type: ignore[misc]  # that is the point
    with pytest.raises(ValidationError):
        Item(count="1")  # type: ignore[arg-type]  # that is the point


def test_an_order_goes_back_to_the_wire_as_it_came() -> None:
    order = taken()

    assert order.model_dump(mode="json", by_alias=True, exclude_unset=True) == GOOD
    assert plain(order) == {"id": "7", "total": "12.50", "status": "open"}
    assert Order.model_validate_json(json.dumps(plain(order)), context=STABLE) == order


@pytest.mark.parametrize(
    ("cast", "wire", "stable"),
    [
        (Cast("decimal"), "12.50", Decimal("12.50")),
        (Cast("decimal", wire="number"), 12.5, Decimal("12.5")),
        (Cast("integer"), "7", 7),
        (Cast("integer"), "12345678901234567890123", 12345678901234567890123),
        (Cast("number"), "1.5", 1.5),
        (Cast("string"), 7, "7"),
        (Cast("boolean"), "true", True),
        (Cast("boolean", wire="integer"), 1, True),
        (Cast("date-time"), "2026-01-02T03:04:05Z", datetime.fromisoformat("2026-01-02T03:04:05+00:00")),
        (Cast("date-time", wire="integer"), 1767323045, datetime.fromisoformat("2026-01-02T03:04:05+00:00")),
    ],
)
def test_a_cast_reads_and_writes_back(cast: Cast, wire: Any, stable: Any) -> None:
    assert cast.read(wire) == stable
    assert cast.read(stable) == stable
    assert cast.write(stable) == wire
    assert type(cast.write(stable)) is type(wire)


@pytest.mark.parametrize(
    ("to", "value"),
    [("decimal", "NaN"), ("decimal", True), ("integer", "1.5"), ("boolean", "perhaps"), ("date-time", "x")],
)
def test_a_cast_refuses_what_it_cannot_read(to: str, value: Any) -> None:
    with pytest.raises(ValueError, match="is no"):
        Cast(to).read(value)


class Swapped(Model):
    letter: Annotated[str, ValueMap({"A": "B", "B": "A"})]


def test_a_map_that_swaps_values_knows_its_direction() -> None:
    assert Swapped.model_validate_json('{"letter": "A"}').letter == "B"
    assert Swapped(letter="A").letter == "A"
    assert Swapped.model_validate_json('{"letter": "A"}', context=STABLE).letter == "A"
    assert Swapped(letter="A").model_dump_json() == '{"letter":"B"}'


@given(st.dictionaries(st.text(), st.text()).filter(lambda m: len(set(m.values())) == len(m)), st.text())
def test_an_invertible_map_reads_back_what_it_writes(values: dict[str, str], value: str) -> None:
    known = ValueMap(values)

    for wire in values:
        assert known.write(known.read(wire)) == wire
    if value not in values:
        assert known.read(value) == value


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_no_answer_at_all_breaks_reading(body: Any) -> None:
    """Whatever comes, it is a value or an error of the service."""
    try:
        order = read(lambda: Order, json.dumps({**GOOD, "items": body, "parent": body}).encode(), "used", Source())
    except ExternalServiceError:
        return
    assert order.id == "7"
