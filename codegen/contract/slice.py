"""The slice: of a document only the used operations and what their references reach, in the document's own version.

Every reference points into the slice's components afterwards; what stood elsewhere (in a path, inside another
schema, in another file) moves there under a name made from where it stood. Extensions, examples of answers, links,
callbacks and unknown words are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from codegen.contract.document import FILES, Document, lookup
from codegen.contract.index import OperationEntry, unescape_fragment
from codegen.contract.walk import CONTAINERS, WORDS, map_schemas
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.names import words
from codegen.core.places import ancestors, pointer, tokens

MAX_DEPTH = 60  # of schemas within schemas; the corpus stays below 15

_HOMES = {  # kind of component → where it lives in 3.x, and in 2.0
    "schemas": ("components", "definitions"),
    "parameters": ("components", "parameters"),
    "responses": ("components", "responses"),
    "requestBodies": ("components", ""),
    "headers": ("components", ""),
    "securitySchemes": ("components", "securityDefinitions"),
}
_NOISE = frozenset(("components", "schemas", "definitions", "properties", "items", "schema", "content", "paths", FILES))


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice as an OpenAPI document of the version it was cut from.

    Attributes:
        tree: the document; later passes replace it.
        origins: where a component of the slice came from in the document, where that is another place.
        document: for places in messages.
    """

    tree: Mapping[str, Any]
    origins: Mapping[str, str]
    document: Document = field(repr=False)

    def origin(self, at: str) -> str:
        """Return the pointer into the document for the pointer `at` into the slice."""
        for here, rest in ancestors(at) if self.origins else ():
            if here in self.origins:
                return self.origins[here] + rest
        return at


def cut(document: Document, entries: Iterable[OperationEntry], diagnostics: Diagnostics) -> Slice:
    """Return the slice of `document` that `entries` need.

    Args:
        document: the whole contract.
        entries: the used operations.
        diagnostics: gets `ref-missing` for a reference that leads nowhere, with the nearest name.
    """
    return _Cutting(document, diagnostics).slice(entries)


