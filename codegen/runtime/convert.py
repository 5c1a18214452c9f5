"""Turn arguments into the JSON values that go on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from .jsonable import plain
from .misfit import Misfit, reason_of
from .reading import adapter_for
from .wire import STABLE


def to_wire(load: Callable[[], Any] | None, value: Any, argument: str) -> Any:
    """Return the wire's JSON value of an argument.

    Args:
        load: gives the type; None takes the value as it is.
        value: the argument, by stable names.
        argument: its keyword, for the error.

    Raises:
        Misfit: if the value does not fit the type.
    """
    try:
        stable = plain(value)
    except ValueError as error:
        raise Misfit(argument, str(error)) from None
    if load is None:
        return stable
    adapter = adapter_for(load)
    try:
        # By way of JSON: strict validation takes dates and the like from JSON text only.
        checked = adapter.validate_json(to_json(stable), strict=True, context=STABLE)
    except ValidationError as error:
        raise Misfit(argument, reason_of(error)) from None
    return adapter.dump_python(checked, mode="json", by_alias=True, exclude_unset=True, warnings=False)
