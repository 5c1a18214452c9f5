"""Whether credentials ask for the scopes that operations need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen.actions.terms import Credential
from codegen.contract.model import Operation

Need = Sequence[tuple[str, Sequence[str]]]  # security schemes that hold together, each with its scopes


def lacking_scopes(
    operations: Sequence[Operation], credentials: Mapping[str, Credential]
) -> dict[tuple[str, str], list[str]]:
    """Return what no credential asks for though an operation needs it: credential and scope → operations.

    Of an operation's alternatives (OpenAPI 3.1, section 4.8.30) one is enough. Nothing is said of a credential that
    names no scopes: its server grants what is configured there.

    Args:
        operations: those in use.
        credentials: by security scheme.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for operation in operations:
        usable = [need for need in operation.security if all(scheme in credentials for scheme, _ in need)]
        gaps = [dict.fromkeys(_gap(need, credentials)) for need in usable]
        if gaps and all(gaps):
            for lack in min(gaps, key=len):
                found.setdefault(lack, []).append(operation.name)
    return found


def _gap(need: Need, credentials: Mapping[str, Credential]) -> Iterator[tuple[str, str]]:
    for scheme, scopes in need:
        asked = credentials[scheme].settings.get("scopes")
        if asked:
            yield from ((credentials[scheme].name, scope) for scope in scopes if scope not in asked)
