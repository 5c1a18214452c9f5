"""Make a schema self-contained: layer 2 knows no definition of a contract by name."""

from __future__ import annotations

from codegen.actions.bind.kinds import Typed
from codegen.contract.model import JsonSchema, name_of
from codegen.contract.rules import in_words

MAX_OBJECTS = 10  # levels of objects; beyond, a value is passed on as it comes
MAX_NODES = 2_000  # of one schema; an agent reads less
UNROLLED = 2  # how often a definition may stand inside itself
_DROPPED = frozenset(
    ("x-wire", "x-cast", "x-cast-wire", "x-map", "x-default", "discriminator", "$defs", "$schema", "$id")
)
_OF_INPUTS = frozenset(("default",))  # a value missing from an answer is not invented
_OF_ANSWERS = frozenset(("x-open-enum",))  # what is sent keeps to the contract


def inline(typed: Typed, *, answer: bool) -> JsonSchema:
    """Return the schema with its references written out, in stable names and without a word of the wire.

    Recursion is written out twice and then becomes a free value, as does what is too deep or too much.

    Args:
        typed: the schema.
        answer: whether values come from an answer; then write-only fields are left out, else read-only ones.
    """
    return _Inliner(typed, answer=answer).write(typed.schema, (), 0)


class _Inliner:
    def __init__(self, typed: Typed, *, answer: bool) -> None:
        self._typed = typed
        self._hidden = "writeOnly" if answer else "readOnly"
        self._dropped = _DROPPED | (_OF_INPUTS if answer else _OF_ANSWERS)
        self._nodes = 0

    def write(self, schema: JsonSchema, open_: tuple[str, ...], depth: int) -> JsonSchema:
        self._nodes += 1
        if "$ref" in schema:
            return self._reference(schema, open_, depth)
        if depth > MAX_OBJECTS or self._nodes > MAX_NODES:
            return _free(schema)
        result = {key: value for key, value in schema.items() if self._keeps(key)}
        for key in ("anyOf", "oneOf", "prefixItems"):
            if key in schema:
                result.pop(key)
                name = "anyOf" if key == "oneOf" else key
                result[name] = [self.write(member, open_, depth) for member in schema[key]]
        if "x-rules" in result and self._typed.contract is not None:
            # They are about names on the wire, and layer 1 holds them; here they are words.
            result["x-said"] = [in_words(rule) for rule in result.pop("x-rules")]
        for key in ("items", "additionalProperties", "propertyNames", "not"):
            if isinstance(schema.get(key), dict):
                result[key] = self.write(schema[key], open_, depth)
        if "properties" in schema:
            self._object(schema, result, open_, depth)
        return result

    def _reference(self, schema: JsonSchema, open_: tuple[str, ...], depth: int) -> JsonSchema:
        notes = {key: value for key, value in schema.items() if key != "$ref" and self._keeps(key)}
        name = name_of(schema)
        if open_.count(name) >= UNROLLED or self._typed.contract is None:
            return {**notes}
        written = self.write(self._typed.contract.schemas[name], (*open_, name), depth)
        return {**written, **notes}

    def _object(self, schema: JsonSchema, result: dict[str, object], open_: tuple[str, ...], depth: int) -> None:
        shown = {name: node for name, node in schema["properties"].items() if not node.get(self._hidden)}
        result["properties"] = {name: self.write(node, open_, depth + 1) for name, node in shown.items()}
        if required := [name for name in schema.get("required", ()) if name in shown]:
            result["required"] = required
        else:
            result.pop("required", None)

    def _keeps(self, key: str) -> bool:
        return key not in self._dropped


def _free(schema: JsonSchema) -> JsonSchema:
    return {key: schema[key] for key in ("description",) if key in schema}
