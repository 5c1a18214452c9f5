"""Bodies are written as their media type asks, checked before anything is sent."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import parse_qsl

import pytest
from pydantic import Field

from codegen.runtime import UNSET, Body, Cast, File, Model, Operation, Parameter, ValueMap
from codegen.runtime.bodies import write
from codegen.runtime.misfit import Misfit
from codegen.runtime.requests import parts


class Line(Model):
    sku: str = Field(alias="item_sku")
    count: int | None = None


class Order(Model):
    id: str = Field(alias="order_id")
    due: date | None = None
    total: Annotated[Decimal, Cast("decimal")] | None = None
    status: Annotated[str, ValueMap({"OPN": "open"})] | None = None
    lines: list[Line] | None = None
    note: str | None = None


class Upload(Model):
    title: str
    photo: bytes
    more: list[bytes] | None = None
    meta: Line | None = None


ORDER = Body(
    media_type="application/json",
    type=lambda: Order,
    fields=("body_id", "due", "total", "status", "lines", "note"),
    names={"body_id": "id"},
    nullable=("note",),
    required=True,
)


def sent(body: Body, arguments: dict[str, Any], content_type: str | None = None) -> Any:
    content = write(body, arguments, content_type)
    assert content is not None
    return json.loads(content.content)


def test_fields_travel_by_wire_name_in_the_wires_form() -> None:
    arguments = {
        "body_id": "7",
        "due": date(2026, 1, 2),
        "total": Decimal("12.50"),
        "status": "open",
        "lines": [Line(sku="a"), {"sku": "b", "count": 2}],
        "note": None,
    }

    assert sent(ORDER, arguments) == {
        "order_id": "7",
        "due": "2026-01-02",
        "total": "12.50",
        "status": "OPN",
        "lines": [{"item_sku": "a"}, {"item_sku": "b", "count": 2}],
        "note": None,
    }


def test_what_was_not_given_is_not_sent() -> None:
    operation: Operation[Any] = Operation(name="o", method="POST", path="/", body=ORDER)
    made = parts(operation, {"body_id": "7", "due": None, "total": None, "note": UNSET, "lines": UNSET})

    assert json.loads(made.content) == {"order_id": "7"}
    assert json.loads(parts(operation, {"body_id": "7", "due": None, "note": None}).content) == {
        "order_id": "7",
        "note": None,
    }


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({}, "body_id"),
        ({"body_id": 7}, "body_id"),
        ({"body_id": "7", "lines": [{"sku": 1}]}, "lines"),
        ({"body_id": "7", "total": "much"}, "total"),
        ({"body_id": "7", "total": float("nan")}, "total"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_keyword_without_being_quoted(arguments, argument) -> None:
    with pytest.raises(Misfit) as caught:
        write(ORDER, arguments)

    assert caught.value.argument == argument
    assert "much" not in caught.value.reason


def test_unknown_and_missing_arguments_are_refused() -> None:
    known = Parameter(ident="who", wire="who", location="query", required=True)
    operation: Operation[Any] = Operation(name="o", method="GET", path="/", parameters=(known,))
    for arguments in ({}, {"who": None}, {"who": "x", "whom": "y"}):
        with pytest.raises(Misfit):
            parts(operation, arguments)


def test_an_optional_body_that_is_not_given_is_no_body() -> None:
    assert write(Body(media_type="application/json", type=lambda: Order, fields=("note",)), {}) is None


def test_a_whole_body_is_one_keyword() -> None:
    body = Body(media_type="application/json", type=lambda: list[Line], required=True)

    assert sent(body, {"body": [{"sku": "a"}]}) == [{"item_sku": "a"}]
    with pytest.raises(Misfit):
        write(body, {})


FORM = "application/x-www-form-urlencoded"


def test_a_form_repeats_lists_and_nests_as_its_encoding_says() -> None:
    body = Body(
        media_type=FORM,
        encoding={"deep": {"style": "deepObject", "explode": True}, "joined": {"style": "form", "explode": False}},
    )
    value = {
        "tags": ["a b", "c&d"],
        "deep": {"x": {"y": 1}},
        "joined": ["p", "q"],
        "plain": {"k": True},
        "on": True,
        "no": None,
    }
    content = write(body, {"body": value})

    assert content is not None
    assert content.media_type == FORM
    assert parse_qsl(content.content.decode()) == [
        ("tags", "a b"),
        ("tags", "c&d"),
        ("deep[x][y]", "1"),
        ("joined", "p,q"),
        ("plain", '{"k":true}'),
        ("on", "true"),
    ]


def multipart(content: Any) -> list[Any]:
    head = f"Content-Type: {content.media_type}\r\n\r\n".encode()
    return list(email.message_from_bytes(head + content.content, policy=email.policy.HTTP).iter_parts())


def test_multipart_has_a_part_for_each_field_and_each_file() -> None:
    body = Body(
        media_type="multipart/form-data",
        type=lambda: Upload,
        fields=("title", "photo", "more", "meta"),
        required=True,
        encoding={"photo": {"contentType": "image/png"}},
    )
    arguments = {
        "title": "A",
        "photo": b"\x89PNG\r\n",
        "more": [File(b"1", 'a"\r\nX: y.txt', "text/plain"), b"2"],
        "meta": {"sku": "s"},
    }
    title, meta, photo, one, two = sorted(
        multipart(write(body, arguments)),
        key=lambda p: ["title", "meta", "photo", "more"].index(p.get_param("name", header="content-disposition")),
    )

    assert title.get_content().strip() == "A"
    assert json.loads(meta.get_payload(decode=True)) == {"item_sku": "s"}
    assert meta.get_content_type() == "application/json"
    assert (photo.get_content_type(), photo.get_payload(decode=True)) == ("image/png", b"\x89PNG\r\n")
    assert one.get_filename() == "a%22%0D%0AX: y.txt"
    assert (two.get_content_type(), two.get_payload(decode=True)) == ("application/octet-stream", b"2")


def test_a_missing_file_is_refused() -> None:
    body = Body(media_type="multipart/form-data", type=lambda: Upload, fields=("title", "photo"), required=True)
    with pytest.raises(Misfit) as caught:
        write(body, {"title": "A"})

    assert caught.value.argument == "photo"


@pytest.mark.parametrize(
    ("declared", "value", "media_type", "content"),
    [
        ("application/octet-stream", b"\0\1", "application/octet-stream", b"\0\1"),
        ("image/*", File(b"x", "a.png", "image/png"), "image/png", b"x"),
        ("text/plain", "häm", "text/plain", "häm".encode()),
        ("application/xml", "<a/>", "application/xml", b"<a/>"),
        ("*/*", "text", "text/plain; charset=utf-8", b"text"),
        ("*/*", {"a": 1}, "application/json", b'{"a":1}'),
        ("*/*", b"x", "application/octet-stream", b"x"),
        ("application/merge-patch+json", {"a": None}, "application/merge-patch+json", b'{"a":null}'),
    ],
)
def test_each_media_type_is_written_its_own_way(declared, value, media_type, content) -> None:
    written = write(Body(media_type=declared, required=True), {"body": value})

    assert written is not None
    assert (written.media_type, written.content) == (media_type, content)


def test_the_caller_may_choose_another_media_type() -> None:
    written = write(
        Body(media_type="application/json", media_types=("application/json", FORM)), {"body": {"a": 1}}, FORM
    )

    assert written is not None
    assert written.content == b"a=1"
