"""Settings, contract and credentials → the services of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.actions.bind.report import Report
from codegen.actions.bind.scopes import lacking_scopes
from codegen.actions.bind.steps import SAFE
from codegen.actions.plan import Service
from codegen.actions.service import ServiceSettings
from codegen.actions.terms import Credential, Retry
from codegen.contract.model import Contract, SecurityScheme
from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.places import escape

_BEARERS = ("bearer", "oauth2_client_credentials")


def bind_service(
    settings: ServiceSettings, contract: Contract, credentials: Mapping[str, Credential], diagnostics: Diagnostics
) -> Service:
    """Return a service.

    Args:
        settings: its `service.yaml`.
        contract: its contract.
        credentials: those of `credentials.yaml`, by name.
        diagnostics: collects `unknown-credential`, `credential-type`, `unsafe-retry`, `scope-missing`.
    """
    report = Report(settings.source, diagnostics)
    _check_retry(settings, contract, report)
    known = _credentials(settings, contract, credentials, report)
    _check_scopes(contract, known, report)
    return Service(
        name=settings.name,
        title=settings.title,
        owner=settings.owner,
        contract=contract,
        base_url=settings.base_url or contract.server,
        credentials=known,
        connect_timeout=settings.connect_timeout,
        total_timeout=settings.total_timeout,
        retry=settings.retry,
        idempotency_header=settings.idempotency_header,
        responses=settings.responses,
        errors=settings.errors,
        file=settings.file,
    )


def _check_retry(settings: ServiceSettings, contract: Contract, report: Report) -> None:
    """Refuse failures to retry after which a write may have happened, where no key tells its repetition."""
    if not settings.retry_asked or settings.idempotency_header:
        return
    beyond = [failure for failure in settings.retry.on if failure not in Retry().on]
    writes = [operation.name for operation in contract.operations.values() if operation.method not in SAFE]
    if beyond and writes:
        failures = ", ".join(beyond)
        message = f"a retry on {failures} could repeat a write such as {writes[0]}, and there is no idempotency key"
        report.error(
            "unsafe-retry", message, "/reliability/retry/on", "name the header under idempotency, or leave them out"
        )


def _check_scopes(contract: Contract, credentials: Mapping[str, Credential], report: Report) -> None:
    for (name, scope), operations in lacking_scopes(list(contract.operations.values()), credentials).items():
        more = f" and {len(operations) - 1} more" if len(operations) > 1 else ""
        who = f"{operations[0]}{more} {'need' if more else 'needs'}"
        message = f"{who} the scope {scope!r}, which the credential {name!r} does not ask for"
        report.warning("scope-missing", message, "/credential", f"add it to `scopes` of {name} in credentials.yaml")


def _credentials(
    settings: ServiceSettings, contract: Contract, credentials: Mapping[str, Credential], report: Report
) -> Mapping[str, Credential]:
    if isinstance(settings.credential, str):
        return _one_for_all(settings.credential, contract, credentials, report) if settings.credential else {}
    result = {}
    for scheme, name in settings.credential.items():
        at = f"/credential/{escape(scheme)}"
        credential = _named(name, at, credentials, report)
        # one that nothing in use needs is in no slice; one that the whole contract has not is reported by who reads it
        if scheme in contract.security_schemes and credential is not None:
            if credential.type and not _fits(credential, contract.security_schemes[scheme]):
                message = f"a credential of type {credential.type} does not fit the scheme {scheme!r}"
                report.error("credential-type", message, at)
            result[scheme] = credential
    return result


def _one_for_all(
    name: str, contract: Contract, credentials: Mapping[str, Credential], report: Report
) -> Mapping[str, Credential]:
    credential = _named(name, "/credential", credentials, report)
    if credential is None:
        return {}
    fitting = {key: credential for key, scheme in contract.security_schemes.items() if _fits(credential, scheme)}
    if contract.security_schemes and not fitting and credential.type:
        listed = ", ".join(f"{scheme.name} ({scheme.type})" for scheme in contract.security_schemes.values())
        message = f"a credential of type {credential.type} fits no security scheme of the contract"
        report.error("credential-type", message, "/credential", f"it has {listed}")
    return fitting


def _named(name: str, at: str, credentials: Mapping[str, Credential], report: Report) -> Credential | None:
    if name not in credentials:
        report.error("unknown-credential", f"there is no credential {name!r}", at, nearest(name, credentials))
    return credentials.get(name)


def _fits(credential: Credential, scheme: SecurityScheme) -> bool:
    if scheme.type == "apiKey":
        return credential.type == "api_key"
    if scheme.type == "http":
        return credential.type == "basic" if scheme.scheme == "basic" else credential.type in _BEARERS
    return scheme.type in ("oauth2", "openIdConnect") and credential.type in _BEARERS
