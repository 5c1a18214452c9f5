"""Arguments of a step: the keywords that its method takes, and how values are handed to layer 1."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.plan import Action, Plan
from codegen.actions.steps import Argument, Call, Target
from codegen.actions.values import AnswerRef, InputRef, ItemRef, Literal, StatusRef, Text, Value
from codegen.contract.model import Json, JsonSchema
from codegen.render.literals import py
from codegen.targets.actions.annotations import (
    Annotator,
    Resolve,
    TypeNames,
    alternatives,
    literal_values,
    with_none,
    without_none,
)
from codegen.targets.actions.scope import Scope
from codegen.targets.actions.shapes import by_attribute
from codegen.targets.actions.values import insist, write

_SCALARS = frozenset({"str", "int", "float", "bool", "date", "datetime", "UUID", "Decimal", "bytes", "File"})


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword of a step's method: `name: annotation = default`."""

    name: str
    annotation: str
    default: str | None

    def __str__(self) -> str:
        return f"{self.name}: {self.annotation}" + (f" = {self.default}" if self.default is not None else "")


@dataclass(frozen=True, slots=True)
class ArgumentWriter:
    """Writes the arguments of one action's steps."""

    plan: Plan
    action: Action
    names: TypeNames

    def keyword(self, argument: Argument, call: Call) -> Keyword:
        """Return the keyword for an argument; what the definition writes as a constant is its default."""
        contract = self.plan.service(call.service).contract
        writer = Annotator(self.names, contract.resolve, structure=lambda _: self.names("Structure"), loose=True)
        annotation = without_none(writer.annotate(argument.schema))
        constant = self._constant(argument, call)
        if constant is not None:
            return Keyword(argument.ident, annotation, constant)
        if argument.required and not self._takes_null(argument, call):
            return Keyword(argument.ident, annotation, None)
        return Keyword(argument.ident, with_none(annotation), None if argument.required else "None")

    def forward(self, argument: Argument, call: Call, scope: Scope) -> str:
        """Return how a step's method hands its keyword on: `name=value`."""
        ident, value = argument.ident, argument.ident
        if not _is_scalar(self._annotation(argument.schema, call.service)):
            value = f"{scope.helpers('plain')}({ident})"
        return f"{ident}={self._left_out(argument, call, ident, value, scope)}"

    def given(self, argument: Argument, call: Call, scope: Scope) -> str | None:
        """Return what the declared sequence gives a step's method: `name=value`, None where the default says it."""
        if self._constant(argument, call) is not None:
            return None
        return f"{argument.ident}={self._value(argument, call, scope)}"

    def direct(self, argument: Argument, call: Call, scope: Scope) -> str:
        """Return how an undo calls layer 1: `name=value`."""
        value = self._value(argument, call, scope)
        optional = write(argument.value, scope).optional and not argument.required
        return f"{argument.ident}={self._left_out(argument, call, value, value, scope) if optional else value}"

    def is_plain(self, schema: JsonSchema) -> bool:
        """Return whether values of a self-contained schema are scalars, which every model takes as they are."""
        return _is_scalar(self._of_action(schema))

    def _value(self, argument: Argument, call: Call, scope: Scope) -> str:
        value = by_attribute(argument.value, argument.schema, self.plan.service(call.service).contract)
        insists = argument.required and not self._may_be_null(argument, call)
        code = insist(value, scope) if insists else write(value, scope).expression
        fits = self._fits(value, self._annotation(argument.schema, call.service))
        return code if fits else f"{scope.helpers('plain')}({code})"

    def _may_be_null(self, argument: Argument, call: Call) -> bool:
        """Whether the value is an input that must be given and may be null, where the operation takes null too."""
        ref = argument.value
        if not isinstance(ref, InputRef) or ref.path or not self._takes_null(argument, call):
            return False
        return any(given.name == ref.name and given.required for given in self.action.inputs)

    def _left_out(self, argument: Argument, call: Call, ident: str, value: str, scope: Scope) -> str:
        """Return `value`, or for a field that may be null on the wire, nothing at all where it is None."""
        if argument.required or argument.target is not Target.FIELD or not self._takes_null(argument, call):
            return value
        return f"{scope.helpers('UNSET')} if {ident} is None else {value}"

    def _constant(self, argument: Argument, call: Call) -> str | None:
        """Return the default of the keyword where the definition writes a scalar of the argument's own type."""
        if not isinstance(argument.value, Literal) or argument.value.value is None:
            return None
        annotation = self._annotation(argument.schema, call.service)
        fits = _is_scalar(annotation) and self._fits(argument.value, annotation)
        return py(argument.value.value) if fits else None

    def _takes_null(self, argument: Argument, call: Call) -> bool:
        return "None" in alternatives(self._annotation(argument.schema, call.service))

    def _annotation(self, schema: JsonSchema, service: str) -> str:
        return self._written(schema, self.plan.service(service).contract.resolve)

    def _of_action(self, schema: JsonSchema, *, taken: bool = False) -> str:
        """Return the annotation of a schema of the action's own, which refers to nothing."""
        return self._written(schema, _nothing, own=True, taken=taken)

    def _written(self, schema: JsonSchema, resolve: Resolve, *, own: bool = False, taken: bool = False) -> str:
        names = TypeNames(self.names.hidden)  # only what is printed counts as used
        written = Annotator(names, resolve, structure=lambda _: names("Structure"), loose=True, own=own, taken=taken)
        return written.annotate(schema)

    def _fits(self, value: Value, wanted: str) -> bool:
        """Return whether a type checker takes the value's code where `wanted` is asked for."""
        given = self._given(value)
        taken = alternatives(wanted)
        if {"Any", "_Any"} & set(taken) or given is None:
            return given is None or not isinstance(value, InputRef | AnswerRef | ItemRef)
        return all(_taken(part, taken) for part in alternatives(given) if part != "None")

    def _given(self, value: Value) -> str | None:
        """Return the annotation of a value's code; None where it is a display that is checked as it stands."""
        match value:
            case Literal(constant):
                simple = isinstance(constant, str | int | float)
                return f"Literal[{py(constant)}]" if simple else None
            case Text():
                return self.names("str")
            case InputRef():
                return self._of_action(value.schema, taken=True)
            case AnswerRef():
                return self._annotation(value.schema, value.service)
            case ItemRef():
                return (
                    self._annotation(value.schema, value.service)
                    if value.service
                    else self._of_action(value.schema, taken=True)
                )
            case StatusRef():
                return self.names("int")
            case _:
                return None


def _nothing(_: JsonSchema) -> JsonSchema:
    return {}


def _is_scalar(annotation: str) -> bool:
    return all(
        part == "None" or part.lstrip("_") in _SCALARS or literal_values(part) is not None
        for part in alternatives(annotation)
    )


def _taken(part: str, wanted: list[str]) -> bool:
    """Return whether values of one alternative fit one of those wanted."""
    plain = {other.lstrip("_") for other in wanted}
    if part in wanted or (part.lstrip("_") == "int" and "float" in plain):
        return True
    values = literal_values(part)
    allowed = [(type(value), value) for other in wanted for value in literal_values(other) or ()]
    return values is not None and all((type(v), v) in allowed or _kinds(v) & plain for v in values)


def _kinds(value: Json) -> set[str]:
    return {"int", "float"} if type(value) is int else {type(value).__name__}
