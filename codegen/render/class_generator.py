"""Field annotations of model classes, by datamodel-code-generator used as a library.

It is given one independent class per definition: references, and every node that it would make a class of its own of,
are opaque custom types (`T0`, `T1`, …) that the caller prints. So names are never its choice, and definitions can be
rendered in any order, in two processes, and kept by the hash of the definition alone.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from codegen.core.digest import of_text

TWO_PROCESSES_FROM = 400
_BASE = "codegen.runtime.Model"
_PREFIX = "C"


def opaque(number: int) -> dict[str, Any]:
    """Return a schema that the generator prints as the type `T<number>`."""
    return {"type": "string", "customTypePath": f"opaque.T{number}"}


def class_fields(classes: Sequence[Mapping[str, Any]], cache: Path | None = None) -> list[list[str]]:
    """Return the fields of each object schema as `annotation` or `annotation = None`, in the order of its properties.

    Args:
        classes: object schemas of plain and opaque nodes; equal ones are rendered once.
        cache: folder of what earlier runs rendered; may be deleted at any time.

    Raises:
        RuntimeError: if the generator's answer is not one class for each schema, which is a bug of ours.
    """
    keys = [_digest(schema) for schema in classes]
    wanted = dict(zip(keys, classes, strict=True))
    store = cache / f"classes-{_stamp()}.json" if cache is not None else None
    known = _read(store) if store is not None else {}
    missing = {key: schema for key, schema in wanted.items() if key not in known}
    if missing:
        known = known | dict(zip(missing, _generate_all(list(missing.values())), strict=True))
    if missing and store is not None:
        _write(store, {key: known[key] for key in sorted(known)})
    return [known[key] for key in keys]


def _stamp() -> str:
    """Return what the rendered text depends on beside the schema."""
    return of_text(version("datamodel-code-generator") + Path(__file__).read_text(encoding="utf-8"))[:16]


def _digest(schema: Mapping[str, Any]) -> str:
    # Python's JSON, because limits may be integers of any size.
    return of_text(json.dumps(schema, sort_keys=True))


def _read(store: Path) -> dict[str, list[str]]:
    try:
        found = json.loads(store.read_bytes())
    except (OSError, ValueError):
        return {}  # absent, unreadable or cut short: what it held is rendered again
    return found if isinstance(found, dict) else {}


def _write(store: Path, known: Mapping[str, list[str]]) -> None:
    store.parent.mkdir(parents=True, exist_ok=True)
    part = store.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(known), encoding="utf-8")
    part.replace(store)


def _generate_all(classes: list[Mapping[str, Any]]) -> list[list[str]]:
    if len(classes) < TWO_PROCESSES_FROM:
        return generate(classes)
    half = len(classes) // 2
    # A fresh interpreter rather than a fork: the caller may have threads and need not guard its main module.
    with subprocess.Popen(  # noqa: S603 - this very module, in this very interpreter
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_child_environment()
    ) as child:
        assert child.stdin is not None  # noqa: S101 - a pipe was asked for
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        child.stdin.write(json.dumps(classes[half:]).encode())
        child.stdin.close()
        first = generate(classes[:half])
        second = json.loads(child.stdout.read())
    return first + list(second)


def _child_environment() -> dict[str, str]:
    """Return an environment in which the child finds this package, however the parent found it."""
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}


def generate(classes: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the fields of each object schema, rendered in this process."""
    # Heavy to load, and an unchanged contract needs none of it.
    from datamodel_code_generator import generate as generate_models
    from datamodel_code_generator.enums import DataModelType, InputFileType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    text = generate_models(
        json.dumps({"$defs": {f"{_PREFIX}{number}": schema for number, schema in enumerate(classes)}}),
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        base_class=_BASE,
        formatters=[],
        disable_timestamp=True,
        use_annotated=True,
        use_standard_collections=True,
        use_union_operator=True,
        enum_field_as_literal=LiteralType.All,
        capitalise_enum_members=False,
    )
    return _split(str(text), classes)


def _split(text: str, classes: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    found = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}
    names = [f"{_PREFIX}{number}" for number in range(len(classes))]
    if invented := found.keys() - {*names, "ModelModel", "Model"}:
        raise RuntimeError(f"the model generator made a class of its own: {min(invented)}")
    lines = text.splitlines()
    return [_fields(name, found.get(name), schema, lines) for name, schema in zip(names, classes, strict=True)]


def _fields(name: str, node: ast.ClassDef | None, schema: Mapping[str, Any], lines: list[str]) -> list[str]:
    body = node.body if node else []
    fields = [_source(item, lines) for item in body if isinstance(item, ast.AnnAssign)]
    if len(fields) != len(schema["properties"]):
        raise RuntimeError(f"the model generator made {len(fields)} fields of {schema!r} ({name})")
    return fields


def _source(item: ast.AnnAssign, lines: list[str]) -> str:
    text = "\n".join(lines[item.lineno - 1 : item.end_lineno])
    return text.split(":", 1)[1].strip()


def _serve() -> None:
    """Answer the parent process: schemas as JSON in, fields as JSON out."""
    json.dump(generate(json.load(sys.stdin.buffer)), sys.stdout)


if __name__ == "__main__":
    _serve()
