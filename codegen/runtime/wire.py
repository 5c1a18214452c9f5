"""Values that differ between the wire and the stable side: annotations for pydantic, both ways.

Reading JSON goes from wire to stable (a stable value passes as itself); building a model in Python, and checking an
argument, takes stable values; serialising goes back to the wire. `x: Annotated[Decimal, Cast("decimal")]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

STABLE: Final = {"direction": "stable"}
"""The context of validation and serialisation in which values stay stable: JSON made from arguments, and `plain`."""


def _is_wire(info: core_schema.ValidationInfo) -> bool:
    return info.mode == "json" and info.context is not STABLE


@dataclass(frozen=True, slots=True)
class Cast:
    """Read the wire's value as another type.

    Attributes:
        to: `decimal`, `integer`, `number`, `string`, `boolean` or `date-time`.
        wire: the JSON type on the wire (`string`, `number`, `integer`, `boolean`); "" means a string, or for
            `to="string"` an integer where the text is one.
    """

    to: str
    wire: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Wrap the schema of the stable type."""
        return core_schema.no_info_before_validator_function(
            self.read,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value, info: _text(value) if info.context is STABLE else self.write(value),
                info_arg=True,
                when_used="json-unless-none",
            ),
        )

    def read(self, value: Any) -> Any:
        """Return the stable value.

        Raises:
            ValueError: if the value cannot be read as `to`.
        """
        if value is None:
            return None
        return _READERS[self.to](value)

    def write(self, value: Any) -> Any:
        """Return the wire's value."""
        if value is None:
            return None
        return _WRITERS[self.wire or _wire_type(self.to, value)](value)


def _wire_type(to: str, value: Any) -> str:
    """Guess the wire's type where the contract's is not known: a cast is nearly always away from a string."""
    if to != "string":
        return "string"
    text = str(value)
    return (
        "integer"
        if text.lstrip("-").isdecimal() and (text == "0" or not text.lstrip("-").startswith("0"))
        else "string"
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError("is no decimal number")
    return number


def _integer(value: Any) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueError("is no integer")
    return int(number)


def _boolean(value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    word = str(value).strip().lower()
    if word not in words:
        raise ValueError("is no boolean")
    return words[word]


def _moment(value: Any) -> datetime:
    """Read ISO 8601 text, or seconds since 1970."""
    if isinstance(value, datetime):
        return value
    text = str(value)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass  # not ISO 8601: seconds, or nothing that we know
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text))
    except (ValueError, OverflowError):
        raise ValueError("is no date-time") from None


def _amount(value: Any) -> Decimal:
    """Return the number that stands for a value on the wire: 1 for true, seconds since 1970 for a moment."""
    if isinstance(value, datetime):
        return Decimal(str(value.timestamp()))
    return Decimal(int(value)) if isinstance(value, bool) else _decimal(value)


def _shortest(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


_READERS: Mapping[str, Any] = {
    "decimal": _decimal,
    "integer": _integer,
    "number": lambda value: float(_decimal(value)),
    "string": lambda value: value if isinstance(value, str) else _text(value),
    "boolean": _boolean,
    "date-time": _moment,
}
_WRITERS: Mapping[str, Any] = {
    "string": _text,
    "integer": lambda value: int(_amount(value)),
    "number": lambda value: _shortest(_amount(value)),
    "boolean": _boolean,
}


class ValueMap:
    """Read the wire's values as stable ones: `ValueMap({"OPN": "open"})`; others pass as themselves."""

    __slots__ = ("_back", "_there")

    def __init__(self, values: Mapping[Any, Any]) -> None:
        # Keyed by type too: to Python 1 == True, to JSON they are different values.
        self._there = {(type(wire), wire): stable for wire, stable in values.items()}
        self._back = {(type(stable), stable): wire for wire, stable in values.items()}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Wrap the schema of the stable values."""
        return core_schema.with_info_before_validator_function(
            lambda value, info: self.read(value) if _is_wire(info) else value,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value, info: value if info.context is STABLE else self.write(value),
                info_arg=True,
                when_used="json-unless-none",
            ),
        )

    def read(self, value: Any) -> Any:
        """Return the stable value."""
        return self._look(self._there, value)

    def write(self, value: Any) -> Any:
        """Return the wire's value."""
        return self._look(self._back, value)

    @staticmethod
    def _look(table: Mapping[tuple[type, Any], Any], value: Any) -> Any:
        if not isinstance(value, str | int | float | bool):
            return value
        return table.get((type(value), value), value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueMap) and self._there == other._there

    def __hash__(self) -> int:
        return hash(frozenset(self._there))

    def __repr__(self) -> str:
        return f"ValueMap({ {wire: stable for (_, wire), stable in self._there.items()} })"
