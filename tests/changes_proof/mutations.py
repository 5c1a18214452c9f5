"""Single changes of an OpenAPI document whose meaning is known from the specification.

Each function picks a place at random, changes it, and says in neutral terms what it did: what shows where, and what the
specification makes of it. Nothing here knows the diff's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.changes_proof.reach import Node, Reach, Slot, operations, resolved, slots

Signs = tuple[str, str]  # aspect and effect, each one or several with `|`


@dataclass(frozen=True, slots=True)
class Shown:
    """What must be found on one side: aspect and effect, in these operations; `level` is what the wire must say."""

    aspect: str
    effect: str
    side: str
    operations: frozenset[str]
    level: str = "quiet"  # breaking, felt (warning or breaking) or quiet (at most info)
    names: frozenset[str] = frozenset()
    component: str = ""


@dataclass(frozen=True, slots=True)
class Mutation:
    """What was done. `also` are (aspect, effect) that the same change may show besides; none means no change."""

    kind: str
    pointer: str
    shown: tuple[Shown, ...] = ()
    also: tuple[Signs, ...] = ()


@dataclass(slots=True)
class Draft:
    document: Node
    random: Random
    slots: list[Slot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slots = slots(self.document)

    def pick(self, found: Iterable[Any]) -> Any:
        candidates = list(found)
        return self.random.choice(candidates) if candidates else None

    def of(self, kind: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.kind == kind]

    def values(self, side: str) -> list[Slot]:
        """Return the schemas of one value each that a side reaches and that have a name there."""
        plain = (s for s in self.of("schema") if any(s.names) and len(s.kin) == 1 and not s.member)
        return [s for s in plain if any(where == side for _, where in s.reach) and not _composed(s.node)]


Mutate = Callable[[Draft], "Mutation | None"]
KINDS: dict[str, Mutate] = {}


def kind(name: str) -> Callable[[Mutate], Mutate]:
    def register(function: Mutate) -> Mutate:
        KINDS[name] = function
        return function

    return register


def _composed(node: Node) -> bool:
    return any(word in node for word in ("allOf", "anyOf", "oneOf", "not", "const"))


def _on(reach: Reach, side: str) -> frozenset[str]:
    return frozenset(operation for operation, where in reach if where == side)


def both(slot: Slot, names: Iterable[str], request: tuple[str, str, str], response: tuple[str, str, str]) -> Any:
    """Return what shows on the sides that reach a slot: (aspect, effect, level) for each."""
    made = (
        Shown(aspect, effect, side, _on(slot.reach, side), level, frozenset(names), slot.component)
        for side, (aspect, effect, level) in (("request", request), ("response", response))
    )
    return tuple(shown for shown in made if shown.operations)


# ---------------------------------------------------------------------- operations


def _operation(draft: Draft) -> tuple[str, Node, Node] | None:
    found: tuple[str, Node, Node] | None = draft.pick(operations(draft.document))
    return found


def _told(name: str, key: str, aspect: str, effect: str, level: str = "quiet") -> Mutation:
    return Mutation(name, key, (Shown(aspect, effect, "", frozenset((key,)), level),))


@kind("operation added")
def operation_added(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None:
        return None
    operation = {**deepcopy(found[2]), "operationId": "proofAdded"}
    operation["parameters"] = [
        p for p in operation.get("parameters", ()) if resolved(draft.document, p).get("in") != "path"
    ]
    draft.document["paths"]["/proof-added"] = {"get": {k: v for k, v in operation.items() if k != "requestBody"}}
    return _told("operation added", "GET /proof-added", "existence", "adds")


@kind("operation removed")
def operation_removed(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None or len(list(operations(draft.document))) < 2:
        return None
    del found[1][found[0].split()[0].lower()]
    return _told("operation removed", found[0], "existence", "removes", "breaking")


@kind("operationId changed")
def operation_id(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None or "operationId" not in found[2]:
        return None
    found[2]["operationId"] += "Proof"
    return _told("operationId changed", found[0], "name", "replaces")


@kind("path moved")
def path_moved(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None or "operationId" not in found[2]:
        return None
    paths, path = draft.document["paths"], found[0].split(" ", 1)[1]
    keys = [key for key, item, _ in operations(draft.document) if item is found[1]]
    if any("operationId" not in operation for _, item, operation in operations(draft.document) if item is found[1]):
        return None
    paths["/proof" + path] = paths.pop(path)
    return Mutation("path moved", path, (Shown("transport", "replaces", "", frozenset(keys), "breaking"),))


@kind("operation deprecated")
def deprecated(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None or found[2].get("deprecated"):
        return None
    found[2]["deprecated"] = True
    return _told("operation deprecated", found[0], "text", "says")


@kind("operation no longer deprecated")
def undeprecated(draft: Draft) -> Mutation | None:
    found = draft.pick(f for f in operations(draft.document) if f[2].get("deprecated"))
    if found is None:
        return None
    del found[2]["deprecated"]
    return _told("operation no longer deprecated", found[0], "text", "says")


@kind("description of an operation changed")
def words(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None:
        return None
    found[2]["description"] = "Another sentence, for the proof."
    return _told("description of an operation changed", found[0], "text", "says")


@kind("server changed")
def server(draft: Draft) -> Mutation | None:
    if not draft.document.get("servers"):
        return None
    draft.document["servers"] = [{"url": "https://proof.example/v9"}]
    return Mutation("server changed", "/servers", (Shown("text", "says", "", frozenset(("",)), "quiet"),))


@kind("server of an operation added")
def own_server(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None or found[2].get("servers"):
        return None
    found[2]["servers"] = [{"url": "https://proof.example"}]
    return _told("server of an operation added", found[0], "transport", "replaces", "breaking")


# ---------------------------------------------------------------------- security


def _security(draft: Draft, operation: Node) -> list[Node]:
    return list(operation.get("security", draft.document.get("security", [])))


@kind("security way added")
def way_added(draft: Draft) -> Mutation | None:
    found = _operation(draft)
    if found is None:
        return None
    ways = _security(draft, found[2])
    open_before = not ways or {} in ways
    schemes = draft.document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["proofKey"] = {"type": "apiKey", "in": "header", "name": "X-Proof"}
    found[2]["security"] = [*ways, {"proofKey": []}]
    if not ways:
        return _told("security way added", found[0], "security", "narrows", "breaking")
    return _told("security way added", found[0], "security", "says|widens|adds", "any" if open_before else "quiet")


@kind("security way removed")
def way_removed(draft: Draft) -> Mutation | None:
    found = draft.pick(f for f in operations(draft.document) if _security(draft, f[2]))
    if found is None:
        return None
    ways = [way for way in _security(draft, found[2]) if way]
    if not ways:
        return None
    gone = draft.pick(ways)
    left = [way for way in _security(draft, found[2]) if sorted(way) != sorted(gone)]
    found[2]["security"] = left
    if not left or {} in left:
        return _told("security way removed", found[0], "security", "says|widens|removes")
    return _told("security way removed", found[0], "security", "narrows|removes", "breaking")


def _scoped(draft: Draft, operation: Node) -> list[tuple[str, Node]]:
    schemes = draft.document.get("components", {}).get("securitySchemes", {})
    return [
        (name, way)
        for way in _security(draft, operation)
        for name in way
        if resolved(draft.document, schemes.get(name, {})).get("type") == "oauth2"
    ]


@kind("scope added")
def scope_added(draft: Draft) -> Mutation | None:
    found = draft.pick(f for f in operations(draft.document) if _scoped(draft, f[2]))
    if found is None:
        return None
    found[2]["security"] = deepcopy(_security(draft, found[2]))
    name, way = draft.pick(_scoped(draft, found[2]))
    way[name] = [*way[name], "proof:read"]
    return _told("scope added", found[0], "security", "narrows", "breaking")


@kind("scope removed")
def scope_removed(draft: Draft) -> Mutation | None:
    found = draft.pick(f for f in operations(draft.document) if any(way[n] for n, way in _scoped(draft, f[2])))
    if found is None:
        return None
    found[2]["security"] = deepcopy(_security(draft, found[2]))
    name, way = draft.pick((n, way) for n, way in _scoped(draft, found[2]) if way[n])
    if sum(n == name for n, _ in _scoped(draft, found[2])) > 1:
        return None
    way[name] = way[name][1:]
    return _told("scope removed", found[0], "security", "says|widens")


# ---------------------------------------------------------------------- parameters


def _new_parameter(name: str, required: bool, effect: str, level: str) -> Mutate:
    def mutate(draft: Draft) -> Mutation | None:
        found = _operation(draft)
        if found is None:
            return None
        added = {"name": "proof_extra", "in": "query", "required": required, "schema": {"type": "string"}}
        found[2]["parameters"] = [*found[2].get("parameters", ()), added]
        shown = Shown("existence", effect, "request", frozenset((found[0],)), level, frozenset(("proof_extra",)))
        return Mutation(name, f"{found[0]} parameters", (shown,))

    return mutate


kind("parameter added, optional")(_new_parameter("parameter added, optional", False, "adds", "quiet"))
kind("parameter added, required")(_new_parameter("parameter added, required", True, "narrows|adds", "breaking"))


@kind("parameter removed")
def parameter_removed(draft: Draft) -> Mutation | None:
    candidates = []
    for key, item, operation in operations(draft.document):
        shared = {resolved(draft.document, p).get("name") for p in item.get("parameters", ())}
        for parameter in operation.get("parameters", ()):
            node = resolved(draft.document, parameter)
            slot = next((s for s in draft.of("parameter") if s.node is node), None)
            if slot and node.get("in") != "path" and node.get("name") not in shared:
                candidates.append((key, operation, parameter, node))
    picked = draft.pick(candidates)
    if picked is None:
        return None
    key, operation, parameter, node = picked
    operation["parameters"].remove(parameter)
    names = frozenset((node["name"],))
    shown = Shown("existence", "removes", "request", frozenset((key,)), "any", names)
    return Mutation("parameter removed", f"{key} {node['name']}", (shown,))


def _parameter(name: str, fits: Callable[[Node], bool], change: Callable[[Node], None], *signs: str) -> Mutate:
    def mutate(draft: Draft) -> Mutation | None:
        slot = draft.pick(s for s in draft.of("parameter") if fits(s.node))
        if slot is None:
            return None
        change(slot.node)
        aspect, effect, level = signs
        shown = Shown(aspect, effect, "request", _on(slot.reach, "request"), level, frozenset(slot.names))
        return Mutation(name, slot.pointer, (shown,))

    KINDS[name] = mutate
    return mutate


def _free(node: Node) -> bool:
    schema = node.get("schema")
    return node.get("in") in ("query", "header") and isinstance(schema, dict) and "default" not in schema


_parameter(
    "parameter became required",
    lambda n: _free(n) and not n.get("required"),
    lambda n: n.update(required=True),
    *("needed", "narrows", "breaking"),
)
_parameter(
    "parameter became optional",
    lambda n: _free(n) and bool(n.get("required")),
    lambda n: n.update(required=False),
    *("needed", "widens", "quiet"),
)
_parameter(
    "parameter's explode changed",
    lambda n: n.get("in") == "query" and "style" not in n and "schema" in n and n["schema"].get("type") == "array",
    lambda n: n.update(explode=not n.get("explode", True)),
    *("transport", "replaces", "breaking"),
)
_parameter(
    "parameter's style changed",
    lambda n: n.get("in") == "query" and "style" not in n and n.get("schema", {}).get("type") == "array",
    lambda n: n.update(style="pipeDelimited"),
    *("transport", "replaces", "breaking"),
)
_parameter(
    "parameter deprecated",
    lambda n: not n.get("deprecated"),
    lambda n: n.update(deprecated=True),
    *("text", "says", "quiet"),
)
_parameter(
    "description of a parameter changed",
    lambda n: True,
    lambda n: n.update(description="Another sentence, for the proof."),
    *("text", "says", "quiet"),
)


# ---------------------------------------------------------------------- values

Sign = tuple[str, str, str]


def _value(name: str, side: str, change: Callable[[Draft, Slot], bool], request: Sign, response: Sign) -> None:
    """Register a change of a value; a shared one shows on both sides."""
    title = f"{name} ({side})"

    def mutate(draft: Draft) -> Mutation | None:
        found = draft.values(side)
        draft.random.shuffle(found)
        for slot in found:
            if change(draft, slot):
                also = (("type", "*"), ("values", "*"), ("limits", "*")) if request[0] == "type" else ()
                return Mutation(title, slot.pointer, both(slot, slot.names, request, response), also)
        return None

    KINDS[title] = mutate


def _plain(node: Node, *types: str) -> bool:
    return node.get("type") in types and not {"enum", "format", "default"} & node.keys()


def _become(was: str, now: str) -> Callable[[Draft, Slot], bool]:
    def change(draft: Draft, slot: Slot) -> bool:
        if not _plain(slot.node, was):
            return False
        slot.node["type"] = now
        return True

    return change


def _enum_added(draft: Draft, slot: Slot) -> bool:
    values = slot.node.get("enum")
    if slot.node.get("type") != "string" or not values:
        return False
    slot.node["enum"] = [*values, "proof-value"]
    return True


def _enum_removed(draft: Draft, slot: Slot) -> bool:
    values = [v for v in slot.node.get("enum") or () if v is not None]
    if slot.node.get("type") != "string" or len(set(values)) < 3 or len(set(values)) != len(values):
        return False
    gone = draft.pick(v for v in values if v != slot.node.get("default"))
    slot.node["enum"] = [v for v in slot.node["enum"] if v != gone]
    return True


_UPPER = {"string": "maxLength", "integer": "maximum", "number": "maximum", "array": "maxItems"}
_LOWER = {"string": "minLength", "integer": "minimum", "number": "minimum", "array": "minItems"}


def _tightened(draft: Draft, slot: Slot) -> bool:
    node = slot.node
    if not _plain(node, *_UPPER) or {"exclusiveMaximum", "exclusiveMinimum"} & node.keys():
        return False
    upper, lower = _UPPER[node["type"]], _LOWER[node["type"]]
    if draft.random.random() < 0.5:
        least = node.get(lower, 0)
        most = node.get(upper, least + 1001)
        if most <= least:
            return False
        node[upper] = most - 1
    else:
        least = node.get(lower, 0)
        if least + 1 > node.get(upper, least + 1):
            return False
        node[lower] = least + 1
    return True


def _loosened(draft: Draft, slot: Slot) -> bool:
    node = slot.node
    words = (_UPPER.get(str(node.get("type"))), _LOWER.get(str(node.get("type"))))
    word = draft.pick(word for word in words if word and node.get(word))
    if "enum" in node or "format" in node or word is None or {"exclusiveMaximum", "exclusiveMinimum"} & node.keys():
        return False
    if draft.random.random() < 0.5:
        del node[word]
    else:
        node[word] += 1 if word.startswith("max") else -1
    return True


def _pattern_added(draft: Draft, slot: Slot) -> bool:
    if not _plain(slot.node, "string") or "pattern" in slot.node:
        return False
    slot.node["pattern"] = "^proof"
    return True


def _forbidden(draft: Draft, slot: Slot) -> bool:
    """Forbid one value (`not`, OpenAPI 3.0, section 4.7.24.1)."""
    if not _plain(slot.node, "string", "integer") or "not" in slot.node:
        return False
    slot.node["not"] = {"enum": ["proof" if slot.node["type"] == "string" else -7777]}
    return True


def _nullable(draft: Draft, slot: Slot) -> bool:
    kind_of = slot.node.get("type")
    if not isinstance(kind_of, str) or kind_of == "null" or "enum" in slot.node or slot.node.get("nullable"):
        return False
    if draft.document["openapi"].startswith("3.0"):
        slot.node["nullable"] = True
    else:
        slot.node["type"] = [kind_of, "null"]
    return True


def _not_null(draft: Draft, slot: Slot) -> bool:
    node = slot.node
    if "enum" in node or ("default" in node and node["default"] is None):
        return False
    if node.get("nullable") is True and "type" in node:
        del node["nullable"]
        return True
    if isinstance(node.get("type"), list) and len(node["type"]) == 2 and "null" in node["type"]:
        node["type"] = next(t for t in node["type"] if t != "null")
        return True
    return False


def _default_changed(draft: Draft, slot: Slot) -> bool:
    node = slot.node
    if node.get("type") == "boolean" and isinstance(node.get("default"), bool):
        node["default"] = not node["default"]
        return True
    if _number(node.get("default")) and node.get("type") in ("integer", "number") and "enum" not in node:
        node["default"] += 1
        return True
    return False


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _described(draft: Draft, slot: Slot) -> bool:
    if slot.whole:
        return False  # the words of the parameter or the header around it come first
    slot.node["description"] = "Another sentence, for the proof."
    return True


for _side in ("request", "response"):
    _value(
        "type changed",
        _side,
        _become("string", "integer"),
        ("type", "replaces", "breaking"),
        ("type", "replaces", "breaking"),
    )
    _value(
        "integer became number",
        _side,
        _become("integer", "number"),
        ("type", "widens", "quiet"),
        ("type", "widens", "breaking"),
    )
    _value(
        "enum value added",
        _side,
        _enum_added,
        ("values", "widens", "quiet"),
        ("values", "widens", "felt"),
    )
    _value(
        "enum value removed",
        _side,
        _enum_removed,
        ("values", "narrows", "breaking"),
        ("values", "narrows", "quiet"),
    )
    _value("limit tightened", _side, _tightened, ("limits", "narrows", "breaking"), ("limits", "narrows", "quiet"))
    _value("limit loosened", _side, _loosened, ("limits", "widens", "quiet"), ("limits", "widens", "felt"))
    _value("pattern added", _side, _pattern_added, ("limits", "narrows", "breaking"), ("limits", "narrows", "quiet"))
    _value("value forbidden", _side, _forbidden, ("limits", "narrows", "breaking"), ("limits", "narrows", "quiet"))
    _value("became nullable", _side, _nullable, ("null", "widens", "quiet"), ("null", "widens", "felt"))
    _value("no longer nullable", _side, _not_null, ("null", "narrows", "breaking"), ("null", "narrows", "quiet"))
    _value("default changed", _side, _default_changed, ("values", "replaces", "felt"), ("values", "says", "quiet"))
    _value("description of a value changed", _side, _described, ("text", "says", "quiet"), ("text", "says", "quiet"))


# ---------------------------------------------------------------------- properties

Edit = Callable[[Draft, Slot], "str | None"]


def _objects(draft: Draft, side: str) -> list[Slot]:
    found = [
        s
        for s in draft.of("schema")
        if isinstance(s.node.get("properties"), dict)
        and s.node["properties"]
        and s.node.get("type", "object") == "object"
        and not {"anyOf", "oneOf"} & s.node.keys()
        and any(where == side for _, where in s.reach)
    ]
    draft.random.shuffle(found)
    return found


def _own(draft: Draft, slot: Slot, wanted: Callable[[str, Any], bool]) -> str | None:
    """Return a property that this schema alone speaks of, and that travels everywhere."""
    tags = {
        str(s.node["discriminator"].get("propertyName"))
        for s in draft.of("schema")
        if isinstance(s.node.get("discriminator"), dict)
    }
    others = [node for node in slot.kin.values() if node is not slot.node]
    taken = {name for node in others for name in [*node.get("properties", {}), *node.get("required", ())]}

    def fits(name: str, value: Any) -> bool:
        target = resolved(draft.document, value)
        flags = {"readOnly", "writeOnly", "default"} & {*value, *target} if isinstance(value, dict) else {"none"}
        return not flags and name not in taken | tags and wanted(name, value)

    found: str | None = draft.pick(n for n, v in slot.node["properties"].items() if fits(n, v))
    return found


def _property(name: str, side: str, edit: Edit, request: Sign, response: Sign, also: tuple[Signs, ...] = ()) -> None:
    title = f"{name} ({side})"

    def mutate(draft: Draft) -> Mutation | None:
        for slot in _objects(draft, side):
            touched = edit(draft, slot)
            if touched is not None:
                return Mutation(title, slot.pointer, both(slot, (touched,), request, response), also)
        return None

    KINDS[title] = mutate


def _added(required: bool) -> Edit:
    def edit(draft: Draft, slot: Slot) -> str | None:
        slot.node["properties"]["proofExtra"] = {"type": "string"}
        if required:
            slot.node["required"] = [*slot.node.get("required", ()), "proofExtra"]
        return "proofExtra"

    return edit


def _removed(draft: Draft, slot: Slot) -> str | None:
    name = _own(draft, slot, lambda *_: True)
    if name is None or len(slot.node["properties"]) < 2:
        return None
    del slot.node["properties"][name]
    _unneeded(slot.node, name)
    return name


def _unneeded(node: Node, name: str) -> None:
    left = [needed for needed in node.get("required", ()) if needed != name]
    node.pop("required", None)
    if left:
        node["required"] = left


def _needed(draft: Draft, slot: Slot) -> str | None:
    name = _own(draft, slot, lambda n, _: n not in slot.node.get("required", ()))
    if name is not None:
        slot.node["required"] = [*slot.node.get("required", ()), name]
    return name


def _optional(draft: Draft, slot: Slot) -> str | None:
    name = _own(draft, slot, lambda n, _: n in slot.node.get("required", ()))
    if name is not None:
        _unneeded(slot.node, name)
    return name


def _renamed(draft: Draft, slot: Slot) -> str | None:
    name = _own(draft, slot, lambda n, _: n not in slot.node.get("required", ()))
    if name is not None:
        slot.node["properties"] = {n + "Proof" * (n == name): v for n, v in slot.node["properties"].items()}
    return name


def _flagged(draft: Draft, slot: Slot) -> str | None:
    name = _own(draft, slot, lambda _, v: "$ref" not in v and not v.get("deprecated"))
    if name is not None:
        slot.node["properties"][name]["deprecated"] = True
    return name


for _side in ("request", "response"):
    _adds, _removes = ("existence", "adds", "quiet"), ("existence", "removes", "any")
    _says = ("text", "says", "quiet")
    _property("property added, optional", _side, _added(False), _adds, _adds)
    _property("property added, required", _side, _added(True), ("existence", "narrows|adds", "breaking"), _adds)
    _property("property removed", _side, _removed, _removes, _removes)
    _property(
        "property became required", _side, _needed, ("needed", "narrows", "breaking"), ("needed", "narrows", "quiet")
    )
    _property(
        "property became optional", _side, _optional, ("needed", "widens", "quiet"), ("needed", "widens", "breaking")
    )
    _property("property renamed", _side, _renamed, _removes, _removes, (("existence", "adds"),))
    _property("property deprecated", _side, _flagged, _says, _says)


# ---------------------------------------------------------------------- bodies and answers


def _contents(draft: Draft, kind_of: str, least: int) -> Slot | None:
    found: Slot | None = draft.pick(s for s in draft.of(kind_of) if len(s.node.get("content") or {}) >= least)
    return found


def _media(name: str, kind_of: str, removed: bool, effect: str, level: str) -> None:
    def mutate(draft: Draft) -> Mutation | None:
        slot = _contents(draft, kind_of, 1 + removed)
        if slot is None:
            return None
        content = slot.node["content"]
        media = draft.pick(content)
        if removed:
            if len({m.partition(";")[0].strip().lower() for m in content}) != len(content):
                return None
            del content[media]
        else:
            content["application/vnd.proof+json"] = deepcopy(content[media])
        side = "request" if kind_of == "body" else "response"
        shown = Shown("existence", effect, side, _on(slot.reach, side), level)
        return Mutation(name, slot.pointer, (shown,))

    KINDS[name] = mutate


_media("media type added (request)", "body", False, "adds", "quiet")
_media("media type removed (request)", "body", True, "narrows|removes", "breaking")
_media("media type added (response)", "response", False, "says|adds", "quiet")
_media("media type removed (response)", "response", True, "removes", "any")


def _field_written(name: str, media_type: str, fits: Callable[[Node], bool], encoding: Node) -> None:
    """Register that a field of a form is written otherwise (OpenAPI 3.0, section 4.7.15)."""

    def mutate(draft: Draft) -> Mutation | None:
        found = []
        for slot in draft.of("body"):
            media = (slot.node.get("content") or {}).get(media_type) or {}
            properties = resolved(draft.document, media.get("schema")).get("properties") or {}
            found += [(slot, media, n) for n, v in properties.items() if fits(resolved(draft.document, v))]
        picked = draft.pick((s, m, n) for s, m, n in found if n not in m.get("encoding", {}))
        if picked is None:
            return None
        slot, media, field_name = picked
        media["encoding"] = {**media.get("encoding", {}), field_name: encoding}
        shown = Shown("transport", "replaces", "request", _on(slot.reach, "request"), "breaking")
        return Mutation(name, f"{slot.pointer} {field_name}", (shown,))

    KINDS[name] = mutate


_field_written(
    "content type of a field changed",
    "multipart/form-data",
    lambda node: not node.get("readOnly"),
    {"contentType": "application/x-proof"},
)
_field_written(
    "explode of a field changed",
    "application/x-www-form-urlencoded",
    lambda node: node.get("type") == "array" and not node.get("readOnly"),
    {"style": "form", "explode": False},
)


@kind("success status added")
def status_added(draft: Draft) -> Mutation | None:
    found = draft.pick(
        f for f in operations(draft.document) if any(str(s).startswith("2") for s in f[2].get("responses", {}))
    )
    if found is None or "207" in found[2]["responses"]:
        return None
    found[2]["responses"]["207"] = {"description": "another success"}
    shown = Shown("existence", "widens", "response", frozenset((found[0],)), "felt")
    return Mutation("success status added", found[0], (shown,))


@kind("success status removed")
def status_removed(draft: Draft) -> Mutation | None:
    good = [(f, [s for s in f[2].get("responses", {}) if str(s).startswith("2")]) for f in operations(draft.document)]
    picked = draft.pick((f, statuses) for f, statuses in good if len(statuses) > 1)
    if picked is None:
        return None
    del picked[0][2]["responses"][draft.pick(picked[1])]
    shown = Shown("existence", "removes", "response", frozenset((picked[0][0],)), "any")
    return Mutation("success status removed", picked[0][0], (shown,))


@kind("response header added")
def header_added(draft: Draft) -> Mutation | None:
    slot = draft.pick(draft.of("response"))
    if slot is None:
        return None
    slot.node["headers"] = {**(slot.node.get("headers") or {}), "X-Proof": {"schema": {"type": "string"}}}
    shown = Shown("existence", "adds", "response", _on(slot.reach, "response"), "quiet", frozenset(("X-Proof",)))
    return Mutation("response header added", slot.pointer, (shown,))


@kind("response header removed")
def header_removed(draft: Draft) -> Mutation | None:
    slot = draft.pick(
        s for s in draft.of("response") if any(h.lower() != "content-type" for h in s.node.get("headers") or {})
    )
    if slot is None:
        return None
    name = draft.pick(h for h in slot.node["headers"] if h.lower() != "content-type")
    del slot.node["headers"][name]
    shown = Shown("existence", "removes", "response", _on(slot.reach, "response"), "any", frozenset((name,)))
    return Mutation("response header removed", slot.pointer, (shown,))
