"""Mending what vendors get wrong around schemas: parameters, bodies, responses, security."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from codegen.contract.index import text
from codegen.contract.notes import Notes
from codegen.core.places import pointer

_LOCATIONS = ("path", "query", "header", "cookie")
_STYLES: Mapping[str, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_STATUS = re.compile(r"[1-5]([0-9]{2}|XX)|default")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def tidy_operations(tree: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Return a 3.1 slice whose operations have the shapes of the specification, each mending noted."""
    tidying = _Tidy(tree.get("components", {}), notes)
    result = dict(tree)
    result["info"] = {key: text(value) for key, value in _mapping(tree.get("info")).items()}
    result["info"].setdefault("title", "")
    result["info"].setdefault("version", "")
    result["servers"] = _servers(tree.get("servers"))
    if "security" in tree:
        result["security"] = tidying.security(tree["security"], "/security")
    result["paths"] = {
        path: {m: tidying.operation(op, path, pointer("paths", path, m)) for m, op in item.items()}
        for path, item in tree["paths"].items()
    }
    if "components" in tree:
        result["components"] = tidying.shared()
    return result


class _Tidy:
    def __init__(self, components: Mapping[str, Any], notes: Notes) -> None:
        self._components = components
        self._notes = notes
        self._schemes = components.get("securitySchemes", {})

    def shared(self) -> dict[str, Any]:
        """Return the components, mended."""
        mend: dict[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
            "parameters": self._parameter,
            "headers": self._header,
            "responses": self._response,
            "requestBodies": self._body,
        }
        return {
            kind: {
                name: mend[kind](node, pointer("components", kind, name)) if kind in mend else node
                for name, node in members.items()
            }
            for kind, members in self._components.items()
        }

    def operation(self, node: Mapping[str, Any], path: str, at: str) -> dict[str, Any]:
        """Return one operation, mended."""
        result = dict(node)
        for word in ("summary", "description"):
            if word in node:
                result[word] = text(node[word])
        result["deprecated"] = node.get("deprecated") is True
        if "x-sunset" in node:
            result["x-sunset"] = text(node["x-sunset"])
        tags = node.get("tags")
        result["tags"] = [str(tag) for tag in tags] if isinstance(tags, list) else []
        if "security" in node:
            result["security"] = self.security(node["security"], at)
        result["parameters"] = self._parameters(node, path, at)
        if "requestBody" in node:
            body = self._body(node["requestBody"], f"{at}/requestBody")
            if "$ref" in body or body["content"]:
                result["requestBody"] = body
            else:
                del result["requestBody"]
        if "servers" in node:
            result["servers"] = _servers(node["servers"])
        result["responses"] = self._responses(node.get("responses"), at)
        return {key: value for key, value in result.items() if value not in ([], False) or key == "security"}

    def security(self, value: Any, at: str) -> list[dict[str, list[str]]]:
        """Return the alternatives whose schemes are all known."""
        result = []
        for need in value if isinstance(value, list) else []:
            names = {str(n): [str(s) for s in v] if isinstance(v, list) else [] for n, v in _mapping(need).items()}
            unknown = sorted(names.keys() - self._schemes.keys())
            if unknown:
                message = f"the security scheme {unknown[0]!r} is not defined; its alternative is left out"
                self._notes.warning("security-scheme-missing", message, at)
            elif names not in result:
                result.append(names)
        return result

    # ------------------------------------------------------------------ parameters

    def _parameters(self, node: Mapping[str, Any], path: str, at: str) -> list[dict[str, Any]]:
        in_path = _VARIABLE.findall(path)
        result: list[dict[str, Any]] = []
        seen: set[tuple[str, str]] = set()
        for number, child in enumerate(node.get("parameters", ())):
            where = f"{at}/parameters/{number}"
            parameter = self._parameter(child, where)
            meant = self._meant(parameter)
            key = (str(meant.get("name", "")), str(meant.get("in", "")))
            if self._refused(key, in_path, where):
                continue
            if key in seen:
                self._notes.warning("parameter-duplicate", f"the parameter {key[0]!r} in {key[1]} stands twice", where)
                continue
            seen.add(key)
            result.append(parameter)
        for name in dict.fromkeys(in_path):
            if (name, "path") not in seen:
                self._notes.warning(
                    "path-parameter-missing", f"{{{name}}} of the path has no parameter; it takes text", at
                )
                result.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
        return result

    def _meant(self, parameter: Mapping[str, Any]) -> Mapping[str, Any]:
        for _ in range(20):
            if "$ref" not in parameter:
                break
            parameter = self._components["parameters"][_named(parameter["$ref"])]
        return parameter

    def _refused(self, key: tuple[str, str], in_path: list[str], at: str) -> bool:
        name, location = key
        if not name or location not in _LOCATIONS:
            self._notes.warning("parameter-invalid", f"a parameter named {name!r} in {location!r} cannot be sent", at)
            return True
        if location == "path" and name not in in_path:
            self._notes.warning("path-parameter-unused", f"the path has no {{{name}}} for the parameter", at)
            return True
        own = ("accept", "content-type", *(["authorization"] if self._schemes else []))
        if location == "header" and name.lower() in own:  # OpenAPI 3.1, section 4.8.12.2
            self._notes.info(
                "header-of-runtime", f"the header {name!r} is the runtime's to send; it is no argument", at
            )
            return True
        return False

    def _parameter(self, node: Mapping[str, Any], at: str) -> dict[str, Any]:
        if "$ref" in node:
            return {"$ref": node["$ref"]}
        location = str(node.get("in"))
        result = self._header(node)
        result["required"] = result.get("required", False) or location == "path"
        if "name" in node:
            result["name"] = str(node["name"])
        if "style" in result and result["style"] not in _STYLES.get(location, ()):
            message = f"the style {result['style']!r} is none of {location}; its default is taken"
            self._notes.warning("style-unknown", message, at)
            del result["style"]
        if not result["required"]:
            del result["required"]
        return result

    def _header(self, node: Mapping[str, Any], _at: str = "") -> dict[str, Any]:
        if "$ref" in node:
            return {"$ref": node["$ref"]}
        kept = ("name", "in", "description", "style", "schema", "content")
        result = {key: node[key] for key in kept if key in node}
        if "description" in node:
            result["description"] = text(node["description"])
        for flag in ("required", "deprecated", "explode", "allowReserved"):
            if flag in node:
                result[flag] = node[flag] is True or str(node[flag]).lower() == "true"
        content = dict(list(result.pop("content", {}).items())[:1])
        if content and "schema" not in result:
            result["content"] = content
        elif "schema" not in result:
            loose = {key: node[key] for key in ("type", "format", "enum", "items", "default") if key in node}
            result["schema"] = loose or {"type": "string"}  # 2.0's way of writing it, or nothing
        return result

    # ------------------------------------------------------------------ bodies and responses

    def _body(self, node: Mapping[str, Any], at: str) -> dict[str, Any]:
        if "$ref" in node:
            return {"$ref": node["$ref"]}
        result: dict[str, Any] = {"content": self._content(node.get("content"), at)}
        if "description" in node:
            result["description"] = text(node["description"])
        if node.get("required") is True or str(node.get("required")).lower() == "true":
            result["required"] = True
        return result

    def _responses(self, node: Any, at: str) -> dict[str, Any]:
        if not isinstance(node, dict) or not node:
            self._notes.info("responses-missing", "the operation declares no responses", at)
            return {"default": {"description": ""}}
        result: dict[str, Any] = {}
        for code, child in node.items():
            status = code.strip().upper() if code.strip().upper() != "DEFAULT" else "default"
            if not _STATUS.fullmatch(status):
                self._notes.warning("status-unknown", f"the status {code!r} is none; it is read as `default`", at)
                status = "default"
            result.setdefault(status, self._response(child, f"{at}/responses{pointer(code)}"))
        return result

    def _response(self, node: Mapping[str, Any], at: str) -> dict[str, Any]:
        if "$ref" in node:
            return {"$ref": node["$ref"]}
        result: dict[str, Any] = {"description": text(node.get("description"))}
        if node.get("headers"):
            result["headers"] = {name: self._header(header) for name, header in node["headers"].items()}
        content = self._content(node.get("content"), at)
        if content:
            result["content"] = content
        return result

    def _content(self, node: Any, at: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, media in _mapping(node).items():
            full = name.strip()
            if "/" not in full:
                full = "*/*" if full in ("", "*") else f"application/{full.lower()}"
                self._notes.warning("media-type-invalid", f"{name!r} is no media type; it is read as {full!r}", at)
            result.setdefault(full, media)
        return result


def _servers(value: Any) -> list[dict[str, Any]]:
    return [
        {"url": text(server.get("url")), **({"variables": server["variables"]} if server.get("variables") else {})}
        for server in (value if isinstance(value, list) else [])
        if isinstance(server, dict)
    ]


def _named(reference: str) -> str:
    return reference.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")


def _mapping(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, dict) else {}
