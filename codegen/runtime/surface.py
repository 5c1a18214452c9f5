"""Bases of the models that an action has of its own, and checks that pydantic's fields do not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import ConfigDict, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, to_json, to_jsonable_python

from .model import Model
from .rules import fits

Structure = Model | Mapping[str, Any]
"""An object handed to a step: a model of any kind, or a mapping by attribute name."""


class Arguments(Model):
    """What a caller gives: strict, and nothing that is not declared."""

    model_config = ConfigDict(extra="forbid")


def without_nulls(value: Any, *annotations: Any) -> Any:
    """Return a JSON value without the nulls of optional inputs.

    Some vendors' tools must send every input, and say null for those left out. This happens before validation and not
    in a validator, which would turn off what pydantic reads in JSON text alone, such as dates.

    Args:
        value: as it was given.
        annotations: what it may become: a class of arguments, or the annotations of a field.
    """
    members = [member for annotation in annotations for member in _members(annotation)]
    if isinstance(value, list):
        items = [item for member in members if get_origin(member) is list for item in get_args(member)]
        return [without_nulls(item, *items) for item in value]
    if not isinstance(value, dict):
        return value
    choices = [_fields(cls) for cls in members if isinstance(cls, type) and issubclass(cls, Arguments)]
    if not choices:
        values = [get_args(member)[1] for member in members if get_origin(member) is dict]
        return {name: without_nulls(item, *values) for name, item in value.items()}
    known = {name: [fields[name] for fields in choices if name in fields] for name in value}
    return {
        name: without_nulls(item, *(info.annotation for info in known[name]))
        for name, item in value.items()
        if item is not None or not known[name] or any(info.is_required() for info in known[name])
    }


def _fields(cls: type[Arguments]) -> dict[str, FieldInfo]:
    return {name: info for field, info in cls.model_fields.items() for name in (field, info.alias) if name}


def _members(annotation: Any) -> Iterator[Any]:
    """Yield the alternatives of an annotation."""
    if get_origin(annotation) in (Union, UnionType, Annotated):
        inner = get_args(annotation)
        for member in inner[:1] if get_origin(annotation) is Annotated else inner:
            yield from _members(member)
    else:
        yield annotation


class Result(Model):
    """What an action gives: made of values that were read already, so types are brought to fit."""

    model_config = ConfigDict(strict=False)


@dataclass(frozen=True, slots=True)
class _Check:
    """A check after all others."""

    check: Callable[[Any], Any]

    def schema(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


@dataclass(frozen=True, slots=True)
class Matches:
    """A regular expression that pydantic's engine does not read; it may match anywhere (JSON Schema, section 6.3.3)."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the type."""
        compiled = re.compile(self.pattern)

        def check(value: str) -> str:
            if compiled.search(value) is None:
                raise PydanticCustomError("pattern", "String should match pattern {pattern}", {"pattern": self.pattern})
            return value

        return _Check(check).schema(source, handler)


@dataclass(frozen=True, slots=True)
class Unique:
    """No two items are equal as JSON (JSON Schema, section 6.4.3)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the type."""

        def check(items: list[Any]) -> list[Any]:
            if len({to_json(item, by_alias=True) for item in items}) < len(items):
                raise PydanticCustomError("unique", "Items should be unique")
            return items

        return _Check(check).schema(source, handler)


@dataclass(frozen=True, slots=True)
class Holds:
    """A rule that no type says, as a JSON Schema; `says` is the same in words, going on from "it"."""

    schema: Mapping[str, Any]
    says: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the type."""

        def check(value: Any) -> Any:
            if not fits(_given(value), self.schema):
                raise PydanticCustomError("rule", "{says}", {"says": self.says})
            return value

        return _Check(check).schema(source, handler)


def _given(value: Any) -> Any:
    """Return what was given, as JSON under the declared names."""
    if isinstance(value, Model):
        return _given(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        return {name: _given(item) for name, item in value.items()}
    return [_given(item) for item in value] if isinstance(value, list) else to_jsonable_python(value)
