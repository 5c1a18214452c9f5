"""`mock.yaml`: what a service's contract cannot say about how it behaves, in few declarative keys.

```yaml
idempotency: Idempotency-Key            # a repeated write with the same value of this header answers the same again
omit: [error]                           # optional fields that a made-up answer leaves out
problems: {status: 200, body: {…}}      # how failures are told, where the contract does not say
resources:
  /orders:                              # a collection; /orders/{…} are its items
    key: id
    ids: "PO-{n}"                       # what a created item is called; n counts from `first`
    first: 1003
    now: [as_of]                        # fields that always answer the present moment
    items: [{…}]
operations:
  approveOrder:
    answers:                            # the first whose condition holds is answered, and nothing is changed
      - when: {item.status: [CAN]}      # every named value is among those listed
        unless: {body.comment: [ok]}    # and not all of these are
        status: 409
        body: {…}
    set: {status: APR, approved_by: $body.approved_by}
    add: {on_hand: $body.delta}
    filter: {skus: sku}                 # a query parameter that selects by an item's field
    reply: {…}                          # laid over the answer, where the operation has no resource
```

Values may be `$now`, `$code`, `$message`, `$path.x`, `$query.x`, `$body.x` or `$item.x`; in a text they stand in
braces: `{$body.channel}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.places import Place
from codegen.core.yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Resource:
    """A collection and what is in it at the start."""

    key: str = "id"
    ids: str = "{n}"
    first: int = 1
    now: tuple[str, ...] = ()
    items: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """An answer under a condition: `when` all hold and `unless` do not."""

    when: Mapping[str, list[Json]] = field(default_factory=dict)
    unless: Mapping[str, list[Json]] = field(default_factory=dict)
    status: int = 200
    body: Json = None


@dataclass(frozen=True, slots=True)
class Conduct:
    """How one operation behaves beyond what follows from its path and method."""

    answers: tuple[ScriptedAnswer, ...] = ()
    set: Mapping[str, Json] = field(default_factory=dict)
    add: Mapping[str, Json] = field(default_factory=dict)
    filter: Mapping[str, str] = field(default_factory=dict)
    reply: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """How every failure is told."""

    status: int = 0
    body: Json = None


@dataclass(frozen=True, slots=True)
class Script:
    """A whole `mock.yaml`."""

    idempotency: str = ""
    omit: tuple[str, ...] = ()
    problems: Problem | None = None
    resources: Mapping[str, Resource] = field(default_factory=dict)
    operations: Mapping[str, Conduct] = field(default_factory=dict)


def read_script(path: Path, file: str, diagnostics: Diagnostics) -> Script:
    """Return the script at `path`; an empty one where there is no such file.

    Args:
        path: the file.
        file: the same relative to the project's root, for messages.
        diagnostics: gets `mock-script` errors: unknown keys and values of the wrong kind.
    """
    if not path.exists():
        return Script()
    raw = read_yaml(path.read_text(encoding="utf-8"), file, diagnostics)
    reader = _Reader(file, diagnostics)
    found = reader.members(Script, raw or {}, "the file")
    problems = found.get("problems")
    return Script(
        idempotency=found.get("idempotency", ""),
        omit=tuple(found.get("omit", ())),
        problems=Problem(**reader.members(Problem, problems, "problems")) if problems is not None else None,
        resources={name: reader.resource(name, item) for name, item in found.get("resources", {}).items()},
        operations={name: reader.conduct(name, item) for name, item in found.get("operations", {}).items()},
    )


class _Reader:
    """Reads mappings into the dataclasses above, reporting what fits none of their keys."""

    def __init__(self, file: str, diagnostics: Diagnostics) -> None:
        self._file = file
        self._diagnostics = diagnostics

    def members(self, kind: type[Any], raw: Json, where: str) -> dict[str, Json]:
        if not isinstance(raw, dict):
            self._report(f"{where} must be a mapping")
            return {}
        known = {f.name: f for f in fields(kind)}
        for name in sorted(set(raw) - set(known)):
            self._report(f"unknown key {name!r} in {where}", nearest(name, known))
        kept = {name: value for name, value in raw.items() if name in known}
        return {name: value for name, value in kept.items() if self._fits(str(known[name].type), name, value, where)}

    def resource(self, name: str, raw: Json) -> Resource:
        found = self.members(Resource, raw, f"resources {name}")
        lists: dict[str, Json] = {name: tuple(found.pop(name)) for name in ("now", "items") if name in found}
        return Resource(**found, **lists)

    def conduct(self, name: str, raw: Json) -> Conduct:
        found = self.members(Conduct, raw, f"operations {name}")
        answers = found.pop("answers", ())
        return Conduct(answers=tuple(self._answer(name, answer) for answer in answers), **found)

    def _answer(self, name: str, raw: Json) -> ScriptedAnswer:
        found = self.members(ScriptedAnswer, raw, f"an answer of operations {name}")
        for key in ("when", "unless"):
            for path, values in found.get(key, {}).items():
                if not isinstance(values, list):
                    self._report(f"{path} in {key} of operations {name} must be a list of values")
        return ScriptedAnswer(**found)

    def _fits(self, annotation: str, name: str, value: Json, where: str) -> bool:
        """Say whether a value is of the kind that the field's annotation begins with."""
        kinds = {"str": str, "int": int, "tuple": list, "Mapping": dict, "Problem": dict}
        kind = kinds.get(annotation.partition("[")[0].partition(" ")[0])
        if kind is None or isinstance(value, kind):
            return True
        self._report(f"{name} of {where} is of the wrong kind")
        return False

    def _report(self, message: str, suggestion: str = "") -> None:
        self._diagnostics.error("mock-script", message, Place(self._file), suggestion)
