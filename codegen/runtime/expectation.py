"""The data contract of a step's answer: what must be there, what stands in for it, and how old it may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from .errors import ExternalServiceError
from .keeps import keeps

Path = tuple[str | int, ...]
"""Attributes, keys of maps and numbers of elements; `EVERY` for each element of a list."""

EVERY = -1
"""In a path: every element of the list; no element has this number."""


@dataclass(frozen=True, slots=True)
class WhenMissing:
    """What a missing, null or unreadable field leads to: `rule` is `fail`, `omit` or `default`."""

    path: Path
    pointer: str
    rule: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Keeps:
    """What the value of a field must keep: keywords of JSON Schema; one that does not counts as missing."""

    path: Path
    pointer: str
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an answer must keep beside its contract; `max_age` in seconds."""

    as_of: Path | None = None
    max_age: float | None = None
    missing: tuple[WhenMissing, ...] = ()
    fields: tuple[Keeps, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that was held to its expectation; `defaulted` are the pointers where a default stands in."""

    answer: Any
    defaulted: tuple[str, ...] = ()


Fail = Callable[[str, str, str], ExternalServiceError]
"""Makes an error of the service from code, message and next step."""


def hold(answer: Any, expectation: Expectation, now: float, fail: Fail) -> Held:
    """Return the answer with its missing fields settled.

    Args:
        answer: what the service answered.
        expectation: what it is held to.
        now: seconds since 1970.
        fail: makes the error of the service.

    Raises:
        ExternalServiceError: `field_missing`, `answer_invalid` or `data_stale`.
    """
    defaulted: list[str] = []
    broken = {rule.path: rule for rule in expectation.fields if not _kept(answer, rule)}
    settled = {rule.path for rule in expectation.missing if rule.rule != "fail"}
    for path, broke in broken.items():
        if path not in settled:
            raise fail(
                "answer_invalid",
                f"answered a {broke.pointer} that is not as the action expects: {_in_words(broke.rules)}",
                "Do not act on this data; ask {whom} about it.",
            )
    for rule in expectation.missing:
        if rule.path not in broken and _usable(answer, rule.path):
            continue
        if rule.rule == "fail":
            raise fail(
                "field_missing",
                f"answered without a usable {rule.pointer}",
                "Do not act on this data; ask {whom} for it.",
            )
        answer = _with(answer, rule.path, rule.default)
        if rule.rule == "default":
            defaulted.append(rule.pointer)
    if expectation.as_of is not None and expectation.max_age is not None:
        _hold_age(reach(answer, expectation.as_of), expectation.max_age, now, fail)
    return Held(answer, tuple(defaulted))


def reach(value: Any, path: Path) -> Any:
    """Return what a path leads to, None where a part of the way is missing.

    Raises:
        ExternalServiceError: if a field on the way departed from the contract.
    """
    for number, part in enumerate(path):
        if value is None:
            return None
        if part == EVERY:
            return [reach(item, path[number + 1 :]) for item in value]
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(part, int):
            value = value[part] if isinstance(value, Sequence) and len(value) > part else None
        else:
            value = getattr(value, part)
    return value


def _usable(answer: Any, path: Path) -> bool:
    try:
        return reach(answer, path) is not None
    except ExternalServiceError:  # the field departed from the contract: the rule says what that leads to
        return False


def _kept(answer: Any, rule: Keeps) -> bool:
    """Return whether a field keeps its rules; one that is missing is another rule's affair."""
    try:
        value = reach(answer, rule.path)
    except ExternalServiceError:  # the field departed from the contract
        return False
    return value is None or keeps(value, rule.rules)


def _in_words(rules: Mapping[str, Any]) -> str:
    return ", ".join(f"{keyword} {value}" for keyword, value in rules.items())


def _with(value: Any, path: Path, new: Any) -> Any:
    """Return a copy of `value` in which the path leads to `new`; as it is where the way to it is missing."""
    if not path:
        return new
    part, rest = path[0], path[1:]
    if isinstance(value, BaseModel) and isinstance(part, str):
        inner = _with(getattr(value, part), rest, new) if rest else new
        return value.model_copy(update={part: inner})
    if isinstance(value, Mapping):
        return {**value, part: _with(value.get(part), rest, new)}
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return [*value[:part], _with(value[part], rest, new), *value[part + 1 :]]
    return value


def _hold_age(as_of: Any, max_age: float, now: float, fail: Fail) -> None:
    moment = _seconds(as_of)
    if moment is None:
        raise fail("data_stale", "does not say when its data were true", "Do not act on this data; ask {whom} for it.")
    age = now - moment
    if age > max_age:
        raise fail(
            "data_stale",
            f"answered data that are {age:.0f} s old, more than the {max_age:g} s allowed",
            "Try again later; if the data stay old, ask {whom}.",
        )


def _seconds(as_of: Any) -> float | None:
    """Return a moment as seconds since 1970, whether a datetime, ISO 8601 text (UTC if it names no zone) or seconds."""
    if isinstance(as_of, str):
        try:
            as_of = datetime.fromisoformat(as_of)
        except ValueError:
            return None
    if isinstance(as_of, datetime):
        return (as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)).timestamp()
    return float(as_of) if isinstance(as_of, int | float) and not isinstance(as_of, bool) else None
