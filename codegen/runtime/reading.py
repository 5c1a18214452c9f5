"""Read an answer's JSON as its type, holding it to the contract as far as the service asks.

The fast path is pydantic's. Only where that refuses is the value rebuilt piece by piece: what fits is kept, what
departs is left unset (`used`) or kept raw (`report`); `strict` raises at once.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from .departures import Departure, Source, report
from .model import build_leniently


@lru_cache(maxsize=4096)
def adapter_for(load: Callable[[], Any]) -> TypeAdapter[Any]:
    """Return the validator of the type that `load` gives, made once for each such constant."""
    return TypeAdapter(load())


def read(load: Callable[[], Any], content: bytes, policy: str, source: Source) -> Any:
    """Return the value in a JSON body.

    Args:
        load: gives the type.
        content: the body.
        policy: `used`, `strict` or `report`.
        source: for the errors.

    Raises:
        ExternalServiceError: `answer_invalid` if nothing of the body can be used, or under `strict` if anything
        departs.
    """
    try:
        return adapter_for(load).validate_json(content, strict=True)
    except ValidationError as error:
        if policy == "strict":
            raise _first(error, source).error() from None
    try:
        value = from_json(content, allow_inf_nan=False)
    except ValueError:
        raise Departure("", "answer_invalid", "the body is no valid JSON", source).error() from None
    reading = _Reading(source, keep_raw=policy == "report")
    try:
        result = reading.value(load(), value, "")
    except _Unusable as unusable:
        report(unusable.departure)
        if reading.keep_raw:
            return value
        raise unusable.departure.error() from None
    for departure in reading.found:
        report(departure)
    return result


def _first(error: ValidationError, source: Source) -> Departure:
    """Return the first problem of a validation as a departure; never with the value itself."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return Departure("", "answer_invalid", "the body is no valid JSON", source)
    code = "field_missing" if first["type"] == "missing" else "answer_invalid"
    return Departure("".join(_step(part) for part in first["loc"]), code, first["msg"], source)


def _step(part: object) -> str:
    """Return one step of a JSON pointer (RFC 6901)."""
    return "/" + str(part).replace("~", "~0").replace("/", "~1")


class _Unusable(Exception):  # noqa: N818  # a signal between two functions of this module
    """Nothing of a value can be kept."""

    def __init__(self, departure: Departure) -> None:
        super().__init__()
        self.departure = departure


@lru_cache(maxsize=4096)
def _field_adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    """Return the validator of one field, its annotations included."""
    return TypeAdapter(model.model_fields[name].rebuild_annotation())


@dataclass(slots=True)
class _Reading:
    """One rebuilding of an answer; `found` collects its departures."""

    source: Source
    keep_raw: bool
    found: list[Departure] = field(default_factory=list)

    def value(self, annotation: Any, value: Any, pointer: str, adapter: TypeAdapter[Any] | None = None) -> Any:
        """Return the value as its annotation says, as much of it as fits.

        Raises:
            _Unusable: if nothing fits.
        """
        try:
            # By way of JSON: strict reading takes dates and the like from JSON text only.
            return (adapter or TypeAdapter(annotation)).validate_json(to_json(value), strict=True)
        except ValidationError as error:
            refusal = self._refusal(error, value, pointer)
        best: tuple[Any, list[Departure]] | None = None
        for arm in _arms(annotation):
            part = _Reading(self.source, self.keep_raw)
            try:
                rebuilt = part._structure(arm, value, pointer)
            except _Unusable:
                continue
            # Without a departure below, it is the whole that broke a limit.
            if part.found and (best is None or len(part.found) < len(best[1])):
                best = (rebuilt, part.found)
        if best is None:
            raise _Unusable(refusal)
        self.found += best[1]
        return best[0]

    def _refusal(self, error: ValidationError, value: Any, pointer: str) -> Departure:
        first = _first(error, self.source)
        if value is None:
            return Departure(pointer, "field_missing", "it is null", self.source)
        return Departure(pointer, "answer_invalid", first.reason, self.source)

    def _structure(self, arm: Any, value: Any, pointer: str) -> Any:
        """Rebuild an object, a list or a map from its parts."""
        origin, arguments = get_origin(arm), get_args(arm)
        if isinstance(arm, type) and issubclass(arm, BaseModel) and isinstance(value, dict):
            return self._object(arm, value, pointer)
        if origin is list and isinstance(value, list):
            return [self.value(arguments[0], item, f"{pointer}/{n}") for n, item in enumerate(value)]
        if origin is dict and isinstance(value, dict):
            return {key: self.value(arguments[1], item, pointer + _step(key)) for key, item in value.items()}
        raise _Unusable(Departure(pointer, "answer_invalid", "it is of another type", self.source))

    def _object(self, model: type[BaseModel], value: dict[str, Any], pointer: str) -> BaseModel:
        values: dict[str, Any] = {}
        given: set[str] = set()
        departed: dict[str, Departure] = {}
        model.model_rebuild()  # fields of a deferred model may still be names
        for name, info in model.model_fields.items():
            key = next((k for k in (info.alias, name) if k is not None and k in value), None)
            if key is None:
                if info.is_required():
                    departed[name] = Departure(
                        pointer + _step(info.alias or name), "field_missing", "it is missing", self.source
                    )
                else:
                    values[name] = info.get_default(call_default_factory=True)
                continue
            try:
                values[name] = self.value(
                    info.annotation, value[key], pointer + _step(key), _field_adapter(model, name)
                )
                given.add(name)
            except _Unusable as unusable:
                departed[name] = unusable.departure
                if self.keep_raw:
                    values[name] = value[key]
        self.found += departed.values()
        return build_leniently(model, values, given, {} if self.keep_raw else departed)


def _arms(annotation: Any) -> tuple[Any, ...]:
    """Return the alternatives of a union, without annotations; anything else is its own only one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _arms(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return tuple(arm for part in get_args(annotation) for arm in _arms(part))
    return (annotation,)
