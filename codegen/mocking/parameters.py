"""Reading a request's parameters as the contract writes them (OpenAPI 3.1, section 4.8.12.2) and checking them.

Cases by style: simple, label and matrix in paths; form, spaceDelimited, pipeDelimited and deepObject in queries;
simple in headers; form in cookies; JSON where the parameter has a media type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote

from codegen.contract.model import Contract, In, Json, JsonSchema, Parameter
from codegen.mocking.check import departures
from codegen.mocking.exchange import RefusedError, Request
from codegen.mocking.routes import Route

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def read_parameters(contract: Contract, route: Route, request: Request) -> dict[str, Json]:
    """Return the parameters that were sent, by wire name.

    Raises:
        RefusedError: with status 400 if a required one is missing or one departs from its schema.
    """
    found: dict[str, Json] = {}
    for parameter in route.operation.parameters:
        value = _read(contract, parameter, route, request)
        if value is None:
            _refuse_missing(parameter)
            continue
        problems = departures(contract, parameter.schema, value, sent=True)
        if problems:
            raise RefusedError(
                400, "parameter_invalid", f"The {parameter.location} parameter {parameter.wire}: {problems[0]}."
            )
        found[parameter.wire] = value
    return found


def _refuse_missing(parameter: Parameter) -> None:
    if parameter.required:
        raise RefusedError(400, "parameter_missing", f"The {parameter.location} parameter {parameter.wire} is missing.")


def _read(contract: Contract, parameter: Parameter, route: Route, request: Request) -> Json:
    if parameter.location is In.QUERY and not parameter.media_type:
        return _query(contract, parameter, request.pairs)
    text = _text(parameter, route, request)
    if text is None:
        return None
    if parameter.media_type:
        return _as_json(parameter, text)
    return _simple(contract, parameter, text)


def _text(parameter: Parameter, route: Route, request: Request) -> str | None:
    """Return the one text that carries a parameter, or None where it was not sent."""
    if parameter.location is In.PATH:
        raw = route.variables.get(parameter.wire)
        return None if raw is None else _path_text(parameter, raw)
    if parameter.location is In.QUERY:
        return dict(request.pairs).get(parameter.wire)
    if parameter.location is In.HEADER:
        return request.headers.get(parameter.wire.lower())
    return _cookies(request).get(parameter.wire)


def _path_text(parameter: Parameter, raw: str) -> str:
    if parameter.style == "label":
        return unquote(raw.removeprefix(".").replace(".", ",") if parameter.explode else raw.removeprefix("."))
    if parameter.style == "matrix":
        return unquote(",".join(part.partition("=")[2] or part for part in raw.split(";") if part))
    return unquote(raw)


def _cookies(request: Request) -> Mapping[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(request.headers.get("cookie", "")).items()}
    except CookieError as problem:
        raise RefusedError(400, "cookie_invalid", f"The cookies cannot be read: {problem}.") from problem


def _as_json(parameter: Parameter, text: str) -> Json:
    try:
        return json.loads(text)
    except ValueError as problem:
        raise RefusedError(400, "parameter_invalid", f"The parameter {parameter.wire} is not JSON.") from problem


def _query(contract: Contract, parameter: Parameter, pairs: Sequence[tuple[str, str]]) -> Json:
    schema = _core(contract, parameter.schema)
    if parameter.style == "deepObject":
        return _deep(contract, parameter.wire, schema, pairs)
    if parameter.style == "form" and parameter.explode and schema.get("type") == "object":
        members = {name: value for name, value in pairs if name in schema.get("properties", {})}
        return _typed_members(contract, schema, members) or None
    sent = [value for name, value in pairs if name == parameter.wire]
    if not sent:
        return None
    if schema.get("type") == "array":
        parts = sent if parameter.explode else sent[-1].split(_SEPARATORS.get(parameter.style, ","))
        return [scalar(contract, schema.get("items", {}), part) for part in parts if part or len(parts) > 1]
    return _simple(contract, parameter, sent[-1])


def _simple(contract: Contract, parameter: Parameter, text: str) -> Json:
    """Read one text: a scalar, or an array or object whose parts commas separate."""
    schema = _core(contract, parameter.schema)
    if schema.get("type") == "array":
        return [scalar(contract, schema.get("items", {}), part) for part in text.split(",")] if text else []
    if schema.get("type") == "object":
        parts = text.split(",") if text else []
        if parameter.explode:
            pairs = [part.partition("=")[::2] for part in parts]
        else:
            pairs = list(zip(parts[::2], parts[1::2], strict=False))
        return _typed_members(contract, schema, dict(pairs))
    return scalar(contract, parameter.schema, text)


def _deep(contract: Contract, wire: str, schema: JsonSchema, pairs: Sequence[tuple[str, str]]) -> Json:
    """Read `filter[a][b]=1`, objects of any depth, and lists written `filter[a][]` or `filter[a][0]` or repeated."""
    found: dict[str, Json] = {}
    for name, value in pairs:
        head, bracket, _ = name.partition("[")
        if head == wire and bracket:
            _place(contract, found, schema, re.findall(r"\[([^\]]*)\]", name), value)
    return found or None


def _place(contract: Contract, into: dict[str, Json], schema: JsonSchema, keys: list[str], text: str) -> None:
    key, rest = keys[0], keys[1:]
    inner = _core(contract, schema.get("properties", {}).get(key, schema.get("additionalProperties") or {}))
    if inner.get("type") == "array":
        into.setdefault(key, []).append(scalar(contract, inner.get("items", {}), text))
    elif rest:
        _place(contract, into.setdefault(key, {}), inner, rest, text)
    else:
        into[key] = scalar(contract, inner, text)


def _typed_members(contract: Contract, schema: JsonSchema, members: Mapping[str, str]) -> dict[str, Json]:
    properties = schema.get("properties", {})
    other = schema.get("additionalProperties") or {}
    return {name: scalar(contract, properties.get(name, other), text) for name, text in members.items()}


def _core(contract: Contract, schema: JsonSchema) -> JsonSchema:
    """Return the schema without the null beside it and behind its reference."""
    schema = contract.resolve(schema)
    members = [m for m in (*schema.get("anyOf", ()), *schema.get("oneOf", ())) if m.get("type") != "null"]
    return _core(contract, members[0]) if len(members) == 1 else schema


def scalar(contract: Contract, schema: JsonSchema, text: str) -> Json:
    """Return a text as the first of the schema's types that it can be read as, else as the text it is."""
    schema = contract.resolve(schema)
    for member in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        value = scalar(contract, member, text)
        if not departures(contract, member, value, sent=True):
            return value
    kind = schema.get("type")
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "null" and text in ("", "null"):
        return None
    if kind in ("integer", "number"):
        try:
            return int(text) if re.fullmatch(r"-?\d+", text) else float(text)
        except ValueError:
            return text
    if kind in ("object", "array") and text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
