"""An action definition as frozen values: shape checked, names not yet resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.durations import seconds
from codegen.actions.schemas import published
from codegen.actions.secrets import refuse_secrets
from codegen.actions.service import owner_of
from codegen.actions.shapes import check
from codegen.actions.sources import Source, read_source
from codegen.actions.terms import Deprecated, Escalate, Owner, Permissions, Way
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.names import snake
from codegen.core.places import pointer

TOTAL = 60.0  # seconds that an action has where its definition says nothing
EVERY = "2s"  # how often an awaited operation is asked, likewise
WINDOW = "10m"  # within which a repeated write is known, likewise
PATIENCE = "30s"  # how long it is awaited, likewise


@dataclass(frozen=True, slots=True)
class CallDefinition:
    """An operation as `service.operation`, and its `with` entries; `pointer` leads to the mapping that holds both."""

    operation: str
    arguments: Mapping[str, Json]
    pointer: str

    @property
    def service(self) -> str:
        """The service's name."""
        return self.operation.partition(".")[0]

    @property
    def name(self) -> str:
        """The operation's stable name."""
        return self.operation.partition(".")[2]


@dataclass(frozen=True, slots=True)
class ExpectDefinition:
    """The data contract of an answer; `max_age` in seconds, `missing` and `fields` as written."""

    as_of: str
    max_age: float | None
    missing: Mapping[str, Json]
    fields: Mapping[str, Mapping[str, Json]]
    pointer: str


@dataclass(frozen=True, slots=True)
class EachDefinition:
    """A call for every element of the list that `in_` leads to; at most `most`."""

    in_: str
    most: int
    pointer: str


@dataclass(frozen=True, slots=True)
class CollectDefinition:
    """Pages gathered; what is "" is found out from the contract, but for `items`, where None is."""

    max_items: int
    items: str | None
    parameter: str
    next: str
    more: str
    pointer: str


@dataclass(frozen=True, slots=True)
class WaitDefinition:
    """Asking until it is done; `every` and `timeout` in seconds."""

    call: CallDefinition
    done: str
    failed: str
    every: float
    timeout: float
    pointer: str


@dataclass(frozen=True, slots=True)
class FallbackDefinition:
    """What stands in for an answer; `last_good` in seconds, `value` as written where `fixed` says that there is one."""

    call: CallDefinition | None
    last_good: float | None
    fixed: bool
    value: Json
    escalate: bool
    pointer: str


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """One step; `accept` is empty where every success is an answer and nothing else is."""

    id: str
    call: CallDefinition
    pointer: str
    when: str = ""
    undo: CallDefinition | None = None
    expect: ExpectDefinition | None = None
    each: EachDefinition | None = None
    collect: CollectDefinition | None = None
    accept: tuple[int, ...] = ()
    wait: WaitDefinition | None = None
    fallback: FallbackDefinition | None = None
    continue_on_failure: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """What a person writes about an action.

    Attributes:
        effect: `read`, `write`, or "" where it follows from the operations.
        short: whether the definition names one `operation` instead of steps; then its one step's arguments follow from
            the contract.
        inputs, outputs: as written; None where the key is not there.
        total: the deadline in seconds.
        window: seconds within which a repeated write is known.
        tool: the tool's name; `was` holds the names it had, `detail` is `fitted` or `full`, `strict` says whether
            vendors may hold models to the schema, `namespace` names its group, `lint` has the findings that are right
            as they are, each with the reason, `deprecated` says which other tool agents should use.
        confirm: when a person must agree: `always`, `writes` or `never`; `ask` says how, in this order.
    """

    name: str
    title: str
    description: str
    owner: Owner
    effect: str
    short: bool
    inputs: Mapping[str, Json] | None
    steps: tuple[StepDefinition, ...]
    outputs: Mapping[str, Json] | None
    handler: bool
    total: float
    permissions: Permissions
    escalate: Escalate | None
    window: float
    tool: str
    was: tuple[str, ...]
    detail: str
    strict: bool
    namespace: str
    lint: Mapping[str, str]
    deprecated: Deprecated | None
    confirm: str
    ask: tuple[Way, ...]
    source: Source

    @property
    def file(self) -> str:
        """The definition's file relative to the project's root."""
        return self.source.file


