"""Turn arguments in the portable form of a tool's schema back into the action's own.

Model vendors take no maps, no free values and no odd names, so a tool's schema has lists of key and value, JSON text
and plain names in their place. A value that has the action's own shape already, as a Python caller gives it, passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import from_json, to_json

from .errors import AgentActionError

_PAIR = {"key", "value"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How one value is turned back.

    Attributes:
        path: names that lead to it in the portable form, `*` for every element of a list.
        kind: `pairs`: a list of key and value becomes an object; `json`: JSON text becomes its value; `rename`: `names`
            are pairs of portable and own name.
    """

    path: tuple[str, ...]
    kind: Literal["pairs", "json", "rename"]
    names: tuple[tuple[str, str], ...] = ()


def decoded(arguments: Mapping[str, Any], decodings: Sequence[Decoding]) -> Any:
    """Return the arguments in the action's own form; the ones given stay as they are.

    A number without a fraction is an integer, however it was written: 5.0 is 5 (JSON Schema 2020-12, section 6.1.1 of
    Validation), and agents write both.

    Raises:
        AgentActionError: `input_invalid` if a text is no JSON or a key stands twice; it names the field.
    """
    value = from_json(to_json(arguments))
    # The innermost first: a path leads through the portable form of what is around it.
    for decoding in sorted(decodings, key=lambda d: -len(d.path)):
        value = _at(value, decoding.path, (), _act(decoding))
    return _whole(value)


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


_Act = Callable[[Any, tuple[str, ...]], Any]


def _act(decoding: Decoding) -> _Act:
    if decoding.kind == "rename":
        own = dict(decoding.names)
        return lambda value, _: _renamed(value, own)
    return _from_pairs if decoding.kind == "pairs" else _from_text


def _at(value: Any, path: tuple[str, ...], came: tuple[str, ...], act: _Act) -> Any:
    """Return `value` with `act` done to what `path` leads to."""
    if not path:
        return act(value, came)
    first, rest = path[0], path[1:]
    if first == "*" and isinstance(value, list):
        return [_at(item, rest, (*came, str(n)), act) for n, item in enumerate(value)]
    if first == "*" and isinstance(value, dict) and rest[:1] == ("value",):  # a map that came as one
        return {key: _at(item, rest[1:], (*came, key), act) for key, item in value.items()}
    if isinstance(value, dict) and first in value:
        return {**value, first: _at(value[first], rest, (*came, first), act)}
    return value


def _from_pairs(value: Any, came: tuple[str, ...]) -> Any:
    if not isinstance(value, list) or not all(isinstance(pair, dict) and pair.keys() == _PAIR for pair in value):
        return value
    result: dict[str, Any] = {}
    for pair in value:
        key = pair["key"]
        if not isinstance(key, str):
            raise _invalid(came, "has a key that is no text")
        if key in result:
            raise _invalid(came, "has a key twice")
        result[key] = pair["value"]
    return result


def _from_text(value: Any, came: tuple[str, ...]) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return from_json(value, allow_inf_nan=False)
    except ValueError:
        raise _invalid(came, "must be JSON text; put a plain text in double quotes") from None


def _renamed(value: Any, own: Mapping[str, str]) -> Any:
    return {own.get(name, name): item for name, item in value.items()} if isinstance(value, dict) else value


def _invalid(came: tuple[str, ...], said: str) -> AgentActionError:
    field = ".".join(came) or "the arguments"
    return AgentActionError(f"{field}: {said}", code="input_invalid", next_step=f"Correct {field} and call again.")
