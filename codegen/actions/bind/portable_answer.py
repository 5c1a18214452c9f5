"""Write what an action answers in the portable form (see `portable`): given as it is, so maps and names stay."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.actions.bind.portable_inputs import FORMATS, InputWriter
from codegen.actions.bind.portable_text import limits_in_words
from codegen.contract.model import Json, JsonSchema


class AnswerWriter(InputWriter):
    """Writes a lenient schema: open objects, without limits, which tell an agent nothing about a value it has."""

    hidden = "writeOnly"
    guiding = False
    closing: Mapping[str, Json] = {}

    def limits(self, kind: str, schema: JsonSchema) -> dict[str, Json]:
        """Return the format alone."""
        return {"format": schema["format"]} if kind == "string" and schema.get("format") in FORMATS else {}

    def free(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:  # noqa: ARG002  # inputs note it
        """Return a schema that allows everything."""
        return self.described({}, schema, [], depth)

    def cut(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:  # noqa: ARG002  # inputs note it
        """Return an object of which nothing is said; a union allows everything."""
        node: dict[str, Json] = {} if "anyOf" in schema else {"type": "object", "properties": {}}
        return self.described(node, schema, [], depth)

    def fields(self, shown: JsonSchema, at: tuple[str, ...]) -> Mapping[str, str]:  # noqa: ARG002  # inputs note it
        """Return the fields' own names."""
        return {name: name for name in shown}

    def left_out(self, child: JsonSchema, at: tuple[str, ...]) -> JsonSchema:  # noqa: ARG002  # inputs note it
        """Return the field as it is."""
        return child

    def map(self, schema: JsonSchema, values: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return an open object."""
        more = {"additionalProperties": self.write(values, at, depth + 1)} if values else {}
        node = {"type": "object", "properties": {}, **more}
        return self.described(node, schema, limits_in_words(schema), depth)

    def property(self, schema: JsonSchema, at: tuple[str, ...], depth: int) -> dict[str, Json]:
        """Return the form of a field; an answer has no defaults."""
        return self.write(schema, at, depth)
