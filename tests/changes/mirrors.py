"""Which change one is when old and new are swapped."""

from __future__ import annotations

_ENDINGS = (
    ("became-required", "became-optional"),
    ("became-required-with-default", "became-optional"),
    ("became-nullable", "became-not-nullable"),
    ("became-read-only", "became-not-read-only"),
    ("became-write-only", "became-not-write-only"),
    ("became-enum", "enum-dropped"),
    ("generalized", "specialized"),
    ("increased", "decreased"),
    ("closed", "opened"),
    ("deprecated", "reactivated"),
    ("mapping-added", "mapping-deleted"),
    ("-set", "-unset"),
    ("-added", "-removed"),
)
_WHOLE = (
    ("endpoint-added", "api-removed-without-deprecation"),
    ("api-sunset-date-added", "sunset-deleted"),
    ("endpoint-added", "api-removed-with-deprecation"),
    ("new-required-request-parameter", "request-parameter-removed"),
    ("new-optional-request-parameter", "request-parameter-removed"),
    ("new-optional-request-parameter", "request-parameter-removed-with-deprecation"),
    ("new-request-path-parameter", "request-parameter-removed"),
    ("new-required-request-property", "request-property-removed"),
    ("new-required-request-property-with-default", "request-property-removed"),
    ("new-optional-request-property", "request-property-removed"),
    ("response-required-property-added", "response-required-property-removed"),
    ("response-optional-property-added", "response-optional-property-removed"),
    ("request-body-added-required", "request-body-removed"),
    ("request-body-added-optional", "request-body-removed"),
    ("response-header-added", "optional-response-header-removed"),
)


def mirrors(rule: str) -> set[str]:
    """Return the ids that a change may have the other way round; one that is its own mirror ends in `changed`."""
    whole = {there for pair in _WHOLE for here, there in (pair, pair[::-1]) if here == rule}
    if whole:
        return whole
    endings = [pair for one in _ENDINGS for pair in (one, one[::-1])]
    fitting = [(here, there) for here, there in endings if rule.endswith(here)]
    longest = max((len(here) for here, _ in fitting), default=0)
    found = {rule.removesuffix(here) + there for here, there in fitting if len(here) == longest}
    return found or {rule}
