"""Results that an agent can read: what is too long is cut, and a note says so and how to get the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

LIMIT = 60_000  # characters of a result as JSON, about 16,000 tokens
_SHORTEST = 200  # characters that a text keeps
_ROUNDS = 100  # cuts; a result of more long parts than that keeps what is left of them


@dataclass(frozen=True, slots=True)
class _Part:
    """A list or text inside a result: where it is, in keys, and how many characters of JSON it has."""

    path: tuple[str | int, ...]
    value: Any
    size: int


def bounded(result: Mapping[str, Any], limit: int = LIMIT) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a result whose JSON has at most about `limit` characters, and a note for each part that was cut.

    The longest list loses its last elements first, then the next one; texts are cut when no list is left. The shape
    stays the same, so the result still fits its schema.
    """
    cut: Any = dict(result)
    kept: dict[tuple[str | int, ...], str] = {}
    for _ in range(_ROUNDS):
        size = _size(cut)
        if size <= limit:
            break
        part = max(_lists(cut, ()), key=lambda p: p.size, default=None)
        part = part or max(_texts(cut, ()), key=lambda p: p.size, default=None)
        if part is None:
            break
        room = max(part.size - (size - limit), 0)
        shorter = _head(part.value, room) if isinstance(part.value, list) else _start(part.value, room)
        whole = kept.get(part.path, "").rpartition(" of ")[2] or str(len(part.value))
        kept = {path: note for path, note in kept.items() if path[: len(part.path)] != part.path}
        kept[part.path] = f"{len(shorter)} of {whole}"
        cut = _with(cut, part.path, shorter)
    return cut, tuple(f"{_name(path)}: {said} shown" for path, said in kept.items())


def advice(notes: Sequence[str], optional: Sequence[str]) -> str:
    """Return the notes as a sentence that says how to get the rest; "" without any."""
    if not notes:
        return ""
    how = f"set {', '.join(optional)}" if optional else "ask for less at once"
    return f"The result was too long: {'; '.join(notes)}. To see the rest, {how}."


def _size(value: Any) -> int:
    return len(to_json(value).decode())


def _lists(value: Any, path: tuple[str | int, ...]) -> Iterator[_Part]:
    """Yield the lists that can lose an element and keep one."""
    if isinstance(value, list) and len(value) > 1:
        yield _Part(path, value, _size(value))
    for key, inner in _inside(value):
        yield from _lists(inner, (*path, key))


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[_Part]:
    """Yield the texts that can be cut."""
    if isinstance(value, str) and len(value) > _SHORTEST:
        yield _Part(path, value, _size(value))
    for key, inner in _inside(value):
        yield from _texts(inner, (*path, key))


def _inside(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _head(value: list[Any], room: int) -> list[Any]:
    """Return the first elements, as many as fit, but one at least and fewer than there are."""
    kept, used = 0, 2
    for item in value[:-1]:
        used += _size(item) + 1
        if used > room:
            break
        kept += 1
    return value[: max(kept, 1)]


def _start(value: str, room: int) -> str:
    return value[: min(max(room, _SHORTEST), len(value) - 1)]


def _with(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return the value with `new` where the path leads to."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {key: _with(inner, rest, new) if key == first else inner for key, inner in value.items()}
    return [_with(inner, rest, new) if index == first else inner for index, inner in enumerate(value)]


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in path)