def read_definition(path: Path, root: Path, diagnostics: Diagnostics) -> Definition | None:
    """Read an action definition; None where too little of it is right.

    Args:
        path: the file.
        root: the project's root.
        diagnostics: collects what is wrong, all of it.
    """
    if (source := read_source(path, root, diagnostics)) is None:
        return None
    refuse_secrets(source, diagnostics)
    tree = check(source, published("action"), diagnostics)
    if tree is None or not _one_of_both(tree, source, diagnostics):
        return None
    return _definition(tree, source)


def used_operations(definitions: Iterable[Definition]) -> Mapping[str, frozenset[str]]:
    """Return the operations that definitions name, by service: what the contracts are sliced to."""
    found: dict[str, set[str]] = {}
    listed = list(definitions)
    for definition in listed:
        for call in calls_of(definition):
            found.setdefault(call.service, set()).add(call.name)
    for definition in listed:
        for entry in [*(definition.inputs or {}).values(), *(definition.outputs or {}).values()]:
            if isinstance(entry, Mapping) and isinstance(entry.get("from"), str):
                service, _, rest = entry["from"].partition(".")
                names = found.setdefault(service, set())
                if not any(rest.startswith(name + ".") for name in names):
                    names.add(rest.rpartition(".")[0])
    return {service: frozenset(name for name in names if name) for service, names in sorted(found.items())}


def calls_of(definition: Definition) -> Iterable[CallDefinition]:
    """Yield each call of a definition: of its steps, and of what undoes, awaits or replaces them."""
    for step in definition.steps:
        yield step.call
        for call in (step.undo, step.wait and step.wait.call, step.fallback and step.fallback.call):
            if call:
                yield call


def _one_of_both(tree: Mapping[str, Json], source: Source, diagnostics: Diagnostics) -> bool:
    if ("operation" in tree) != ("steps" in tree):
        return True
    if "operation" in tree:
        message = "an action has either one operation or steps"
        diagnostics.error("wrong-value", message, source.place("/operation", key=True), "make the operation a step")
    elif not {"operation", "steps"} & source.tree.keys():  # else what is wrong with them was said
        diagnostics.error(
            "missing-key", "the file lacks the key 'steps'", source.place(""), "add steps, or one operation"
        )
    return False


def _definition(tree: Mapping[str, Json], source: Source) -> Definition:
    permissions = tree.get("permissions", {})
    total = tree.get("reliability", {}).get("total")
    return Definition(
        name=tree["action"],
        title=tree.get("title") or _title(tree["action"]),
        description=tree["description"].strip(),
        owner=owner_of(tree),
        effect=tree.get("effect", ""),
        short="operation" in tree,
        inputs=tree.get("inputs"),
        steps=tuple(_steps(tree)),
        outputs=tree.get("outputs"),
        handler=tree.get("handler", False),
        total=seconds(total) if total else TOTAL,
        permissions=Permissions(
            permissions.get("run_as", "user"), tuple(permissions.get("roles", ())), tuple(permissions.get("scopes", ()))
        ),
        escalate=Escalate(told["after"], told.get("to", "action")) if (told := tree.get("escalate")) else None,
        window=seconds(tree.get("idempotency", {}).get("window", WINDOW)),
        tool=tree.get("tool", {}).get("name", tree["action"]),
        was=tuple(name for name in tree.get("tool", {}).get("was", ()) if name is not None),
        detail=tree.get("tool", {}).get("detail", "fitted"),
        strict=tree.get("tool", {}).get("strict", True),
        namespace=tree.get("tool", {}).get("namespace", ""),
        lint=tree.get("tool", {}).get("lint", {}),
        deprecated=_deprecated(tree.get("tool", {})),
        confirm=tree.get("agent", {}).get("confirm", "writes"),
        ask=_ways(tree.get("agent", {})),
        source=source,
    )


