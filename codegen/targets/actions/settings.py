"""What generated code declares of a step: the arguments of its constant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codegen.actions.plan import Action
from codegen.actions.steps import Collect, Expect, Fallback, FieldRule, Missing, MissingRule, Step, Target
from codegen.actions.terms import Effect
from codegen.actions.values import AnswerRef, InputRef, Segment
from codegen.actions.walk import answers_read, read_inside
from codegen.contract.model import Contract, JsonSchema
from codegen.contract.rules import rules_of
from codegen.render.literals import Code, py
from codegen.targets.actions import layout

_EVERY = "EVERY"  # in a path: each element of a list


def settings_of(step: Step, action: Action, tool: str, contract: Contract) -> tuple[Code, ...]:
    """Return the arguments of a step's constant.

    Args:
        step: which.
        action: whose.
        tool: the name of the tool that takes over where the step waits too long, "" where it does not wait.
        contract: of the service that it calls.
    """
    return tuple(_settings(step, action, tool, contract))


def imports_of(action: Action) -> set[str]:
    """Return the names of the runtime that the constants of an action's steps use."""
    steps = action.steps
    expects = [step.expect for step in steps if step.expect]
    names = {
        "Expectation": bool(expects),
        "WhenMissing": any(expect.missing for expect in expects),
        "Keeps": any(expect.fields for expect in expects),
        "Pages": any(step.collect for step in steps),
        "Waiting": any(step.wait for step in steps),
        "Fallback": any(step.fallback for step in steps),
        "EVERY": any(segment.every for step in steps for path in paths_read(action, step) for segment in path),
    }
    return {name for name, used in names.items() if used}


def _settings(step: Step, action: Action, tool: str, contract: Contract) -> Iterator[Code]:
    yield Code(f"id={py(step.id)}")
    yield Code(f"service={py(step.call.service)}")
    yield Code(f"operation={py(step.call.operation.name)}")
    yield Code(f"effect={py(str(step.effect.value))}")
    if reads := sorted(set(map(_path, paths_read(action, step)))):
        yield layout.call("reads=", _single(reads), indent=4)
    if step.expect:
        yield _expect(step.expect)
    if inputs := _inputs_to_blame(step, action, contract):
        yield Code(f"inputs={py(inputs)}")
    if step.each:
        yield Code(f"most={py(step.each.most)}")
    if step.accept:
        yield Code(f"accept={py(step.accept)}")
    if step.collect:
        yield _pages(step.collect)
    if step.wait:
        yield _waiting(step, tool)
    if step.fallback:
        yield _fallback(step, step.fallback)


def _inputs_to_blame(step: Step, action: Action, contract: Contract) -> dict[str, str]:
    """Return by argument the inputs that it is, where only the operation's own types can tell that one does not fit."""
    if action.handler:
        return {}
    schemas = {given.name: given.schema for given in action.inputs}
    body = step.call.operation.body
    ruled = body is not None and bool(body.media) and bool(rules_of(contract, body.media[0].schema or {}))
    return {
        argument.ident: argument.value.name
        for argument in step.call.arguments
        if isinstance(argument.value, InputRef)
        and ((ruled and argument.target is not Target.PARAMETER) or _is_open(schemas[argument.value.name]))
    }


def _is_open(schema: JsonSchema) -> bool:
    """Whether a part of the schema takes any value, as where a definition that holds itself was cut off."""
    if not {"type", "enum", "anyOf", "not"} & schema.keys():
        return True
    inner = (schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), Mapping))
    return any(map(_is_open, (*inner, *schema.get("anyOf", ()), *schema.get("properties", {}).values())))


