"""Rules over the ways to authenticate that a contract has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import ContractPair
from codegen.changes.registry import rule
from codegen.contract.model import Json, SecurityScheme
from codegen.core.places import pointer


@rule("contract", "api-security-component-removed", "api-security-component-added")
def security_component(pair: ContractPair) -> Iterator[Finding]:
    """A way to authenticate came or went.

    Why it matters: nothing by itself; the operations that need it say what they need.
    Mend: none, unless an operation changed.
    """
    old, new = pair.old.security_schemes, pair.new.security_schemes
    for name in sorted(old.keys() - new.keys()):
        message = f"the security scheme {name} is gone"
        yield Finding("api-security-component-removed", Aspect.SECURITY, Effect.SAYS, message, name, at=_at(name))
    for name in sorted(new.keys() - old.keys()):
        message = f"the security scheme {name} is new"
        yield Finding("api-security-component-added", Aspect.SECURITY, Effect.SAYS, message, None, name, _at(name))


def _at(scheme: str) -> str:
    return pointer("components", "securitySchemes", scheme)


@rule("contract", "api-security-component-type-changed")
def security_component_type_changed(pair: ContractPair) -> Iterator[Finding]:
    """A way to authenticate has the same name and works otherwise.

    Why it matters: an old client authenticates in a way that the API no longer takes.
    Mend: another credential in credentials.yaml.
    """
    for name in sorted(pair.old.security_schemes.keys() & pair.new.security_schemes.keys()):
        old, new = pair.old.security_schemes[name], pair.new.security_schemes[name]
        was, now = (
            (old.type, old.scheme, old.location, old.parameter),
            (new.type, new.scheme, new.location, new.parameter),
        )
        if was != now:
            message = f"the security scheme {name} changed from {_words(was)} to {_words(now)}"
            rule_id = "api-security-component-type-changed"
            yield Finding(rule_id, Aspect.SECURITY, Effect.REPLACES, message, list(was), list(now), _at(name))


def _words(parts: tuple[str, ...]) -> str:
    return " ".join(part for part in parts if part)


@rule("contract", "api-security-component-oauth-flow-added", "api-security-component-oauth-flow-removed")
def oauth_flow(pair: ContractPair) -> Iterator[Finding]:
    """A way to get a token came or went.

    Why it matters: a client that gets its tokens in a way that is gone gets none.
    Mend: another `type` or another flow for the credential in credentials.yaml.
    """
    for name, was, now in _schemes(pair):
        for flow in sorted(was.flows.keys() - now.flows.keys()):
            rule_id, message = "api-security-component-oauth-flow-removed", f"{name} gives no tokens by {flow} any more"
            yield Finding(rule_id, Aspect.SECURITY, Effect.NARROWS, message, flow, at=_at(name))
        for flow in sorted(now.flows.keys() - was.flows.keys()):
            rule_id, message = "api-security-component-oauth-flow-added", f"{name} gives tokens by {flow} too"
            yield Finding(rule_id, Aspect.SECURITY, Effect.SAYS, message, None, flow, _at(name))


@rule("contract", "api-security-component-oauth-url-changed", "api-security-component-oauth-token-url-changed")
def oauth_url_changed(pair: ContractPair) -> Iterator[Finding]:
    """The address that gives tokens, or that asks a person for leave, is another.

    Why it matters: a client that asks for its token at the old address may get none.
    Mend: change `token_url` of the credential.
    """
    for name, flow, was, now in _flows(pair):
        for key, word, effect in (
            ("tokenUrl", "token-url", Effect.REPLACES),
            ("authorizationUrl", "url", Effect.SAYS),
        ):
            old, new = was.get(key), now.get(key)
            if old != new:
                message = f"the {key} of {name} ({flow}) changed from {old or 'none'} to {new or 'none'}"
                rule_id = f"api-security-component-oauth-{word}-changed"
                yield Finding(rule_id, Aspect.SECURITY, effect, message, old, new, _at(name))


@rule("contract", "api-security-component-oauth-scope-added", "api-security-component-oauth-scope-removed")
def oauth_scope(pair: ContractPair) -> Iterator[Finding]:
    """A scope that can be asked for came or went.

    Why it matters: nothing by itself; the operations that need it say so. Asking for one that is gone can be refused.
    Mend: take a scope that is gone out of the credential in credentials.yaml.
    """
    for name, flow, was, now in _flows(pair):
        old, new = was.get("scopes", {}), now.get("scopes", {})
        for scope in sorted(old.keys() - new.keys()):
            message = f"{name} ({flow}) no longer has the scope {scope}"
            rule_id = "api-security-component-oauth-scope-removed"
            yield Finding(rule_id, Aspect.SECURITY, Effect.SAYS, message, scope, at=_at(name))
        for scope in sorted(new.keys() - old.keys()):
            message = f"{name} ({flow}) has the scope {scope} too"
            rule_id = "api-security-component-oauth-scope-added"
            yield Finding(rule_id, Aspect.SECURITY, Effect.SAYS, message, None, scope, _at(name))


def _schemes(pair: ContractPair) -> Iterator[tuple[str, SecurityScheme, SecurityScheme]]:
    """Yield the schemes of one type on both sides."""
    for name in sorted(pair.old.security_schemes.keys() & pair.new.security_schemes.keys()):
        was, now = pair.old.security_schemes[name], pair.new.security_schemes[name]
        if was.type == now.type:
            yield name, was, now


def _flows(pair: ContractPair) -> Iterator[tuple[str, str, Mapping[str, Json], Mapping[str, Json]]]:
    """Yield the flows that are on both sides, with their schemes."""
    for name, was, now in _schemes(pair):
        for flow in sorted(was.flows.keys() & now.flows.keys()):
            yield name, flow, was.flows[flow], now.flows[flow]
