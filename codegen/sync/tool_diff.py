"""How a tool differs from what it was, in lines that a person reads. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from codegen.contract.model import Json, JsonSchema

_TAKEN = ("inputSchema", "input_schema", "parameters", "parametersJsonSchema")
_GIVEN = "outputSchema"
_AROUND = ("function", "toolSpec", "annotations", "_meta")  # what only holds more words of a tool together
_STRUCTURE = frozenset(("type", "properties", "required"))  # told of each property, or always so
_LONG = 60  # characters; longer values stand below each other

About = tuple[str, ...]  # () for the tool, ("takes quantity",) for an input, then what is in it
Facts = dict[About, dict[str, Json]]


def tool_diff(old: Json, new: Json) -> tuple[str, ...]:
    """Return how a vendor's form of a tool changed: a line for each fact, of long values the two below it.

    Args:
        old: what the vendor's file said of the tool.
        new: what it says now.
    """
    before, after = _facts(old), _facts(new)
    lines: list[str] = []
    told: set[About] = set()  # what came or went whole: nothing is said of what is in it
    for about in [*before, *(about for about in after if about not in before)]:
        if any(about[:length] in told for length in range(1, len(about))):
            continue
        if about and (about not in before or about not in after):
            lines.append(_whole(about, before.get(about), after.get(about)))
            told.add(about)
        else:
            lines += _changes(about, before.get(about, {}), after.get(about, {}))
    return tuple(lines)


def _facts(tool: Json) -> Facts:
    """Return what a form of a tool says, by what it says it of."""
    facts: Facts = {(): {}}
    _of_tool(tool, facts)
    return facts


def _of_tool(tool: Json, facts: Facts) -> None:
    for key, value in tool.items():
        if key in _AROUND:
            _of_tool(value, facts)
        elif key == "tools":  # of a namespace, which has the one
            facts[()] |= {f"namespace {word}": said for word, said in facts[()].items()}
            _of_tool(value[0], facts)
        elif key in _TAKEN:
            _of_root("takes", value.get("json", value), facts)
        elif key == _GIVEN:
            _of_root("gives", value, facts)
        else:
            facts[()][key] = value


def _of_root(word: str, schema: JsonSchema, facts: Facts) -> None:
    facts[()] |= {f"what it {word}: {key}": value for key, value in schema.items() if key not in _STRUCTURE}
    _of_properties((), f"{word} ", schema, facts)


def _of_properties(about: About, before: str, schema: JsonSchema, facts: Facts) -> None:
    for name, inner in schema.get("properties", {}).items():
        at = (*about, f"{before}{name}")
        _of_schema(at, inner, facts)
        facts[at]["required"] = name in schema.get("required", ())


def _of_schema(about: About, schema: JsonSchema, facts: Facts) -> None:
    facts[about] = {}
    for key, value in schema.items():
        if key == "properties":
            _of_properties(about, ".", schema, facts)
        elif key == "items" and isinstance(value, Mapping):
            _of_schema((*about, "[]"), value, facts)
        elif key == "additionalProperties" and isinstance(value, Mapping):
            _of_schema((*about, ".*"), value, facts)
        elif key == "anyOf":
            for number, member in enumerate(value, start=1):
                _of_schema((*about, f" (choice {number})"), member, facts)
        elif key != "required":
            facts[about][key] = value


# ------------------------------------------------------------------ in words


def _whole(about: About, old: Mapping[str, Json] | None, new: Mapping[str, Json] | None) -> str:
    """Return that an input, an output or a part of one came or went."""
    facts = (old if new is None else new) or {}
    kinds = facts.get("type", "")
    words = [" or ".join(kinds) if isinstance(kinds, list) else str(kinds)]
    if "required" in facts:
        words.append("required" if facts["required"] else "optional")
    what = ", ".join(filter(None, words))
    return f"{''.join(about)}: {'gone' if new is None else 'new'}{f' ({what})' if what else ''}"


def _changes(about: About, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[str]:
    name = "".join(about)
    for key in [*old, *(key for key in new if key not in old)]:
        if key in old and key in new and old[key] == new[key]:
            continue
        if key == "required":
            yield f"{name}: {'required' if new[key] else 'optional'} now"
            continue
        what = f"{name}: {key}" if name else key
        was, now = _value(old.get(key)), _value(new.get(key))
        if len(was) + len(now) > _LONG:
            yield from (f"{what}:", f"  - {was}", f"  + {now}")
        else:
            yield f"{what}: {was} → {now}"


def _value(value: Json) -> str:
    return "none" if value is None else json.dumps(value, ensure_ascii=False)
