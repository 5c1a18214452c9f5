"""Authenticate a call: choose the credentials its operation asks for, resolve them now, and say where they go."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .call import Call
from .effects import Flow
from .errors import ExternalServiceError
from .redact import register
from .references import Unresolved, is_reference, secret, setting
from .service import ApiKey, Basic, Bearer, ClientCredentials, Credential
from .tokens import Grant, Refused

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Authorization:
    """What credentials add to a request; its repr shows none of it."""

    headers: Pairs = ()
    query: Pairs = ()
    cookies: Pairs = ()

    def __repr__(self) -> str:
        return "Authorization(…)"

    def __add__(self, other: Authorization) -> Authorization:
        return Authorization(self.headers + other.headers, self.query + other.query, self.cookies + other.cookies)


def authorize(call: Call, rejected: Authorization | None = None) -> Flow[Authorization]:
    """Return what authenticates the call.

    Args:
        call: with its service's credentials.
        rejected: what a 401 refused: references are resolved again, and a token in it is not used again.

    Raises:
        ExternalServiceError: `credentials_missing` or `token_failed`.
    """
    whole = Authorization()
    for credential, scopes in _chosen(call):
        try:
            match credential:
                case ApiKey():
                    whole += _api_key(credential)
                case Basic():
                    whole += _basic(setting(credential.username), secret(credential.password))
                case Bearer():
                    whole += _bearer(secret(credential.token))
                case ClientCredentials():
                    whole += _bearer((yield from _token(call, credential, scopes, rejected)))
        except Unresolved as unresolved:
            raise _missing(call, str(unresolved)) from None
    return whole


def _chosen(call: Call) -> list[tuple[Credential, tuple[str, ...]]]:
    """Return the credentials of the first alternative that the service can fulfil.

    Raises:
        ExternalServiceError: if there is none.
    """
    credentials: Mapping[str, Credential] = call.service.credentials
    general = credentials.get("")
    alternatives = call.operation.security
    # An empty alternative means "without": it counts last, since whoever has credentials wants them used.
    for alternative in sorted(alternatives, key=lambda one: not one):
        found = [(credentials.get(scheme, general), scopes) for scheme, scopes in alternative]
        if all(credential is not None for credential, _ in found):
            return [(credential, scopes) for credential, scopes in found if credential is not None]
    if not alternatives:
        return [(general, ())] if general is not None else []
    names = sorted({scheme for alternative in alternatives for scheme, _ in alternative})
    raise _missing(call, f"the service has no credential for {' or '.join(names)}")


def _missing(call: Call, reason: str) -> ExternalServiceError:
    step = f"Do not retry; ask {call.whom} to provide the credentials."
    return call.error("credentials_missing", f"cannot be called: {reason}", step, outcome="not_sent")


def _api_key(credential: ApiKey) -> Authorization:
    value = secret(credential.value)
    match credential.location:
        case "query":
            return Authorization(query=((quote(credential.parameter, safe=""), quote(value, safe="")),))
        case "cookie":
            return Authorization(cookies=((credential.parameter, quote(value, safe="")),))
        case _:
            return Authorization(headers=((credential.parameter, value),))


def _basic(username: str, password: str) -> Authorization:
    pair = base64.b64encode(f"{username}:{password}".encode()).decode()
    return Authorization(headers=(("Authorization", f"Basic {register(pair)}"),))


def _bearer(token: str) -> Authorization:
    return Authorization(headers=(("Authorization", f"Bearer {token}"),))


def _token(
    call: Call, credential: ClientCredentials, scopes: tuple[str, ...], rejected: Authorization | None
) -> Flow[str]:
    """Return an access token, fetched where there is none; one that was rejected is dropped first."""
    url = setting(credential.token_url) if is_reference(credential.token_url) else credential.token_url
    grant = Grant(
        url=url,
        client_id=setting(credential.client_id),
        client_secret=secret(credential.client_secret),
        scopes=credential.scopes or scopes,
        auth=credential.auth,
    )
    world = call.world
    if rejected is not None:
        for _, value in rejected.headers:
            world.tokens.forget(grant, value.removeprefix("Bearer "))
    try:
        return (
            yield from world.tokens.token(
                grant,
                deadline=call.deadline,
                connect_timeout=call.service.connect_timeout,
                clock=world.clock,
                jitter=world.jitter,
            )
        )
    except Refused as refused:
        step = (
            "Try again later."
            if refused.retryable
            else f"Do not retry; ask {call.whom} to check the client's credentials and scopes."
        )
        raise call.error(
            "token_failed",
            f"got no access token: {refused.reason}",
            step,
            outcome="not_sent",
            retryable=refused.retryable,
            status=refused.status,
        ) from None
