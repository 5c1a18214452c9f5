"""The base of all generated models.

Reading is strict: no coercion, no NaN. Unknown fields pass. Where `reading.read` found that a field departs from the
contract, the field is unset and reading the attribute raises what is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from .departures import Departure

_DEPARTED = "departed"


class Model(BaseModel):
    """A value of a contract: attributes by stable name, aliases by wire name, both accepted; immutable."""

    model_config = ConfigDict(
        strict=True,
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        extra="ignore",
        frozen=True,
        protected_namespaces=(),
        defer_build=True,  # importing a module of models costs classes only, not validators
    )

    if not TYPE_CHECKING:  # a visible __getattr__ would let every misspelt attribute pass the type checker

        def __getattr__(self, name: str) -> Any:
            departure = departures_of(self).get(name)
            if departure is not None:
                raise departure.error()
            return super().__getattr__(name)


def departures_of(model: BaseModel) -> Mapping[str, Departure]:
    """Return the attributes of the model that departed from the contract."""
    private = object.__getattribute__(model, "__pydantic_private__")
    departed: Mapping[str, Departure] = (private or {}).get(_DEPARTED, {})
    return departed


def build_leniently(
    model: type[BaseModel], values: dict[str, Any], given: set[str], departed: dict[str, Departure]
) -> BaseModel:
    """Return an instance of exactly these values; the attributes in `departed` raise when they are read."""
    instance = model.__new__(model)
    object.__setattr__(instance, "__dict__", values)
    object.__setattr__(instance, "__pydantic_fields_set__", given)
    object.__setattr__(instance, "__pydantic_extra__", None)
    # The private slot is pydantic's own place for what is beside the fields: it is copied, pickled and compared,
    # but never dumped.
    object.__setattr__(instance, "__pydantic_private__", {_DEPARTED: departed} if departed else None)
    return instance
