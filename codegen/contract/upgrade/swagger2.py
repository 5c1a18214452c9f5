"""Swagger 2.0 to OpenAPI 3.0 (OpenAPI 2.0 and 3.0.3).

Shared parameters and responses are written into the operations, since what they become depends on the operation's
`consumes` and `produces`; definitions stay shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from codegen.contract.slice import Slice
from codegen.contract.walk import CONTAINERS, map_schemas
from codegen.core.places import pointer, tokens

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
VERSION = "3.0.3"

_STYLES = {  # collectionFormat → style and explode (OpenAPI 3.0.3, section 4.7.12.2); `tsv` has none and reads as csv
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}
_FLOWS = {"application": "clientCredentials", "accessCode": "authorizationCode"}
_OUTSIDE_SCHEMA = frozenset(("name", "in", "required", "description", "collectionFormat", "deprecated", "schema"))


def upgrade(sliced: Slice) -> Slice:
    """Return a 2.0 slice as OpenAPI 3.0."""
    upgrading = _Upgrade(sliced.tree, dict(sliced.origins))
    return replace(sliced, tree=upgrading.tree(), origins=upgrading.origins)


@dataclass(frozen=True, slots=True)
class _Upgrade:
    old: Mapping[str, Any]
    origins: dict[str, str]

    def tree(self) -> dict[str, Any]:
        old = self.old
        tree: dict[str, Any] = {"openapi": VERSION, "info": old.get("info", {}), "servers": _servers(old)}
        if "security" in old:
            tree["security"] = old["security"]
        tree["paths"] = {
            path: {m: self._operation(op, pointer("paths", path, m)) for m, op in item.items()}
            for path, item in old["paths"].items()
        }
        components: dict[str, Any] = {}
        if old.get("definitions"):
            components["schemas"] = {name: self._definition(name, node) for name, node in old["definitions"].items()}
        if old.get("securityDefinitions"):
            components["securitySchemes"] = {n: _scheme(s) for n, s in old["securityDefinitions"].items()}
        return {**tree, "components": components} if components else tree

    def _definition(self, name: str, node: Any) -> Any:
        was = pointer("definitions", name)
        self.origins[pointer("components", "schemas", name)] = self.origins.get(was, was)
        return _schema(node)

    def _operation(self, old: Mapping[str, Any], at: str) -> dict[str, Any]:
        moved = ("parameters", "responses", "consumes", "produces", "schemes")
        result = {key: value for key, value in old.items() if key not in moved}
        parameters = [
            (self._resolved(p), self._where(p, f"{at}/parameters/{n}")) for n, p in enumerate(old.get("parameters", ()))
        ]
        plain = [_parameter(p) for p, _ in parameters if p.get("in") not in ("body", "formData")]
        if plain:
            result["parameters"] = plain
        consumes = _types(old.get("consumes", self.old.get("consumes")))
        body = self._body([p for p, _ in parameters], consumes)
        if body:
            result["requestBody"] = body
            first = next(where for p, where in parameters if p.get("in") in ("body", "formData"))
            self.origins[f"{at}/requestBody"] = self.origins.get(first, first)
        produces = _types(old.get("produces", self.old.get("produces"))) or ["application/json"]
        if "responses" in old:
            result["responses"] = {s: self._response(r, produces) for s, r in old["responses"].items()}
        return result

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the shared parameter or response that `node` refers to, through any number of steps."""
        for _ in range(20):
            target = node.get("$ref")
            if not isinstance(target, str):
                return node
            kind, name = tokens(target[1:])
            node = self.old[kind][name]
        return {}

    @staticmethod
    def _where(node: Mapping[str, Any], at: str) -> str:
        return node["$ref"][1:] if "$ref" in node else at

    def _body(self, parameters: list[Mapping[str, Any]], consumes: list[str]) -> dict[str, Any] | None:
        for parameter in parameters:
            if parameter.get("in") == "body":
                schema = _schema(parameter.get("schema", {}))
                body = {"content": {name: {"schema": schema} for name in consumes or ["application/json"]}}
                return {**_kept(parameter, "description"), **body, "required": parameter.get("required") is True}
        fields = [p for p in parameters if p.get("in") == "formData" and "name" in p]
        return _form(fields, consumes) if fields else None

    def _response(self, node: Mapping[str, Any], produces: list[str]) -> dict[str, Any]:
        node = self._resolved(node)
        result: dict[str, Any] = {"description": node.get("description", "")}
        if "headers" in node:
            result["headers"] = {
                name: {**_kept(h, "description"), "schema": _value_schema(h)} for name, h in node["headers"].items()
            }
        if "schema" in node:
            schema = _schema(node["schema"])
            result["content"] = {name: {"schema": schema} for name in produces}
        return result


