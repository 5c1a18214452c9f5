"""What is left of a document for a comparison, once the parts of its operations are out that cannot differ.

The parameters, the body and each answer of an operation whose text did not change differ only where they lead to
something that does. In a contract whose answers all lead to one another most bodies lead nowhere, and they are half of
its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.contract.differing import Differing
from codegen.contract.document import Document
from codegen.contract.index import METHODS
from codegen.core.names import pascal


def residue(document: Document, differing: Differing) -> Document:
    """Return a document without what is the same in the other one and leads to nothing that differs.

    Both are compared with the same findings as if they were whole; all else that is said of them is not.

    Args:
        document: one of two.
        differing: what may differ between these.
    """
    paths = document.raw.get("paths")
    if not isinstance(paths, Mapping) or differing.bundled or _names_meet(document):
        return document
    kept = {path: _item(str(path), item, differing) for path, item in paths.items()}
    return replace(document, raw={**document.raw, "paths": kept})


def _names_meet(document: Document) -> bool:
    """Say whether two components would have one class name, so that which has it depends on who else is there."""
    components = document.raw.get("components")
    schemas = components.get("schemas") if isinstance(components, Mapping) else document.raw.get("definitions")
    names = list(schemas) if isinstance(schemas, Mapping) else []
    return len({pascal(str(name), "Schema").lower() for name in names}) < len(names)


def _item(path: str, item: Any, differing: Differing) -> Any:
    if not isinstance(item, Mapping):
        return item
    return {
        word: _operation(node, item.get("parameters"), differing)
        if word in METHODS and isinstance(node, Mapping) and f"{word.upper()} {path}" not in differing.touched
        else node
        for word, node in item.items()
    }


def _operation(node: Mapping[str, Any], shared: Any, differing: Differing) -> dict[str, Any]:
    """Return what is kept of an operation; its parameters replace those that its path shares, so they go together."""
    parts = {"parameters": [node.get("parameters"), shared], "requestBody": node.get("requestBody")}
    kept = {word: value for word, value in node.items() if word not in parts or differing.within(parts[word])}
    answers = node.get("responses")
    if isinstance(answers, Mapping):
        kept["responses"] = {s: answer if differing.within(answer) else _SILENT for s, answer in answers.items()}
    return kept


_SILENT: Mapping[str, Any] = {"description": ""}
