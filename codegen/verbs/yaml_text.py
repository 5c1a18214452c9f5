"""YAML for people: values in flow style, and mappings added to a file that keeps its comments and its order."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import orjson
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.yaml import read_yaml

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_./$-]*(:[A-Za-z0-9_./-]+)?")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "_"})


def scalar(text: str) -> str:
    """Return `text` as a YAML scalar on one line: plain where nothing can be misread, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    quoted = orjson.dumps(text).decode()
    # JSON lets through what YAML 1.2, section 5.1 or a reader of lines would not
    return "".join(c if c.isprintable() else _escaped(c) for c in quoted)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def flow(value: Json) -> str:
    """Return a JSON value in YAML's flow style, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value) if isinstance(value, str) else orjson.dumps(value).decode()


def with_entries(text: str, entries: Mapping[str, Mapping[str, Json]]) -> str:
    """Return the text of a YAML mapping with `entries` added at its end; everything else keeps its bytes where it can.

    Raises:
        ValueError: if `text` holds no YAML mapping.
    """
    before = _read(text)
    if not entries:
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    appended = start + "".join(f"{scalar(name)}:\n{_block(entry)}" for name, entry in entries.items())
    try:
        if _read(appended) == {**before, **entries}:
            return appended
    except ValueError:
        pass  # a root in flow style cannot be appended to as text: it is added to as a tree below
    return _round_trip(text, entries)


def _block(entry: Mapping[str, Json]) -> str:
    return "".join(f"  {scalar(key)}: {flow(value)}\n" for key, value in entry.items())


def _read(text: str) -> dict[str, Json]:
    diagnostics = Diagnostics()
    tree = read_yaml(text, "", diagnostics)
    if diagnostics.failed or not isinstance(tree, dict | None):
        raise ValueError("; ".join(item.message for item in diagnostics) or "it is no mapping")
    return tree or {}


def with_adapt(text: str, lines: Mapping[str, Json]) -> str:
    """Return the text of a `service.yaml` with lines merged into its `adapt`; comments and order stay.

    Args:
        text: the file's.
        lines: what `adapt` should say besides.

    Raises:
        ValueError: if `text` holds no YAML mapping.
    """
    before = _read(text)
    if "adapt" not in before:
        start = text if text.endswith("\n") else f"{text}\n"
        return f"{start}adapt:\n{_indented(lines, 1)}"
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    try:
        tree = yaml.load(text)
    except YAMLError as error:
        raise ValueError(str(error)) from error
    if tree["adapt"] is None:
        tree["adapt"] = CommentedMap()
    _merge(tree["adapt"], lines)
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _indented(lines: Mapping[str, Json], depth: int) -> str:
    """Return nested mappings as a block, the innermost two levels on one line."""
    result = ""
    for key, value in lines.items():
        inner = isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values())
        told = f"\n{_indented(value, depth + 1)}" if inner else f" {flow(value)}\n"
        result += f"{'  ' * depth}{scalar(key)}:{told}"
    return result


def _merge(tree: Any, lines: Mapping[str, Json]) -> None:
    for key, value in lines.items():
        if isinstance(value, Mapping) and isinstance(tree.get(key), Mapping):
            _merge(tree[key], value)
        else:
            tree[key] = _flowing(value)


def _flowing(value: Json) -> Json:
    """Return a value as ruamel writes it on one line."""
    if not isinstance(value, Mapping):
        return value
    node = CommentedMap({key: _flowing(item) for key, item in value.items()})
    if not any(
        isinstance(item, Mapping) and any(isinstance(i, Mapping) for i in item.values()) for item in value.values()
    ):
        node.fa.set_flow_style()
    return node


def _round_trip(text: str, entries: Mapping[str, Mapping[str, Json]]) -> str:
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    try:
        tree = yaml.load(text)
    except YAMLError as error:
        raise ValueError(str(error)) from error
    tree.update({name: dict(entry) for name, entry in entries.items()})
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()
