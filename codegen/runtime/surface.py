"""Bases of the models that an action has of its own, and checks that pydantic's fields do not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, to_json

from .model import Model

Structure = Model | Mapping[str, Any]
"""An object handed to a step: a model of any kind, or a mapping by attribute name."""


class Arguments(Model):
    """What a caller gives: strict, and nothing that is not declared."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _null_is_left_out(cls, given: Any) -> Any:
        """Drop nulls of optional inputs: some vendors' tools must send every input, and say null for those left out."""
        if not isinstance(given, Mapping):
            return given
        optional = {
            name for field, info in cls.model_fields.items() if not info.is_required() for name in (field, info.alias)
        }
        return {name: value for name, value in given.items() if value is not None or name not in optional}


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
