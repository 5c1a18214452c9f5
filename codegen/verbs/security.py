"""Credentials for the security schemes that a contract declares, as entries for `credentials.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.contract.model import Json
from codegen.core.names import snake

_MANY_SCOPES = 10  # a contract that lists more lists what exists, not what one client needs


@dataclass(frozen=True, slots=True)
class Proposal:
    """Entries for `credentials.yaml`, and what `credential` in `service.yaml` says of them.

    Attributes:
        entries: credential's name to its settings; every value is a reference.
        credential: one name, or security scheme to name; empty where the contract asks for none.
        left_out: security schemes for which this version has no credential, with their type.
    """

    entries: Mapping[str, Mapping[str, Json]]
    credential: str | Mapping[str, str]
    left_out: tuple[str, ...]


def propose(service: str, raw: Mapping[str, Json]) -> Proposal:
    """Return the credentials for the security schemes of a contract.

    Args:
        service: its name; credentials and environment variables are named after it.
        raw: the document, OpenAPI 2.0, 3.0 or 3.1.
    """
    schemes = {name: scheme for name, scheme in schemes_of(raw).items() if isinstance(scheme, Mapping)}
    settled: dict[str, Mapping[str, Json]] = {}
    single = len(schemes) == 1
    names: dict[str, str] = {}
    for scheme, node in schemes.items():
        name = service if single else f"{service}_{snake(scheme).rstrip('_')}"
        entry = _entry(name.upper(), node)
        if entry is not None:
            settled[name] = entry
            names[scheme] = name
    left_out = tuple(f"{scheme} ({node.get('type')})" for scheme, node in schemes.items() if scheme not in names)
    return Proposal(settled, service if single and settled else names, left_out)


def schemes_of(raw: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the security schemes of a whole document, OpenAPI 2.0, 3.0 or 3.1; empty where it has none."""
    components = raw.get("components")
    found = components.get("securitySchemes") if isinstance(components, Mapping) else raw.get("securityDefinitions")
    return found if isinstance(found, Mapping) else {}


def _entry(prefix: str, scheme: Mapping[str, Json]) -> Mapping[str, Json] | None:
    kind, form = scheme.get("type"), str(scheme.get("scheme", "")).lower()
    if kind == "apiKey":
        return {"type": "api_key", "value": f"env:{prefix}_API_KEY"}
    if kind == "basic" or (kind == "http" and form == "basic"):
        return {"type": "basic", "username": f"env:{prefix}_USERNAME", "password": f"env:{prefix}_PASSWORD"}
    if kind == "oauth2" and (flow := _client_credentials(scheme)) is not None:
        return _oauth(prefix, flow)
    if kind in {"oauth2", "openIdConnect"} or (kind == "http" and form == "bearer"):
        return {"type": "bearer", "token": f"env:{prefix}_TOKEN"}
    return None


def _client_credentials(scheme: Mapping[str, Json]) -> Mapping[str, Json] | None:
    flows = scheme.get("flows")
    flow = flows.get("clientCredentials") if isinstance(flows, Mapping) else None
    if scheme.get("flow") == "application":  # OpenAPI 2.0, section Security Scheme Object
        flow = scheme
    return flow if isinstance(flow, Mapping) else None


def _oauth(prefix: str, flow: Mapping[str, Json]) -> Mapping[str, Json]:
    scopes = sorted(str(scope) for scope in flow.get("scopes") or {})
    entry: dict[str, Json] = {
        "type": "oauth2_client_credentials",
        "token_url": f"env:{prefix}_TOKEN_URL",
        "client_id": f"env:{prefix}_CLIENT_ID",
        "client_secret": f"env:{prefix}_CLIENT_SECRET",
    }
    if scopes and len(scopes) <= _MANY_SCOPES:
        entry["scopes"] = scopes
    return entry
