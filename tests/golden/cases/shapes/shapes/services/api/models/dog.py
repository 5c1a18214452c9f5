"""Models of api: Dog, Person."""

from __future__ import annotations

from codegen.runtime import Model

from .cat import Cat


class Dog(Model):
    id: int
    kind: str
    owner: Person | None = None


class Person(Model):
    name: str | None = None
    pets: list[Cat | Dog] | None = None
    friend: Person | None = None
