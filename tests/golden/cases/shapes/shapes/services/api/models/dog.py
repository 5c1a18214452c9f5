"""Models of api: Dog, Person, PersonOdd."""

from __future__ import annotations

from typing import Annotated, Any

from codegen.runtime import Model
from pydantic import Field

from .cat import Cat


class PersonOdd(Model):
    x_odd: Annotated[str | None, Field(alias="x-odd")] = None


class Dog(Model):
    id: int
    kind: str
    owner: Person | None = None


class Person(Model):
    labels: dict[str, str] | None = None
    extra: Any = None
    odd: PersonOdd | None = None
    name: str | None = None
    pets: list[Cat | Dog] | None = None
    friend: Person | None = None