def paths_read(action: Action, step: Step) -> Iterator[tuple[Segment, ...]]:
    """Yield the paths, in one answer of a step's operation, of what anything in the action reads."""
    for ref in answers_read(action):
        if ref.step == step.id and not ref.status and (path := step.in_one_answer(ref.path)):
            yield path
    if step.expect and step.expect.as_of:
        yield step.expect.as_of.path
    if step.wait is None:  # else these read what starting answered, which fails when it is read
        refs = (ref for ref in read_inside(step) if isinstance(ref, AnswerRef) and ref.step == step.id)
        yield from (ref.path for ref in refs if ref.path)


def _expect(expect: Expect) -> Code:
    parts = []
    if expect.as_of is not None:
        parts.append(f"as_of={_path(expect.as_of.path)}")
    if expect.max_age is not None:
        parts.append(f"max_age={py(expect.max_age)}")
    if expect.missing:
        parts.append(layout.call("missing=", _single([_missing(rule) for rule in expect.missing]), indent=8))
    if expect.fields:
        parts.append(layout.call("fields=", _single([_field(rule) for rule in expect.fields]), indent=8))
    return layout.call("expect=Expectation", parts, indent=4)


def _missing(rule: MissingRule) -> str:
    parts = [_path(rule.path), f"pointer={py(rule.pointer)}", f"rule={py(rule.rule.value)}"]
    if rule.rule is Missing.DEFAULT:
        parts.append(f"default={py(rule.default)}")
    return f"WhenMissing({', '.join(parts)})"


def _field(rule: FieldRule) -> str:
    return f"Keeps({_path(rule.path)}, pointer={py(rule.pointer)}, rules={py(dict(rule.keeps))})"


def _pages(collect: Collect) -> Code:
    start = f", start={py(first)}" if (first := _first(collect)) else ""
    return Code(f"pages=Pages(max_items={py(collect.max_items)}, by={py(str(collect.paging.value))}{start})")


def _first(collect: Collect) -> int:
    """Return the number of the first page or item: as the contract's default or lowest value has it."""
    schema: JsonSchema = collect.argument.schema
    usual = 1 if collect.paging.value == "page" else 0
    found = next(
        (schema[key] for key in ("default", "x-default", "minimum") if isinstance(schema.get(key), int)), usual
    )
    return found if collect.paging.value != "cursor" and found in (0, 1) else 0


def _waiting(step: Step, tool: str) -> Code:
    wait, call = step.wait, step.answering
    assert wait is not None  # noqa: S101  # the caller asked
    parts = [
        f"service={py(call.service)}",
        f"operation={py(call.operation.name)}",
        f"tool={py(tool)}",
        f"every={py(wait.every)}",
        f"timeout={py(wait.timeout)}",
    ]
    return layout.call("waiting=Waiting", parts, indent=4)


def _fallback(step: Step, fallback: Fallback) -> Code:
    parts = []
    if fallback.call is not None:
        called = fallback.call
        effect = Effect.READ if step.effect is Effect.READ else Effect.WRITE
        inner = [
            f"id={py(step.id)}",
            f"service={py(called.service)}",
            f"operation={py(called.operation.name)}",
            f"effect={py(str(effect.value))}",
        ]
        parts.append(f"instead=Step({', '.join(inner)})")
    if fallback.last_good is not None:
        parts.append(f"last_good={py(fallback.last_good)}")
    if fallback.fixed is not None:
        parts.append(f"fixed=({py(fallback.fixed.value)},)")
    if fallback.escalate:
        parts.append("escalate=True")
    return layout.call("fallback=Fallback", parts, indent=4)


def _path(path: Iterable[Segment]) -> str:
    return _tuple(_part(segment) for segment in path)


def _part(segment: Segment) -> str:
    if segment.every:
        return _EVERY
    if segment.index is not None:
        return py(segment.index)
    return py(segment.name if segment.key else segment.ident)


def _tuple(parts: Iterable[str]) -> str:
    items = list(parts)
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _single(items: list[str]) -> list[str]:
    """Return the items of a tuple's display; one alone needs its comma."""
    return items if len(items) > 1 else [f"{items[0]},"]
