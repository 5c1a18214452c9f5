"""Mending what vendors get wrong in schemas, so that every later pass finds JSON Schema 2020-12."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from codegen.contract.notes import Notes
from codegen.contract.walk import map_schemas

TYPES = frozenset(("string", "number", "integer", "boolean", "array", "object", "null"))
_MEANT: Mapping[str, tuple[str, str]] = {  # what vendors write as a type → type and format
    "any": ("", ""),
    "": ("", ""),
    "mixed": ("", ""),
    "unknown": ("", ""),
    "none": ("null", ""),
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "long": ("integer", "int64"),
    "short": ("integer", ""),
    "bigint": ("integer", ""),
    "float": ("number", "float"),
    "double": ("number", "double"),
    "decimal": ("number", ""),
    "numeric": ("number", ""),
    "currency": ("number", ""),
    "bool": ("boolean", ""),
    "str": ("string", ""),
    "text": ("string", ""),
    "char": ("string", ""),
    "enum": ("string", ""),
    "date": ("string", "date"),
    "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"),
    "timestamp": ("string", "date-time"),
    "time": ("string", "time"),
    "uuid": ("string", "uuid"),
    "guid": ("string", "uuid"),
    "uri": ("string", "uri"),
    "url": ("string", "uri"),
    "email": ("string", "email"),
    "file": ("string", "binary"),
    "binary": ("string", "binary"),
    "byte": ("string", "byte"),
    "base64": ("string", "byte"),
    "list": ("array", ""),
    "set": ("array", ""),
    "dict": ("object", ""),
    "map": ("object", ""),
    "hash": ("object", ""),
    "json": ("object", ""),
}
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_LIMITS = frozenset((*_COUNTS, *_NUMBERS))
_FLAGS = ("deprecated", "readOnly", "writeOnly", "uniqueItems")


def tidy_schema(node: Any, at: str, notes: Notes) -> Any:
    """Return a schema with its known mistakes mended, each noted.

    Mending twice changes nothing more.

    Args:
        node: a schema in the words of 3.1.
        at: its pointer in the slice.
        notes: gets what was mended.
    """
    if not isinstance(node, dict):
        return node
    node = _lifted(node, at, notes)
    result = map_schemas(node, lambda child, where: tidy_schema(child, where, notes), at)
    for mend in _MENDINGS:
        mend(result, at, notes)
    if "$ref" in result:
        return _beside_reference(result)
    return result


def _beside_reference(node: dict[str, Any]) -> dict[str, Any]:
    """Return a reference with constraints beside it as `allOf`, which every reader takes alike."""
    says = {key: value for key, value in node.items() if key != "$ref" and key not in _ANNOTATING}
    if not says:
        return node
    rest = {key: value for key, value in node.items() if key in _ANNOTATING}
    return {**rest, "allOf": [{"$ref": node["$ref"]}, says]}


_ANNOTATING = frozenset(("title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples"))


def _wording(node: dict[str, Any], at: str, notes: Notes) -> None:
    for key in ("title", "description", "format", "pattern", "contentEncoding", "contentMediaType"):
        if key in node and not isinstance(node[key], str):
            value = node.pop(key)
            if key in ("title", "description") and value is not None:
                node[key] = str(value)
            notes.info("schema-wording", f"`{key}` is no text", at)
    for flag in _FLAGS:
        if flag in node and not isinstance(node[flag], bool):
            node[flag] = str(node[flag]).lower() == "true"
    if "examples" in node and not isinstance(node["examples"], list):
        del node["examples"]


def _type(node: dict[str, Any], at: str, notes: Notes) -> None:
    kinds = node.get("type")
    if kinds is None:
        node.pop("type", None)
        return
    if isinstance(kinds, list):
        told = list(dict.fromkeys(kind for item in kinds if (kind := _one_type(item, node, at, notes))))
        node["type"] = told[0] if len(told) == 1 else told
    else:
        node["type"] = _one_type(kinds, node, at, notes)
    if not node["type"]:
        del node["type"]
    if node.get("properties") and "object" not in _listed(node.get("type")) and "type" in node:
        notes.warning("type-object", "a schema with properties has another type; it is read as an object", at)
        node["type"] = ["object", "null"] if "null" in _listed(node["type"]) else "object"


def _one_type(value: Any, node: dict[str, Any], at: str, notes: Notes) -> str:
    if isinstance(value, str) and value in TYPES:
        return value
    word = value.strip().lower() if isinstance(value, str) else "null" if value is None else ""
    kind, form = (word, "") if word in TYPES else _MEANT.get(word, ("", ""))
    if not kind and word not in _MEANT:
        notes.warning("type-unknown", f"the type {value!r} is not known; any value is taken", at)
    else:
        notes.info("type-spelling", f"the type {value!r} is read as {kind or 'any'!r}", at)
    if form:
        node.setdefault("format", form)
    return kind


def _listed(kinds: Any) -> list[str]:
    return kinds if isinstance(kinds, list) else [kinds] if kinds else []


def _lifted(node: Mapping[str, Any], at: str, notes: Notes) -> Mapping[str, Any]:
    """Return a schema with `required: true` of its properties moved up into its own list."""
    properties = node.get("properties")
    flags = {
        name: child["required"]
        for name, child in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(child, dict) and isinstance(child.get("required"), (bool, str))
    }
    if not flags:
        return node
    notes.info("required-flag", "`required` stands on a property and is moved to its object", at)
    own = node.get("required")
    names = [*(own if isinstance(own, list) else ()), *(name for name, flag in flags.items() if flag in (True, "true"))]
    plain = {
        name: {word: value for word, value in child.items() if word != "required"} if name in flags else child
        for name, child in node["properties"].items()
    }
    return {**node, "properties": plain, "required": names}


def _required(node: dict[str, Any], at: str, notes: Notes) -> None:
    names = node.pop("required", None)
    if isinstance(names, list):
        listed = list(dict.fromkeys(name for name in names if isinstance(name, str)))
        if listed:
            node["required"] = listed
    elif names is not None:
        notes.info("required-flag", "`required` is no list of names and is not held", at)


def _enum(node: dict[str, Any], at: str, notes: Notes) -> None:
    if "const" in node:
        node["enum"] = [node.pop("const")]
    if "enum" not in node:
        return
    values = node["enum"]
    if not isinstance(values, list) or not values:
        notes.info("enum-empty", "an `enum` without values is not held", at)
        del node["enum"]
        return
    kinds = _listed(node.get("type"))
    converted = [_enum_value(value, kinds) for value in values]
    unique: list[Any] = []
    seen: set[str] = set()
    for value in converted:
        key = f"{type(value).__name__}:{value!r}"
        if key not in seen:
            seen.add(key)
            unique.append(value)
    if len(unique) < len(values):
        notes.info("enum-duplicate", "an `enum` names a value twice", at)
    if None in unique and kinds and "null" not in kinds:
        node["type"] = [*kinds, "null"]
    node["enum"] = unique


def _enum_value(value: Any, kinds: list[str]) -> Any:
    """Return the value in the type that the schema gives; YAML readers take `on` and `1` for something else."""
    if value is None or not kinds:
        return value
    if kinds[0] == "string" and isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kinds[0] in ("integer", "number") and isinstance(value, str):
        try:
            return int(value) if kinds[0] == "integer" else float(value)
        except ValueError:
            return value
    if kinds[0] == "boolean" and value in ("true", "false"):
        return value == "true"
    if kinds[0] == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _limits(node: dict[str, Any], at: str, notes: Notes) -> None:
    if _LIMITS.isdisjoint(node):
        return
    for key in (*_COUNTS, *_NUMBERS):
        if key in node:
            number = _number(node[key])
            if number is None or (key in _COUNTS and (number < 0 or number != int(number))):
                notes.info("limit-invalid", f"`{key}` is no number it can be", at)
                del node[key]
            else:
                node[key] = int(number) if key in _COUNTS else number
    if node.get("multipleOf", 1) <= 0:
        del node["multipleOf"]
    for low, high in (("minimum", "maximum"), *((_COUNTS[n], _COUNTS[n + 1]) for n in (0, 2, 4))):
        if low in node and high in node and node[low] > node[high]:
            notes.info("limit-invalid", f"`{low}` is above `{high}`; neither is held", at)
            del node[low], node[high]


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    try:
        return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else float(value)
    except (TypeError, ValueError):
        return None


def _pattern(node: dict[str, Any], at: str, notes: Notes) -> None:
    pattern = node.get("pattern")
    if pattern is None or _compiles(pattern):
        return
    notes.info("pattern-invalid", "a `pattern` that is no regular expression is kept as words", at)
    del node["pattern"]
    node["description"] = f"{node.get('description', '')}\n\nPattern: {pattern}".strip()


@lru_cache(maxsize=4096)
def _compiles(pattern: str) -> bool:
    """Return whether it is a regular expression as ECMA-262 has them, as far as Python's own can tell."""
    plain = re.sub(r"\\[pP]\{[^}]*\}|\\u\{[0-9a-fA-F]+\}", "x", pattern)
    plain = re.sub(r"\(\?<(?![=!])", "(?P<", plain).replace("\\/", "/")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # `[[` and `--` in a class mean what ECMA-262 says
            re.compile(plain)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _array(node: dict[str, Any], at: str, notes: Notes) -> None:
    if node.get("type") == "array" and not {"items", "prefixItems", "unevaluatedItems", "allOf", "$ref"} & node.keys():
        notes.info("array-items", "an array without `items` takes any", at)
        node["items"] = {}


def _unions(node: dict[str, Any], _at: str, _notes: Notes) -> None:
    for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
        if key in node and not node[key]:
            del node[key]
    named = node.get("discriminator")
    if named is not None and not (isinstance(named, dict) and isinstance(named.get("propertyName"), str)):
        del node["discriminator"]


_MENDINGS: tuple[Callable[[dict[str, Any], str, Notes], None], ...] = (
    _wording,
    _type,
    _required,
    _enum,
    _limits,
    _pattern,
    _array,
    _unions,
)
