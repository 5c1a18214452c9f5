"""Reading the operation level of a slice with openapi-pydantic; its schemas are read by `normalise`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import openapi_pydantic.v3.v3_1 as openapi
from pydantic import BaseModel, ValidationError

from codegen.contract.index import OperationEntry
from codegen.contract.media import plain, rank
from codegen.contract.model import Body, In, Media, Operation, Parameter, Response, SecurityScheme
from codegen.contract.notes import Notes
from codegen.contract.passes.normal import Node
from codegen.core.places import pointer

_Read = TypeVar("_Read", bound=BaseModel)
_Schema = Callable[[Any, str], Node]


class Reader:
    """Reads operations of a 3.1 slice.

    Args:
        tree: the slice, tidied.
        schema: gives the normal form of a schema at a pointer.
        notes: gets an `operation-invalid` error for each object that is none of OpenAPI's.
    """

    def __init__(self, tree: Mapping[str, Any], schema: _Schema, notes: Notes) -> None:
        self._tree = tree
        self._components = tree.get("components", {})
        self._schema = schema
        self._notes = notes
        self._read: dict[str, Any] = {}

    def operation(self, entry: OperationEntry, at: str) -> Operation:
        """Return the operation at `at`; it and its parameters have their names on the wire, and no identifiers yet."""
        node = self._tree["paths"][entry.path][entry.method.lower()]
        shell = self._validated(openapi.Operation, {**node, "parameters": [], "responses": {}, "requestBody": None}, at)
        server, base = _server(shell.servers)
        return Operation(
            name=entry.wire,
            ident="",
            method=entry.method,
            path=base + (entry.path if entry.path.startswith("/") else f"/{entry.path}"),
            summary=shell.summary or "",
            description=shell.description or "",
            tags=tuple(shell.tags or ()),
            deprecated=shell.deprecated,
            sunset=node.get("x-sunset", ""),
            parameters=self._parameters(node.get("parameters", []), at),
            body=self._body(node["requestBody"], f"{at}/requestBody") if "requestBody" in node else None,
            responses=tuple(
                self._response(status, child, f"{at}/responses{pointer(status)}")
                for status, child in node["responses"].items()
            ),
            security=_security(node.get("security", self._tree.get("security", []))),
            server=server,
            pointer=entry.pointer,
        )

    def security_schemes(self) -> dict[str, SecurityScheme]:
        """Return the slice's security schemes by name."""
        result = {}
        for name, node in self._components.get("securitySchemes", {}).items():
            scheme = self._validated(openapi.SecurityScheme, node, pointer("components", "securitySchemes", name))
            flows = scheme.flows.model_dump(exclude_none=True) if scheme.flows else {}
            result[name] = SecurityScheme(
                name=name,
                type=scheme.type,
                location=scheme.security_scheme_in or "",
                parameter=scheme.name or "",
                scheme=(scheme.scheme or "").lower(),
                flows=flows,
                description=scheme.description or "",
            )
        return result

    # ------------------------------------------------------------------ parameters

    def _parameters(self, nodes: list[Any], at: str) -> tuple[Parameter, ...]:
        found = (self._target(node, f"{at}/parameters/{number}") for number, node in enumerate(nodes))
        return tuple(self._parameter(node, where) for node, where in found)

    def _parameter(self, node: Mapping[str, Any], at: str) -> Parameter:
        read = self._once(openapi.Parameter, node, at)
        location = In(read.param_in.value if hasattr(read.param_in, "value") else str(read.param_in))
        style = read.style or ("form" if location in (In.QUERY, In.COOKIE) else "simple")
        media_type, schema, where = self._value(node, at)
        return Parameter(
            name=read.name,
            wire=read.name,
            ident="",
            location=location,
            required=read.required,
            schema=self._schema(schema, where),
            style=style,
            explode=node.get("explode", style == "form"),
            allow_reserved=read.allowReserved,
            media_type=media_type,
            description=read.description or "",
            deprecated=read.deprecated,
        )

    @staticmethod
    def _value(node: Mapping[str, Any], at: str) -> tuple[str, Any, str]:
        """Return media type, schema and the schema's pointer of a parameter or header."""
        for name, media in node.get("content", {}).items():
            return plain(name), media.get("schema", {}), f"{at}/content{pointer(name)}/schema"
        return "", node.get("schema", {}), f"{at}/schema"

    # ------------------------------------------------------------------ bodies and responses

    def _body(self, node: Mapping[str, Any], at: str) -> Body | None:
        node, at = self._target(node, at)
        read = self._once(openapi.RequestBody, node, at)
        media = self._media(node.get("content", {}), at)
        return Body(read.required, media, read.description or "") if media else None

    def _response(self, status: str, node: Mapping[str, Any], at: str) -> Response:
        node, at = self._target(node, at)
        read = self._once(openapi.Response, node, at)
        headers = {}
        for name, header in node.get("headers", {}).items():
            target, where = self._target(header, f"{at}/headers{pointer(name)}")
            _, schema, schema_at = self._value(target, where)
            headers[name] = self._schema(schema, schema_at)
        return Response(status, read.description, self._media(node.get("content", {}), at), headers)

    def _media(self, content: Mapping[str, Any], at: str) -> tuple[Media, ...]:
        found: dict[str, Media] = {}
        for name in sorted(content, key=rank):
            media = content[name]
            if plain(name) not in found:
                where = f"{at}/content{pointer(name)}/schema"
                schema = self._schema(media["schema"], where) if "schema" in media else None
                found[plain(name)] = Media(plain(name), schema, media.get("encoding", {}))
        return tuple(found.values())

    # ------------------------------------------------------------------ reading

    def _target(self, node: Mapping[str, Any], at: str) -> tuple[Mapping[str, Any], str]:
        """Return what a reference to a component leads to, through any number of steps, and where that stands."""
        for _ in range(20):
            if "$ref" not in node:
                break
            at = node["$ref"][1:]
            kind, name = at.split("/", 3)[2:]
            node = self._components[kind][name.replace("~1", "/").replace("~0", "~")]
        return node, at

    def _once(self, kind: type[_Read], node: Mapping[str, Any], at: str) -> _Read:
        if at not in self._read:
            shell = {key: value for key, value in node.items() if key not in ("schema", "content", "headers")}
            if kind is openapi.RequestBody:
                shell["content"] = {}
            self._read[at] = self._validated(kind, shell, at)
        read: _Read = self._read[at]
        return read

    def _validated(self, kind: type[_Read], node: Mapping[str, Any], at: str) -> _Read:
        try:
            return kind.model_validate(node)
        except ValidationError as problem:
            lenient = dict(node)
            for error in problem.errors():
                where = "/".join(str(step) for step in error["loc"])
                self._notes.error(
                    "operation-invalid", f"`{where}` is wrong: {error['msg']}", at + pointer(*error["loc"])
                )
                lenient.pop(str(error["loc"][0]) if error["loc"] else "", None)
            return kind.model_construct(**lenient)


def _security(needs: list[Mapping[str, list[str]]]) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]:
    return tuple(tuple((name, tuple(scopes)) for name, scopes in need.items()) for need in needs)


def _server(servers: list[openapi.Server] | None) -> tuple[str, str]:
    """Return origin and base path of an operation's own server; "" where it has none or a relative one."""
    if not servers:
        return "", ""
    url = filled(servers[0].url, {name: {"default": v.default} for name, v in (servers[0].variables or {}).items()})
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    path = parts.path.rstrip("/")
    return origin, path if not path or path.startswith("/") else f"/{path}"


def filled(url: str, variables: Mapping[str, Any]) -> str:
    """Return a server's URL with its variables at their defaults (OpenAPI 3.1, section 4.8.6)."""
    for name, variable in variables.items():
        if isinstance(variable, Mapping) and "default" in variable:
            url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url
