"""The portable tool schema (PTS): what every model's vendor accepts, made once per action.

Rules: the root is a closed object; every node has one string `type`; null is `anyOf [T, null]`; no references, no
`allOf`, no tuples, no boolean or empty schemas. What a schema cannot say is said in words, and what had to take another
shape is listed as `Decoding`s, by which a value of the portable schema is turned back into one of the original.

An agent reads every schema before each answer of its own, so there is a room for each: a long one is told more tersely,
nested fields first, until it fits. What it allows stays the same: deep parts of the inputs become JSON text, and deep
parts of an answer are objects of which nothing is said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from codegen.actions.bind.portable_answer import AnswerWriter
from codegen.actions.bind.portable_inputs import MAX_DEPTH, Detail, InputWriter
from codegen.actions.plan import Decoding
from codegen.contract.model import Json, JsonSchema

INPUT_ROOM = 2_000  # characters, about 540 tokens
ANSWER_ROOM = 800
FULL = Detail(MAX_DEPTH, (250,))
# From the most that is told to the least; the first that fits is taken.
_OF_INPUTS = (
    *(FULL, Detail(MAX_DEPTH, (250, 120, 60)), Detail(MAX_DEPTH, (160, 80, 60)), Detail(4, (120, 60, 40))),
    *(Detail(3, (120, 60, 40)), Detail(2, (100, 60)), Detail(1, (100,)), Detail(1, (80,))),
)
_OF_ANSWERS = (
    *(Detail(3, (250, 120, 60)), Detail(2, (160, 60)), Detail(2, (120, 0)), Detail(2, (60, 0))),
    *(Detail(1, (60,)), Detail(1, (0,))),
)


@dataclass(frozen=True, slots=True)
class Portable:
    """A portable schema, how its values are turned back, and the optional fields whose null counts as left out."""

    schema: JsonSchema
    decodings: tuple[Decoding, ...]
    nulls: tuple[str, ...] = ()


def portable(schema: JsonSchema, *, full: bool = False) -> Portable:
    """Return the portable form of what an action takes.

    Args:
        schema: self-contained and in normal form, as `codegen.actions.bind.plain.normal_form` and `inline` give it.
        full: tell everything, however long.
    """
    for detail in (FULL,) if full else _OF_INPUTS:
        writer = InputWriter(detail)
        node = writer.write(schema, (), 0)
        decodings = tuple(dict.fromkeys(writer.decodings))
        if node.get("type") != "object":
            node = {**_wrapped(node), "additionalProperties": False}
            inner = (Decoding(("result", *d.path), d.kind, d.names) for d in decodings)
            decodings = (Decoding((), "result"), *inner)
        if _size(node) <= INPUT_ROOM:
            break
    return Portable(_listed(node), decodings, tuple(writer.nulls))


def portable_answer(schema: JsonSchema, *, full: bool = False) -> JsonSchema:
    """Return the portable form of what an action answers: open objects, without what is only sent.

    Args:
        schema: as `portable` takes it.
        full: tell everything, however long.
    """
    for detail in (FULL,) if full else _OF_ANSWERS:
        node = AnswerWriter(detail).write(schema, (), 0)
        if node.get("type") != "object":
            node = _wrapped(node)
        if _size(node) <= ANSWER_ROOM:
            break
    return _listed(node)


def _wrapped(node: JsonSchema) -> dict[str, Json]:
    return {"type": "object", "properties": {"result": node}, "required": ["result"]}


def _listed(root: JsonSchema) -> JsonSchema:
    """Return the root with its two lists written out, empty ones too."""
    return {**root, "properties": root.get("properties", {}), "required": root.get("required", [])}


def _size(node: JsonSchema) -> int:
    return len(json.dumps(node, ensure_ascii=False, separators=(",", ":")))
