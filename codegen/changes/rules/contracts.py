"""Rules over the contract as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import ContractPair
from codegen.changes.registry import rule


@rule("contract", "api-server-changed")
def server_changed(pair: ContractPair) -> Iterator[Finding]:
    """The first server's address is another.

    Why it matters: a client that takes its address from the contract goes elsewhere. Generated clients take theirs from
    `base_url` in service.yaml.
    Mend: change `base_url` if the old address goes away.
    """
    if pair.old.server != pair.new.server:
        message = f"its server changed from {pair.old.server or 'none'} to {pair.new.server or 'none'}"
        yield Finding("api-server-changed", Aspect.TEXT, Effect.SAYS, message, pair.old.server, pair.new.server)


@rule("contract", "api-security-component-removed", "api-security-component-added")
def security_component(pair: ContractPair) -> Iterator[Finding]:
    """A way to authenticate came or went.

    Why it matters: nothing by itself; the operations that need it say what they need.
    Mend: none, unless an operation changed.
    """
    old, new = pair.old.security_schemes, pair.new.security_schemes
    for name in sorted(old.keys() - new.keys()):
        message = f"the security scheme {name} is gone"
        yield Finding("api-security-component-removed", Aspect.SECURITY, Effect.SAYS, message, name)
    for name in sorted(new.keys() - old.keys()):
        message = f"the security scheme {name} is new"
        yield Finding("api-security-component-added", Aspect.SECURITY, Effect.SAYS, message, None, name)


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
            yield Finding(
                "api-security-component-type-changed", Aspect.SECURITY, Effect.REPLACES, message, list(was), list(now)
            )


def _words(parts: tuple[str, ...]) -> str:
    return " ".join(part for part in parts if part)