def _ways(agent: Mapping[str, Json]) -> tuple[Way, ...]:
    """Return the ways as written; where nothing is, a token is no way for an action that must always be agreed to."""
    if "ask" in agent:
        return tuple(Way(way) for way in agent["ask"] if way is not None)
    return (Way.ELICIT, Way.CLIENT) if agent.get("confirm") == "always" else tuple(Way)


def _deprecated(tool: Mapping[str, Json]) -> Deprecated | None:
    told = tool.get("deprecated")
    return Deprecated(told["use"], told.get("remove_after", "")) if told else None


def _steps(tree: Mapping[str, Json]) -> Iterable[StepDefinition]:
    if "operation" in tree:
        call = CallDefinition(tree["operation"], {}, "")
        yield StepDefinition(snake(call.name), call, "")
        return
    for number, step in enumerate(tree["steps"]):
        if step is not None:  # else it was left out, and what is wrong with it was said
            yield _step(step, pointer("steps", number))


def _step(step: Mapping[str, Json], at: str) -> StepDefinition:
    return StepDefinition(
        id=step["id"],
        call=_call(step, at),
        pointer=at,
        when=step.get("when", ""),
        undo=_call(step["undo"], f"{at}/undo") if "undo" in step else None,
        expect=_expect(step["expect"], f"{at}/expect") if step.get("expect") else None,
        each=_each(step["for_each"], f"{at}/for_each") if "for_each" in step else None,
        collect=_collect(step["collect"], f"{at}/collect") if "collect" in step else None,
        accept=tuple(status for status in step.get("accept_status", ()) if status is not None),
        wait=_wait(step["wait_for"], f"{at}/wait_for") if "wait_for" in step else None,
        fallback=_fallback(step["fallback"], f"{at}/fallback") if "fallback" in step else None,
        continue_on_failure=step.get("on_failure") == "continue",
    )


def _call(written: Mapping[str, Json], at: str) -> CallDefinition:
    return CallDefinition(written["operation"], written.get("with", {}), at)


def _expect(expect: Mapping[str, Json], at: str) -> ExpectDefinition:
    age = expect.get("max_age")
    return ExpectDefinition(
        expect.get("as_of", ""), seconds(age) if age else None, expect.get("missing", {}), expect.get("fields", {}), at
    )


def _each(each: Mapping[str, Json], at: str) -> EachDefinition:
    return EachDefinition(each["in"], each["max"], at)


def _collect(collect: Mapping[str, Json], at: str) -> CollectDefinition:
    return CollectDefinition(
        max_items=collect["max_items"],
        items=collect.get("items"),
        parameter=collect.get("parameter", ""),
        next=collect.get("next", ""),
        more=collect.get("more", ""),
        pointer=at,
    )


def _wait(wait: Mapping[str, Json], at: str) -> WaitDefinition:
    return WaitDefinition(
        call=_call(wait, at),
        done=wait.get("done", ""),
        failed=wait.get("failed", ""),
        every=seconds(wait.get("every", EVERY)),
        timeout=seconds(wait.get("timeout", PATIENCE)),
        pointer=at,
    )


def _fallback(fallback: Mapping[str, Json], at: str) -> FallbackDefinition:
    last_good = fallback.get("last_good")
    return FallbackDefinition(
        call=_call(fallback, at) if "operation" in fallback else None,
        last_good=seconds(last_good["max_age"]) if last_good else None,
        fixed="value" in fallback,
        value=fallback.get("value"),
        escalate=fallback.get("escalate", False),
        pointer=at,
    )


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
