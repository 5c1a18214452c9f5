"""Where two snapshots differ, as JSON pointers with both values. Pure; it knows no meaning of what it compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from codegen.contract.model import Json
from codegen.core.places import pointer, tokens

_TEXTS = frozenset({"description", "summary", "title", "example", "examples", "externalDocs", "tags"})
_NAMED = frozenset({"properties", "schemas", "paths", "parameters", "responses", "headers", "securitySchemes"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs: `before` and `after` as JSON values, None in `word` `added` and `removed`."""

    pointer: str
    word: str
    before: Json = None
    after: Json = None

    @property
    def is_text(self) -> bool:
        """Whether only what people read differs."""
        steps = tokens(self.pointer)
        return any(
            step in _TEXTS and (number == 0 or steps[number - 1] not in _NAMED) for number, step in enumerate(steps)
        )


def differences(before: Json, after: Json, *at: str) -> Iterator[Difference]:
    """Yield each place where two JSON values differ, the topmost only where a member came or went."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            if key not in after:
                yield Difference(pointer(*at, key), "removed", before[key])
            elif key not in before:
                yield Difference(pointer(*at, key), "added", None, after[key])
            else:
                yield from differences(before[key], after[key], *at, key)
    elif isinstance(before, list) and isinstance(after, list) and _plain(before) and _plain(after):
        yield from (Difference(pointer(*at), "removed", item) for item in before if item not in after)
        yield from (Difference(pointer(*at), "added", None, item) for item in after if item not in before)
    elif (old := _keyed(before)) is not None and (new := _keyed(after)) is not None:
        yield from differences(old, new, *at)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, *at, str(number))
    elif before != after:
        yield Difference(pointer(*at), "changed", before, after)


def _keyed(items: Json) -> dict[str, Json] | None:
    """Return a list of parameters or references by what names each; None for any other list."""
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        return None
    keyed = {str(item.get("$ref") or f"{item.get('in', '')}:{item.get('name', '')}"): item for item in items}
    return keyed if len(keyed) == len(items) and ":" not in keyed else None


def _plain(items: list[Json]) -> bool:
    """Say whether a list is one of values whose order says nothing: required names, enums."""
    return all(isinstance(item, str | int | float | bool | None) for item in items)
