"""Whether a request carries what the contract's security asks for; the token endpoint of OAuth2 client credentials."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from http.cookies import SimpleCookie
from threading import Lock
from urllib.parse import parse_qs, unquote_plus, urlsplit

from codegen.contract.model import Contract, Operation, SecurityScheme
from codegen.mocking.exchange import RefusedError, Reply, Request, json_reply

EXPIRES_IN = 3600  # seconds a token lives
DEFAULT_TOKEN_PATH = "/oauth/token"  # noqa: S105  # a path, no secret


class Guard:
    """Checks credentials; remembers which tokens it gave and for which scopes."""

    def __init__(self, contract: Contract, secrets: Mapping[str, str] | None = None) -> None:
        """Make the guard of one service.

        Args:
            contract: whose security schemes to check.
            secrets: scheme name to the one value that is taken (`client_id:client_secret` for OAuth2,
                `user:password` for basic); any value is taken where it names none.
        """
        self._schemes = contract.security_schemes
        self._secrets = secrets or {}
        self._tokens: dict[str, frozenset[str]] = {}
        self._lock = Lock()
        self.token_paths = {path: name for name, scheme in self._schemes.items() for path in _token_paths(scheme)}

    def check(self, operation: Operation, request: Request) -> None:
        """Let the request through if one of the operation's alternatives is met.

        Raises:
            RefusedError: with 401 if credentials are missing or wrong, 403 if the token lacks a scope.
        """
        if not operation.security:
            return
        problems = []
        for alternative in operation.security:
            try:
                for name, scopes in alternative:
                    self._check_scheme(self._schemes.get(name), scopes, request)
            except RefusedError as problem:
                problems.append(problem)
            else:
                return
        raise problems[0]

    def forget(self) -> None:
        """Make every token that was given worthless, as a provider does that rotates its keys."""
        with self._lock:
            self._tokens.clear()

    def give_token(self, scheme: str, request: Request) -> Reply:
        """Answer a token request of the client credentials grant (RFC 6749, section 4.4)."""
        form = {name: values[-1] for name, values in parse_qs(request.body.decode("latin-1")).items()}
        if form.get("grant_type") != "client_credentials":
            return json_reply(400, {"error": "unsupported_grant_type"})
        client = _basic(request) or f"{form.get('client_id', '')}:{form.get('client_secret', '')}"
        expected = self._secrets.get(scheme)
        if not all(client.partition(":")[::2]) or (expected is not None and client != expected):
            return json_reply(401, {"error": "invalid_client"})
        scopes = frozenset(form.get("scope", "").split())
        with self._lock:
            token = f"mock-token-{len(self._tokens) + 1}"
            self._tokens[token] = scopes
        granted = " ".join(sorted(scopes))
        return json_reply(
            200, {"access_token": token, "token_type": "Bearer", "expires_in": EXPIRES_IN, "scope": granted}
        )

    def _check_scheme(self, scheme: SecurityScheme | None, scopes: tuple[str, ...], request: Request) -> None:
        if scheme is None or scheme.type in ("openIdConnect", "mutualTLS"):
            return
        if scheme.type == "apiKey":
            self._expect(scheme.name, _api_key(scheme, request), f"the {scheme.location} {scheme.parameter}")
        elif scheme.type == "http" and scheme.scheme == "basic":
            self._expect(scheme.name, _basic(request), "basic credentials")
        elif scheme.type == "oauth2":
            self._check_token(scheme, scopes, _bearer(request))
        else:
            self._expect(scheme.name, _bearer(request), "a bearer token")

    def _expect(self, scheme: str, sent: str | None, what: str) -> None:
        if not sent:
            raise RefusedError(401, "not_authenticated", f"The request lacks {what}.")
        if sent != self._secrets.get(scheme, sent):
            raise RefusedError(401, "not_authenticated", f"The request's value for {what} is wrong.")

    def _check_token(self, scheme: SecurityScheme, scopes: tuple[str, ...], token: str | None) -> None:
        if not token:
            raise RefusedError(401, "not_authenticated", "The request lacks a bearer token.")
        if "clientCredentials" not in scheme.flows:  # other grants give their tokens elsewhere
            return
        with self._lock:
            granted = self._tokens.get(token)
        if granted is None:
            raise RefusedError(401, "not_authenticated", "The token was not given here or has been forgotten.")
        lacking = sorted(set(scopes) - granted)
        if lacking:
            raise RefusedError(403, "scope_missing", f"The token lacks the scope {lacking[0]}.")


def _token_paths(scheme: SecurityScheme) -> list[str]:
    flow = scheme.flows.get("clientCredentials")
    if flow is None:
        return []
    return sorted({urlsplit(str(flow.get("tokenUrl", ""))).path or DEFAULT_TOKEN_PATH, DEFAULT_TOKEN_PATH})


def _api_key(scheme: SecurityScheme, request: Request) -> str | None:
    if scheme.location == "query":
        return dict(request.pairs).get(scheme.parameter)
    if scheme.location == "cookie":
        morsel = SimpleCookie(request.headers.get("cookie", "")).get(scheme.parameter)
        return None if morsel is None else morsel.value
    return request.headers.get(scheme.parameter.lower())


def _bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _basic(request: Request) -> str | None:
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        return unquote_plus(base64.b64decode(encoded, validate=True).decode())
    except (binascii.Error, UnicodeDecodeError):
        return None
