"""Changing portable schemas for a vendor: node by node, and keywords into words. Nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from codegen.contract.model import Json, JsonSchema
from codegen.targets.tools.words import in_words


def rewrite(schema: JsonSchema, change: Callable[[JsonSchema], JsonSchema]) -> JsonSchema:
    """Return the schema with `change` applied to every node, the inner ones first."""
    node = dict(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), Mapping):
            node[key] = rewrite(node[key], change)
    if "anyOf" in node:
        node["anyOf"] = [rewrite(member, change) for member in node["anyOf"]]
    if "properties" in node:
        node["properties"] = {name: rewrite(inner, change) for name, inner in node["properties"].items()}
    return change(node)


def say(node: JsonSchema, keywords: Iterable[str]) -> JsonSchema:
    """Return the node without these keywords, which its description says in words instead."""
    said = {keyword: node[keyword] for keyword in keywords if keyword in node}
    if not said:
        return node
    kept: dict[str, Json] = {key: value for key, value in node.items() if key not in said}
    described = str(kept.pop("description", "")).strip()
    words = "; ".join(filter(None, (in_words(keyword, value) for keyword, value in said.items())))
    if not words:
        return {**({"description": described} if described else {}), **kept}
    sentence = f"{words[0].upper()}{words[1:]}."
    if described and described[-1] not in ".!?":
        described += "."
    return {"description": f"{described} {sentence}".strip(), **kept}
