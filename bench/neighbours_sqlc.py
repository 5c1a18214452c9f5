"""sqlc reads SQL: the same shop as a schema and a file of queries for each tag."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

CONFIG = """\
version: "2"
sql:
  - engine: postgresql
    schema: schema.sql
    queries: queries
    gen: {go: {package: out, out: out}}
"""
_TYPES = {"string": "text", "number": "float8", "integer": "integer", "array": "jsonb"}


def put(contract: bytes, project: Path) -> None:
    """Write a contract as `schema.sql` and `queries/`: a table for each schema, a query for each operation."""
    document = json.loads(contract)
    tables = [_table(name, schema) for name, schema in document["components"]["schemas"].items()]
    (project / "schema.sql").write_text("\n".join(tables))
    queries: dict[str, list[str]] = {}
    for item in document["paths"].values():
        for method, operation in item.items():
            queries.setdefault(operation["tags"][0], []).append(_query(method, operation))
    shutil.rmtree(project / "queries", ignore_errors=True)
    (project / "queries").mkdir()
    for tag, texts in queries.items():
        (project / "queries" / f"{tag}.sql").write_text("\n".join(texts))


def _table(name: str, schema: dict[str, Any]) -> str:
    columns = ", ".join(f"{key} {_TYPES[value['type']]}" for key, value in schema["properties"].items())
    return f'CREATE TABLE "{name}" ({columns});\n'


def _query(method: str, operation: dict[str, Any]) -> str:
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    count = len(operation.get("parameters", ()))
    where = f" WHERE {' AND '.join(f'id = ${number + 1}' for number in range(count))}" if count else ""
    sql = {
        "get": f'SELECT * FROM "{answer}"{where};',
        "delete": f'DELETE FROM "{answer}"{where} RETURNING *;',
        "post": f'INSERT INTO "{answer}" (id) VALUES ($1) RETURNING *;',
    }[method]
    name = operation["operationId"]
    return f"-- name: {name[0].upper()}{name[1:]} :one\n{sql}\n"
