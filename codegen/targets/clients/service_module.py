"""`service.py`: connection, credentials, policy and owner of one External Service."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.plan import Service
from codegen.actions.terms import Credential, ErrorRule, Owner, Retry
from codegen.contract.model import SecurityScheme
from codegen.render.environment import render
from codegen.render.imports import Imports
from codegen.render.layout import Piece, call, lay_out, prefixed, row, table
from codegen.render.literals import Code, py

_CLASSES = {
    "api_key": "ApiKey",
    "basic": "Basic",
    "bearer": "Bearer",
    "oauth2_client_credentials": "ClientCredentials",
}


@dataclass(frozen=True, slots=True)
class ServiceView:
    """The view of `service.py.j2`."""

    doc: str
    imports: Code
    constant: Code


def service_module(service: Service) -> str:
    """Return the text of a service's `service.py`."""
    imports = Imports()
    schemes = service.contract.security_schemes
    credentials = [(py(k), _credential(c, schemes.get(k), imports)) for k, c in sorted(service.credentials.items())]
    made = call(
        imports.use("Service"),
        name=py(service.name),
        title=py(service.title),
        owner=_owner(service.owner, imports),
        base_url=py(service.base_url),
        credentials=table(credentials) if credentials else None,
        connect_timeout=py(service.connect_timeout),
        total_timeout=py(service.total_timeout),
        retry=_retry(service.retry, imports),
        idempotency_header=py(service.idempotency_header) if service.idempotency_header else None,
        responses=py(service.responses),
        errors=row([_rule(rule, imports) for rule in service.errors]) if service.errors else None,
    )
    constant = lay_out(prefixed("SERVICE = ", made))
    doc = f"The External Service `{service.name}`: its connection, credentials, policy and owner; never a secret."
    return render("clients/service.py.j2", ServiceView(doc, Code("\n".join(imports.lines())), constant))


def _owner(owner: Owner, imports: Imports) -> Piece:
    return call(
        imports.use("Owner"),
        team=py(owner.team) if owner.team else None,
        escalation=py(owner.escalation) if owner.escalation else None,
        respond=py(owner.respond) if owner.respond is not None else None,
        resolve=py(owner.resolve) if owner.resolve is not None else None,
    )


def _retry(retry: Retry, imports: Imports) -> Piece:
    return call(imports.use("Retry"), attempts=py(retry.attempts), on=py(retry.on))


def _rule(rule: ErrorRule, imports: Imports) -> Piece:
    return call(
        imports.use("ErrorRule"),
        pointer=py(rule.pointer),
        op=py(rule.op),
        value=py(rule.value),
        code=py(rule.code) if rule.code else None,
        message=py(rule.message) if rule.message else None,
    )


def _credential(credential: Credential, scheme: SecurityScheme | None, imports: Imports) -> Piece:
    """Return the credential's descriptor; where an API key goes is the contract's to say."""
    settings = dict(credential.settings)
    if credential.type == "api_key" and scheme is not None and scheme.type == "apiKey":
        settings = {"location": scheme.location, "parameter": scheme.parameter, **settings}
    if "scopes" in settings:
        settings["scopes"] = tuple(settings["scopes"])
    return call(imports.use(_CLASSES[credential.type]), **{key: py(value) for key, value in sorted(settings.items())})