class _Cutting:
    def __init__(self, document: Document, diagnostics: Diagnostics) -> None:
        self._document = document
        self._raw = document.raw
        self._diagnostics = diagnostics
        self._old = document.version.startswith("2")
        self._placed: dict[tuple[str, str], str] = {}  # kind and pointer in the document → pointer in the slice
        self._components: dict[str, dict[str, Any]] = {}
        self._taken: dict[str, set[str]] = {}
        self._origins: dict[str, str] = {}
        self._waiting: list[tuple[str, str, str]] = []

    def slice(self, entries: Iterable[OperationEntry]) -> Slice:
        paths: dict[str, dict[str, Any]] = {}
        for entry in entries:
            operation = self._operation(entry)
            paths.setdefault(entry.path, {})[entry.method.lower()] = operation
            at = pointer("paths", entry.path, entry.method.lower())
            if entry.pointer != at:
                self._origins[at] = entry.pointer
        while self._waiting:
            self._fill(*self._waiting.pop())
        self._security_schemes(paths)
        return Slice(self._tree(paths), self._origins, self._document)

    # ------------------------------------------------------------------ the parts of an operation

    def _operation(self, entry: OperationEntry) -> dict[str, Any]:
        node = _mapping(lookup(self._raw, entry.pointer))
        item = _mapping(lookup(self._raw, entry.item))
        keep = (
            "tags",
            "summary",
            "description",
            "deprecated",
            "x-sunset",
            "security",
            "servers",
            "consumes",
            "produces",
            "schemes",
        )
        result: dict[str, Any] = {"operationId": entry.wire, **{key: node[key] for key in keep if key in node}}
        if "servers" not in result and item.get("servers"):
            result["servers"] = item["servers"]
        parameters = self._parameters(item, entry.item, node, entry.pointer)
        if parameters:
            result["parameters"] = parameters
        if "requestBody" in node:
            result["requestBody"] = self._request_body(node["requestBody"], f"{entry.pointer}/requestBody")
        responses = node.get("responses")
        if isinstance(responses, dict):
            result["responses"] = {
                str(status): self._response(child, f"{entry.pointer}/responses{pointer(status)}")
                for status, child in responses.items()
                if not str(status).startswith("x-")
            }
        return result

    def _parameters(
        self, item: Mapping[str, Any], item_at: str, node: Mapping[str, Any], at: str
    ) -> list[dict[str, Any]]:
        """Return the path item's parameters and the operation's, which replace those of the same name and place."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for owner, where in ((item, item_at), (node, at)):
            children = owner.get("parameters")
            for number, child in enumerate(children if isinstance(children, list) else ()):
                copied = self._parameter(child, f"{where}/parameters/{number}")
                key = self._identity(child, where, number)
                found[key] = copied
        return list(found.values())

    def _identity(self, child: Any, where: str, number: int) -> tuple[str, str]:
        target = _mapping(child)
        if isinstance(target.get("$ref"), str):
            try:
                target = _mapping(lookup(self._raw, unescape_fragment(target["$ref"])))
            except KeyError:
                return (f"{where}/{number}", "")
        return str(target.get("name")), str(target.get("in"))

    def _parameter(self, node: Any, at: str) -> dict[str, Any]:
        if (moved := self._reference(node, at, "parameters")) is not None:
            return moved
        result = {k: v for k, v in _mapping(node).items() if k in _PARAMETER_WORDS}
        if self._old and node.get("in") != "body":
            result = {**map_schemas({k: v for k, v in result.items() if k != "schema"}, self._schema, at)}
        self._holder(node, result, at)
        return _exemplified(node, result)

    def _holder(self, node: Any, result: dict[str, Any], at: str) -> None:
        """Copy the `schema` or `content` that a parameter, header, response or body has."""
        node = _mapping(node)
        if isinstance(node.get("schema"), (dict, bool)):
            result["schema"] = self._schema(node["schema"], f"{at}/schema")
        if isinstance(node.get("content"), dict):
            result["content"] = {
                name: self._media(media, f"{at}/content{pointer(name)}") for name, media in node["content"].items()
            }

    def _media(self, node: Any, at: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        node = _mapping(node)
        if isinstance(node.get("schema"), (dict, bool)):
            result["schema"] = self._schema(node["schema"], f"{at}/schema")
        if isinstance(node.get("encoding"), dict):
            result["encoding"] = {
                name: {k: v for k, v in _mapping(value).items() if k in _ENCODING_WORDS}
                for name, value in node["encoding"].items()
            }
        return result

    def _request_body(self, node: Any, at: str) -> dict[str, Any]:
        if (moved := self._reference(node, at, "requestBodies")) is not None:
            return moved
        result = {k: v for k, v in _mapping(node).items() if k in ("description", "required")}
        self._holder(node, result, at)
        for name, media in result.get("content", {}).items():
            result["content"][name] = _exemplified(_mapping(_mapping(node)["content"][name]), media)
        return result

    def _response(self, node: Any, at: str) -> dict[str, Any]:
        if (moved := self._reference(node, at, "responses")) is not None:
            return moved
        node = _mapping(node)
        result: dict[str, Any] = {"description": node.get("description", "")}
        headers = node.get("headers")
        if isinstance(headers, dict) and headers:
            result["headers"] = {n: self._header(h, f"{at}/headers{pointer(n)}") for n, h in headers.items()}
        self._holder(node, result, at)
        return result

    def _header(self, node: Any, at: str) -> dict[str, Any]:
        if (moved := self._reference(node, at, "headers")) is not None:
            return moved
        result = {k: v for k, v in _mapping(node).items() if k in _PARAMETER_WORDS and k not in ("name", "in")}
        if self._old:
            result = map_schemas(result, self._schema, at)
        self._holder(node, result, at)
        return result

    def _schema(self, node: Any, at: str, depth: int = 0) -> Any:
        if not isinstance(node, dict):
            return node if isinstance(node, bool) else {}
        if depth > MAX_DEPTH:
            message = f"schemas nest more than {MAX_DEPTH} deep"
            self._diagnostics.error("too-deep", message, self._document.place(at))
            return {}
        known = {k: v for k, v in node.items() if k in WORDS or k in CONTAINERS}
        if "$ref" in known:
            moved = self._reference(node, at, "schemas")
            known = {k: v for k, v in known.items() if k != "$ref"} | (moved or {})
        copied = map_schemas(known, lambda child, where: self._schema(child, where, depth + 1), at)
        if isinstance(known.get("discriminator"), dict):
            copied["discriminator"] = self._discriminator(known["discriminator"], f"{at}/discriminator")
        return copied

    def _discriminator(self, node: Mapping[str, Any], at: str) -> dict[str, Any]:
        mapping = node.get("mapping")
        result = {"propertyName": node.get("propertyName", "")}
        if isinstance(mapping, dict):
            found = {
                str(value): self._mapped(target, f"{at}/mapping{pointer(value)}") for value, target in mapping.items()
            }
            result["mapping"] = {value: target for value, target in found.items() if target}
        return result

    def _mapped(self, target: Any, at: str) -> str:
        reference = str(target)
        if "/" not in reference and "#" not in reference:  # a bare name (OpenAPI 3.1, section 4.8.25)
            reference = "#" + pointer("components", "schemas", reference)
        try:
            lookup(self._raw, unescape_fragment(reference))
        except KeyError:
            return ""
        return str((self._reference({"$ref": reference}, at, "schemas") or {}).get("$ref", ""))

    # ------------------------------------------------------------------ references

    def _reference(self, node: Any, at: str, kind: str) -> dict[str, Any] | None:
        """Return the reference that stands for `node` in the slice, {} where it leads nowhere, None if it is none."""
        target = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(target, str):
            return None
        where = unescape_fragment(target)
        try:
            lookup(self._raw, where)
        except KeyError:
            self._missing(target, where, at)
            return {}
        if where == "":
            return {}
        return {"$ref": "#" + self._place(kind, where)}

    def _missing(self, target: str, where: str, at: str) -> None:
        steps = tokens(where)
        try:
            siblings = lookup(self._raw, pointer(*steps[:-1])) if steps else {}
        except KeyError:
            siblings = {}
        near = nearest(steps[-1], siblings) if steps and isinstance(siblings, dict) else ""
        self._diagnostics.error(
            "ref-missing", f"the reference {target!r} leads nowhere", self._document.place(f"{at}/$ref"), near
        )

    def _place(self, kind: str, where: str) -> str:
        if (kind, where) not in self._placed:
            name = self._name(kind, where)
            home = self._home(kind) + pointer(name)
            self._placed[kind, where] = home
            if home != where:
                self._origins[home] = where
            self._components.setdefault(kind, {})[name] = {}
            self._waiting.append((kind, where, name))
        return self._placed[kind, where]

    def _home(self, kind: str) -> str:
        new, old = _HOMES[kind]
        return pointer(old or f"x-{kind}") if self._old else pointer(new, kind)

    def _name(self, kind: str, where: str) -> str:
        """Return the component's own name, or one made from where the thing stands that no component has."""
        home = self._home(kind)
        steps = tokens(where)
        if pointer(*steps[:-1]) == home:
            return steps[-1]
        taken = self._taken.setdefault(kind, self._names(home))
        kept = [step for step in steps if step not in _NOISE and not step.isdecimal()] or ["Schema"]
        last = kept[-1].rsplit("/", 1)[-1].rsplit(".", 1)[0] if len(kept) == 1 and steps[0] == FILES else kept[-1]
        parts = kept if steps[0] in ("paths", "components", "definitions") else [last]
        wanted = "".join(word.capitalize() for part in parts for word in words(part)) if len(parts) > 1 else parts[0]
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}{number}", number + 1
        taken.add(name)
        return name

    def _names(self, home: str) -> set[str]:
        try:
            return set(lookup(self._raw, home))
        except KeyError:
            return set()

    def _fill(self, kind: str, where: str, name: str) -> None:
        node = lookup(self._raw, where)
        copy = {
            "schemas": self._schema,
            "parameters": self._parameter,
            "responses": self._response,
            "requestBodies": self._request_body,
            "headers": self._header,
        }[kind]
        self._components[kind][name] = copy(node, where)

    # ------------------------------------------------------------------ the whole

    def _security_schemes(self, paths: Mapping[str, Mapping[str, Any]]) -> None:
        used = [self._raw.get("security")] + [op.get("security") for item in paths.values() for op in item.values()]
        names = {
            name for need in used if isinstance(need, list) for one in need if isinstance(one, dict) for name in one
        }
        try:
            known = _mapping(lookup(self._raw, self._home("securitySchemes")))
        except KeyError:
            known = {}
        found: dict[str, Any] = {}
        for name in sorted(names & known.keys()):
            node = _mapping(known[name])
            if isinstance(node.get("$ref"), str):
                try:
                    node = _mapping(lookup(self._raw, unescape_fragment(node["$ref"])))
                except KeyError:
                    continue
            found[name] = {k: v for k, v in node.items() if not k.startswith("x-")}
        if found:
            self._components["securitySchemes"] = found

    def _tree(self, paths: Mapping[str, Any]) -> dict[str, Any]:
        info = _mapping(self._raw.get("info"))
        tree: dict[str, Any] = {
            "swagger" if self._old else "openapi": self._document.version,
            "info": {key: info[key] for key in ("title", "version", "description") if key in info},
        }
        keep = ("servers", "security", "host", "basePath", "schemes", "consumes", "produces")
        tree.update({key: self._raw[key] for key in keep if key in self._raw})
        tree["paths"] = paths
        components = {kind: dict(sorted(members.items())) for kind, members in sorted(self._components.items())}
        if self._old:
            tree.update({tokens(self._home(kind))[0]: members for kind, members in components.items()})
        elif components:
            tree["components"] = components
        return tree


_PARAMETER_WORDS = (
    WORDS - {"$ref", "title", "example", "examples", "discriminator", "xml"} | {"items"}
    | {"name", "in", "style", "explode", "allowReserved", "allowEmptyValue"}
)  # fmt: skip
_ENCODING_WORDS = frozenset(("contentType", "style", "explode", "allowReserved"))


def _exemplified(node: Any, copied: dict[str, Any]) -> dict[str, Any]:
    """Return the copy of a parameter or media type with its example on its schema, unless that has its own.

    `example` is a value, `examples` a map of Example Objects (OpenAPI 3.1, sections 4.8.12 and 4.8.19).
    """
    node, schema = _mapping(node), copied.get("schema")
    if not isinstance(schema, dict) or "example" in schema or "examples" in schema:
        return copied
    named = node.get("examples")
    values = [
        item["value"] for item in (named.values() if isinstance(named, dict) else ()) if "value" in _mapping(item)
    ]
    found = [node["example"]] if "example" in node else values[:1]
    return {**copied, "schema": {**schema, "example": found[0]}} if found else copied


def _mapping(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, dict) else {}
