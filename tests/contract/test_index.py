from __future__ import annotations

from typing import Any

from codegen.contract.index import operation_index, select

TEXT = """openapi: 3.0.0
info: {title: T, version: '1'}
paths:
  /users/{id}: {get: {}, delete: {operationId: list}, parameters: []}
  /users: {get: {operationId: list, summary: All of them}}
  /more: {$ref: '#/x-more'}
  x-note: {get: {}}
x-more: {post: {operationId: more}}
"""


def test_every_method_of_every_path_is_there_under_a_name_of_its_own(loaded: Any) -> None:
    document, _ = loaded(TEXT)
    index = operation_index(document, {})
    assert [(name, entry.key, entry.ident) for name, entry in index.items()] == [
        ("get_users_by_id", "GET /users/{id}", "get_users_by_id"),
        ("list", "DELETE /users/{id}", "list"),
        ("list_2", "GET /users", "list_2"),
        ("more", "POST /more", "more"),
    ]
    assert index["more"].pointer == "/x-more/post"


def test_pinned_names_stay_where_a_newcomer_takes_the_same(loaded: Any) -> None:
    document, _ = loaded(TEXT)
    index = operation_index(document, {}, {"operation:GET /users": "list"})
    assert {entry.key: name for name, entry in index.items()}["DELETE /users/{id}"] == "list_2"


def test_adapt_renames_and_nobody_is_lost(loaded: Any) -> None:
    document, _ = loaded(TEXT)
    index = operation_index(document, {"operations": {"more": {"wire": "list"}, "one": {"wire": "GET /users/{id}"}}})
    assert {name: entry.wire for name, entry in index.items()} == {
        "one": "get_users_by_id",
        "more": "list",
        "list_2": "list_2",
        "more_2": "more",
    }


def test_names_globs_and_method_with_path_select(loaded: Any) -> None:
    document, _ = loaded(TEXT)
    index = operation_index(document, {})
    assert [entry.name for entry in select(index, ["list*", "POST /more", "unknown"])] == ["list", "list_2", "more"]
    assert len(select(index, None)) == 4
