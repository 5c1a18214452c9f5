"""The published JSON Schemas of the files people write; by the same schemas the generator checks them.

They keep to what `codegen.actions.shapes` reads: `type` (one), `properties`, `propertyNames`, `required`,
`additionalProperties`, `items`, `enum`, `pattern`, `minimum`, `minLength`, `minItems`, `anyOf` (members of different
types, or told apart by a one-value enum) and references into `$defs`. `x-expected` says what a pattern wants, in words,
`x-hint` what to write, `x-later` which texts are for a later version, `x-rule` the rule's id.
`{"not": {}}` refuses a key that this version does not implement.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import orjson

from codegen.contract.model import Json

NAMES = ("accepted", "action", "credentials", "service")


@cache
def published(name: str) -> Mapping[str, Json]:
    """Return the JSON Schema of a kind of file: one of `NAMES`."""
    content = files(__name__).joinpath(f"{name}.schema.json").read_bytes()
    schema: Mapping[str, Json] = orjson.loads(content)
    return schema