def _servers(old: Mapping[str, Any]) -> list[dict[str, str]]:
    base = str(old.get("basePath") or "").rstrip("/")
    host = old.get("host")
    if not host:
        return [{"url": base or "/"}]
    schemes = [str(s) for s in old.get("schemes") or ["https"]]
    return [{"url": f"{'https' if 'https' in schemes else schemes[0]}://{host}{base}"}]


def _types(value: Any) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def _kept(node: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: node[key] for key in keys if key in node}


def _parameter(old: Mapping[str, Any]) -> dict[str, Any]:
    result = _kept(old, "name", "in", "description", "required", "deprecated", "allowEmptyValue")
    result["schema"] = _value_schema(old)
    if old.get("type") == "array" and old.get("in") in ("query", "path", "header"):
        style, explode = _STYLES.get(str(old.get("collectionFormat")), ("form", False))
        result["style"] = style if old["in"] == "query" else "simple"
        result["explode"] = explode and old["in"] == "query"
    return result


def _value_schema(old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema that a parameter, header or form field of 2.0 spreads over itself."""
    result: dict[str, Any] = _schema({key: value for key, value in old.items() if key not in _OUTSIDE_SCHEMA})
    return result


def _form(fields: list[Mapping[str, Any]], consumes: list[str]) -> dict[str, Any]:
    has_file = any(field.get("type") == "file" for field in fields)
    names = [name for name in consumes if name.split(";")[0].strip() in (FORM, MULTIPART)]
    if has_file or not names:
        names = [MULTIPART if has_file else FORM]
    properties = {str(f["name"]): {**_value_schema(f), **_kept(f, "description")} for f in fields}
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    required = [str(field["name"]) for field in fields if field.get("required") is True]
    if required:
        schema["required"] = required
    encoding = {}
    for field in fields:
        if field.get("type") == "array":
            style, explode = _STYLES.get(str(field.get("collectionFormat")), ("form", False))
            encoding[str(field["name"])] = {"style": style, "explode": explode}
    media = {"schema": schema, **({"encoding": encoding} if encoding else {})}
    return {"content": dict.fromkeys(names, media), "required": bool(required)}


def _schema(node: Any) -> Any:
    """Return a schema of 2.0 with references to components, files as binary text and discriminators as objects."""
    if not isinstance(node, dict):
        return node
    result = map_schemas(node, lambda child, _: _schema(child), "")
    target = result.get("$ref")
    if isinstance(target, str):
        result["$ref"] = "#" + pointer("components", "schemas", tokens(target)[-1])
    if result.get("type") == "file":
        result = {k: v for k, v in result.items() if k not in CONTAINERS} | {"type": "string", "format": "binary"}
    if isinstance(result.get("discriminator"), str):
        result["discriminator"] = {"propertyName": result["discriminator"]}
    result.pop("collectionFormat", None)
    return result


def _scheme(old: Mapping[str, Any]) -> dict[str, Any]:
    result = _kept(old, "description")
    if old.get("type") == "basic":
        return {**result, "type": "http", "scheme": "basic"}
    if old.get("type") == "oauth2":
        flow = {**_kept(old, "authorizationUrl", "tokenUrl"), "scopes": old.get("scopes") or {}}
        name = str(old.get("flow", "implicit"))
        return {**result, "type": "oauth2", "flows": {_FLOWS.get(name, name): flow}}
    return {**result, **_kept(old, "type", "name", "in")}
