"""The text of `specs/accepted.yaml`, with entries put in where their names belong; the rest keeps its comments."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from codegen.actions.accepted import Accepted

_HEAD = """\
# What agents see of each tool, as a person accepted it. `codegen generate` adds a tool that is new; a changed one is
# accepted with `codegen accept TOOL --reason "…" --owner TEAM`. `schema` is what agents keep to, `text` what they read;
# `tools` has them of the form that all vendors' follow from, `vendors` of each vendor's file.
tools:
"""


def with_accepted(text: str, entries: Mapping[str, Accepted]) -> str:
    """Return the text with accepted tools in it, a line for each and one for each vendor, in the order of their names.

    Args:
        text: the file's; "" where there is none yet.
        entries: tool to what is accepted of it.

    Raises:
        ValueError: if `text` holds no such mapping.
    """
    text = _with(text, "tools", {name: _line(entry) for name, entry in entries.items()})
    vendors = {
        f"{name}@{vendor}": _flow(_digests(digests))
        for name, entry in entries.items()
        for vendor, digests in entry.vendors.items()
    }
    return _with(text, "vendors", vendors) if vendors else text


def without_accepted(text: str, names: Collection[str]) -> str:
    """Return the text without tools that are no more, and what was accepted of them for each vendor.

    Args:
        text: the file's.
        names: the tools.

    Raises:
        ValueError: if `text` holds no such mapping.
    """
    if not names:
        return text
    yaml, tree = _read(text)
    for section in ("tools", "vendors"):
        entries = tree.get(section)
        for key in [key for key in entries or () if str(key).partition("@")[0] in names]:
            del entries[key]
    return _written(yaml, tree)


def with_accepted_changes(text: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text with accepted changes in it, likewise.

    Args:
        text: the file's; "" where there is none yet.
        entries: a change's id to its line.

    Raises:
        ValueError: if `text` holds no such mapping.
    """
    return _with(text, "changes", {name: _flow(CommentedMap(entry)) for name, entry in entries.items()})


def _with(text: str, section: str, lines: Mapping[str, CommentedMap]) -> str:
    yaml, tree = _read(text)
    if not isinstance(tree.get(section), CommentedMap):
        tree[section] = CommentedMap()
    entries = tree[section]
    for name, line in sorted(lines.items()):
        if isinstance(known := entries.get(name), CommentedMap):
            _update(known, line)
        else:
            entries.insert(sum(other < name for other in entries), name, line)
    return _written(yaml, tree)


def _read(text: str) -> tuple[YAML, CommentedMap]:
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    try:
        tree = yaml.load(text or _HEAD)
        if tree is None:  # nothing but comments, which would be lost
            tree = yaml.load(f"{text.rstrip()}\ntools:\n")
    except YAMLError as error:
        raise ValueError(str(error)) from error
    if not isinstance(tree, CommentedMap):
        raise ValueError("accepted.yaml holds no mapping")
    return yaml, tree


def _written(yaml: YAML, tree: CommentedMap) -> str:
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _update(known: CommentedMap, line: CommentedMap) -> None:
    """Let an entry say what `line` says; one that is replaced would lose its comments."""
    for key in known.keys() - line.keys():
        del known[key]
    for key, value in line.items():
        if key in known:
            known[key] = value
        else:  # in a block the comments of what follows belong to its last line
            known.insert(len(known) if known.fa.flow_style() else len(known) - 1, key, value)


def _line(entry: Accepted) -> CommentedMap:
    line = _digests({"schema": entry.schema, "text": entry.text})
    line["reason"] = entry.reason
    if entry.owner:
        line["owner"] = entry.owner
    if entry.until is not None:
        line["until"] = entry.until.isoformat()
    return _flow(line)


def _digests(digests: Mapping[str, str]) -> CommentedMap:
    return CommentedMap({key: f"sha256:{digest}" for key, digest in digests.items()})


def _flow(line: CommentedMap) -> CommentedMap:
    line.fa.set_flow_style()
    return line
