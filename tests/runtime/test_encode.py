"""Parameters are written as OpenAPI 3.1, section 4.8.12, says, and can be read back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.runtime import Parameter
from codegen.runtime.encode import cookie_pairs, header_value, path_segment, query_pairs
from codegen.runtime.misfit import Misfit

EMPTY, STRING, ARRAY, OBJECT = "", "blue", ["blue", "black", "brown"], {"R": 100, "G": 200, "B": 150}


def parameter(location: str, style: str, explode: bool, **known: Any) -> Parameter:
    return Parameter(ident="color", wire="color", location=location, style=style, explode=explode, **known)


# The specification's own table ("Style Examples"); `label` without explode as RFC 6570 has it (3.1.1 follows).
PATHS = [
    ("matrix", False, EMPTY, ";color"),
    ("matrix", False, STRING, ";color=blue"),
    ("matrix", False, ARRAY, ";color=blue,black,brown"),
    ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
    ("matrix", True, EMPTY, ";color="),
    ("matrix", True, STRING, ";color=blue"),
    ("matrix", True, ARRAY, ";color=blue;color=black;color=brown"),
    ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
    ("label", False, EMPTY, None),
    ("label", False, STRING, ".blue"),
    ("label", False, ARRAY, ".blue,black,brown"),
    ("label", False, OBJECT, ".R,100,G,200,B,150"),
    ("label", True, STRING, ".blue"),
    ("label", True, ARRAY, ".blue.black.brown"),
    ("label", True, OBJECT, ".R=100.G=200.B=150"),
    ("simple", False, STRING, "blue"),
    ("simple", False, ARRAY, "blue,black,brown"),
    ("simple", False, OBJECT, "R,100,G,200,B,150"),
    ("simple", True, STRING, "blue"),
    ("simple", True, ARRAY, "blue,black,brown"),
    ("simple", True, OBJECT, "R=100,G=200,B=150"),
]
QUERIES = [
    ("form", False, EMPTY, "color="),
    ("form", False, STRING, "color=blue"),
    ("form", False, ARRAY, "color=blue,black,brown"),
    ("form", False, OBJECT, "color=R,100,G,200,B,150"),
    ("form", True, EMPTY, "color="),
    ("form", True, STRING, "color=blue"),
    ("form", True, ARRAY, "color=blue&color=black&color=brown"),
    ("form", True, OBJECT, "R=100&G=200&B=150"),
    ("spaceDelimited", False, ARRAY, "color=blue%20black%20brown"),
    ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, ARRAY, "color=blue%7Cblack%7Cbrown"),
    ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]


def query(known: Parameter, value: Any) -> str:
    return "&".join(f"{name}={text}" for name, text in query_pairs(known, value))


@pytest.mark.parametrize(("style", "explode", "value", "expected"), [row for row in PATHS if row[3] is not None])
def test_a_path_is_written_as_the_table_says(style: str, explode: bool, value: Any, expected: str) -> None:
    written = path_segment(parameter("path", style, explode), value)

    # RFC 6570 writes an empty matrix value as `;color`, exploded or not.
    assert written == (";color" if (style, value) == ("matrix", EMPTY) else expected)


@pytest.mark.parametrize(("style", "explode", "value", "expected"), QUERIES)
def test_a_query_is_written_as_the_table_says(style: str, explode: bool, value: Any, expected: str) -> None:
    assert query(parameter("query", style, explode), value) == expected


@pytest.mark.parametrize(
    ("explode", "value", "expected"),
    [
        (False, ARRAY, "blue,black,brown"),
        (True, OBJECT, "R=100,G=200,B=150"),
        (False, OBJECT, "R,100,G,200,B,150"),
        (False, True, "true"),
        (False, 1.5, "1.5"),
        (False, "a b,c", "a b,c"),
    ],
)
def test_a_header_is_simple_and_not_percent_encoded(explode: bool, value: Any, expected: str) -> None:
    assert header_value(parameter("header", "simple", explode), value) == expected


def test_a_cookie_is_form() -> None:
    assert cookie_pairs(parameter("cookie", "form", False), ["a;", "b"]) == [("color", "a%3B,b")]


def test_a_deep_object_goes_as_deep_as_the_value() -> None:
    value = {"created": {"gte": 1}, "items": [{"price": "p", "tax": ["x"]}], "gone": None}

    assert [(unquote(k), v) for k, v in query_pairs(parameter("query", "deepObject", True), value)] == [
        ("color[created][gte]", "1"),
        ("color[items][0][price]", "p"),
        ("color[items][0][tax][0]", "x"),
    ]


def test_reserved_characters_stay_only_where_they_are_allowed_and_harmless() -> None:
    assert query(parameter("query", "form", True, allow_reserved=True), "a/b?c:d&e=f#g+h") == (
        "color=a/b?c:d%26e%3Df%23g%2Bh"
    )
    assert query(parameter("query", "form", True), "a/b?c") == "color=a%2Fb%3Fc"


def test_a_content_parameter_is_json() -> None:
    known = parameter("query", "form", True, media_type="application/json")

    assert parse_qs(query(known, {"a": [1, None]})) == {"color": ['{"a":[1,null]}']}
    assert parse_qs(query(known, "x")) == {"color": ['"x"']}
    assert query(parameter("query", "form", True, media_type="text/plain"), "x") == "color=x"


@pytest.mark.parametrize("value", ["", ".", "..", [], {}])
def test_a_path_never_becomes_another_path(value: Any) -> None:
    with pytest.raises(Misfit):
        path_segment(parameter("path", "simple", False), value)


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\0b"])
def test_a_header_never_becomes_two(value: str) -> None:
    with pytest.raises(Misfit):
        header_value(parameter("header", "simple", False), value)


texts = st.text(st.characters(exclude_categories=("Cs",)))


@given(texts.filter(lambda text: text not in ("", ".", "..")))
def test_any_text_is_one_segment_that_reads_back(text: str) -> None:
    written = path_segment(parameter("path", "simple", False), text)

    assert unquote(written) == text
    assert not set(written) & set("/?#")


@given(st.lists(texts, min_size=1))
def test_any_list_of_texts_reads_back_from_a_query(items: list[str]) -> None:
    written = query(parameter("query", "form", True), items)

    assert parse_qsl(written, keep_blank_values=True, max_num_fields=1000) == [("color", item) for item in items]


@given(st.lists(texts.filter(lambda t: "," not in t), min_size=2), st.sampled_from(["form", "pipeDelimited"]))
def test_a_joined_list_reads_back_where_no_item_holds_the_delimiter(items: list[str], style: str) -> None:
    delimiter = {"form": ",", "pipeDelimited": "%7C"}[style]
    if style == "pipeDelimited" and any("|" in item for item in items):
        return
    ((_, text),) = query_pairs(parameter("query", style, False), items)

    assert [unquote(part) for part in text.split(delimiter)] == items


@given(st.dictionaries(texts.filter(lambda t: "[" not in t and "]" not in t), texts))
def test_a_flat_deep_object_reads_back(members: dict[str, str]) -> None:
    pairs = query_pairs(parameter("query", "deepObject", True), members)

    assert {unquote(k)[len("color[") : -1]: unquote(v) for k, v in pairs} == members
