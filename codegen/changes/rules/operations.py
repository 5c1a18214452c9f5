"""Rules over operations: whether they are there, what they are called, what they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.changes.matching import route_of
from codegen.changes.model import Aspect, Effect, Finding
from codegen.changes.pairs import OperationPair
from codegen.changes.registry import rule
from codegen.contract.model import Operation


@rule("operation", "endpoint-added")
def operation_added(pair: OperationPair) -> Iterator[Finding]:
    """An operation is new.

    Why it matters: nothing breaks.
    Mend: none.
    """
    if pair.old is None:
        yield Finding("endpoint-added", Aspect.EXISTENCE, Effect.ADDS, "the operation is new")


@rule("operation", "api-removed-without-deprecation", "api-removed-with-deprecation")
def operation_removed(pair: OperationPair) -> Iterator[Finding]:
    """An operation is gone.

    Why it matters: running clients get 404, and code that names the method no longer compiles.
    Mend: point the step at another operation, or keep the old contract.
    """
    if pair.new is None and pair.old is not None:
        with_notice = "with" if pair.old.deprecated else "without"
        rule_id = f"api-removed-{with_notice}-deprecation"
        yield Finding(rule_id, Aspect.EXISTENCE, Effect.REMOVES, "the operation is gone")


@rule("operation", "endpoint-deprecated", "endpoint-reactivated")
def operation_deprecated(pair: OperationPair) -> Iterator[Finding]:
    """An operation was deprecated, or is no longer.

    Why it matters: it will go one day.
    Mend: look for what replaces it.
    """
    if pair.old and pair.new and pair.old.deprecated != pair.new.deprecated:
        now = pair.new.deprecated
        rule_id = "endpoint-deprecated" if now else "endpoint-reactivated"
        message = "the operation is deprecated now" if now else "the operation is no longer deprecated"
        yield Finding(rule_id, Aspect.TEXT, Effect.SAYS, message, not now, now)


@rule("operation", "api-sunset-date-added", "api-sunset-date-changed", "sunset-deleted")
def operation_sunset(pair: OperationPair) -> Iterator[Finding]:
    """The day from which an operation may be gone (`x-sunset`) was set, moved or taken back.

    Why it matters: by then nothing may call it any more.
    Mend: look for what replaces it before that day.
    """
    if pair.old is None or pair.new is None or pair.old.sunset == pair.new.sunset:
        return
    old, new = pair.old.sunset, pair.new.sunset
    if not new:
        rule_id, message = "sunset-deleted", f"it no longer ends on {old}"
    elif not old:
        rule_id, message = "api-sunset-date-added", f"it ends on {new}"
    else:
        rule_id, message = "api-sunset-date-changed", f"it ends on {new}, no longer on {old}"
    yield Finding(rule_id, Aspect.TEXT, Effect.SAYS, message, old or None, new or None)


@rule("operation", "api-operation-id-changed")
def operation_id_changed(pair: OperationPair) -> Iterator[Finding]:
    """The operationId of an operation changed.

    Why it matters: nothing on the wire; generated methods are called after it, so code that names the old one no longer
    compiles.
    Mend: `adapt: {operations: {<old>: {wire: <new>}}}` keeps the old name above layer 1.
    """
    if pair.old and pair.new and pair.old.name != pair.new.name:
        message = f"its operationId changed from {pair.old.name} to {pair.new.name}"
        yield Finding("api-operation-id-changed", Aspect.NAME, Effect.REPLACES, message, pair.old.name, pair.new.name)


@rule("operation", "api-operation-moved")
def operation_moved(pair: OperationPair) -> Iterator[Finding]:
    """An operation with the same operationId has another method or path.

    Why it matters: a running client asks at the old place.
    Mend: generate again; nothing above layer 1 changes.
    """
    if pair.old and pair.new and route_of(pair.old) != route_of(pair.new):
        was, now = (f"{operation.method} {operation.path}" for operation in (pair.old, pair.new))
        yield Finding("api-operation-moved", Aspect.TRANSPORT, Effect.REPLACES, f"it moved to {now}", was, now)


@rule("operation", "api-operation-server-changed")
def operation_server_changed(pair: OperationPair) -> Iterator[Finding]:
    """The server that an operation names for itself is another, or it names one that is not the contract's.

    Why it matters: a running client asks at the old server.
    Mend: generate again; where `base_url` in service.yaml says the server, look whether it still holds.
    """
    if pair.old and pair.new and pair.old.server != pair.new.server:
        was, now = pair.old.server, pair.new.server
        if (was or pair.server_before) == (now or pair.server_now):
            return
        message = f"its own server changed from {was or 'none'} to {now or 'none'}"
        yield Finding("api-operation-server-changed", Aspect.TRANSPORT, Effect.REPLACES, message, was, now)


@rule("operation", "api-tag-added", "api-tag-removed")
def operation_tags(pair: OperationPair) -> Iterator[Finding]:
    """An operation is in another group.

    Why it matters: documentation alone.
    Mend: none.
    """
    if pair.old and pair.new:
        for tag in sorted({*pair.old.tags} - {*pair.new.tags}):
            yield Finding("api-tag-removed", Aspect.TEXT, Effect.SAYS, f"the tag {tag} is gone", tag)
        for tag in sorted({*pair.new.tags} - {*pair.old.tags}):
            yield Finding("api-tag-added", Aspect.TEXT, Effect.SAYS, f"the tag {tag} is new", None, tag)


@rule("operation", "api-description-changed")
def operation_words(pair: OperationPair) -> Iterator[Finding]:
    """The summary or the description of an operation changed.

    Why it matters: docstrings change; a tool's text changes where it comes from the contract.
    Mend: none.
    """
    if pair.old and pair.new:
        was, now = (pair.old.summary, pair.old.description), (pair.new.summary, pair.new.description)
        if was != now:
            yield Finding(
                "api-description-changed", Aspect.TEXT, Effect.SAYS, "its words changed", list(was), list(now)
            )


@rule("operation", "api-security-added", "api-security-removed")
def operation_security(pair: OperationPair) -> Iterator[Finding]:
    """Another way to authenticate is accepted, or one is no longer.

    Why it matters: a client whose way is gone gets 401.
    Mend: another credential for the service.
    """
    if not (pair.old and pair.new):
        return
    was, now = _ways(pair.old, {}), _ways(pair.new, pair.schemes)
    for way in sorted(was - now):
        effect = Effect.SAYS if () in now else Effect.NARROWS  # where nothing is needed any more, nobody is refused
        message = f"it no longer takes {_way(way)}"
        yield Finding("api-security-removed", Aspect.SECURITY, effect, message, list(way))
    for way in sorted(now - was):
        yield Finding("api-security-added", Aspect.SECURITY, Effect.SAYS, f"it takes {_way(way)}", None, list(way))


def _ways(operation: Operation, schemes: Mapping[str, str]) -> set[tuple[str, ...]]:
    """Return the alternatives as names of schemes that are needed together; () is needing nothing."""
    return {tuple(sorted(schemes.get(name, name) for name, _ in way)) for way in operation.security} or {()}


def _way(way: tuple[str, ...]) -> str:
    return " and ".join(way) or "requests without a credential"


@rule("operation", "api-security-scope-added", "api-security-scope-removed")
def operation_scopes(pair: OperationPair) -> Iterator[Finding]:
    """An operation needs another scope.

    Why it matters: a token without the scope is refused with 403.
    Mend: ask for the scope, and add it to the credential in credentials.yaml.
    """
    if not (pair.old and pair.new):
        return
    was, now = _scopes(pair.old, {}), _scopes(pair.new, pair.schemes)
    for scheme in sorted(was.keys() & now.keys()):
        for scope in sorted(now[scheme] - was[scheme]):
            message = f"{scheme} needs the scope {scope}"
            yield Finding("api-security-scope-added", Aspect.SECURITY, Effect.NARROWS, message, None, scope)
        for scope in sorted(was[scheme] - now[scheme]):
            message = f"{scheme} no longer needs the scope {scope}"
            yield Finding("api-security-scope-removed", Aspect.SECURITY, Effect.SAYS, message, scope)


def _scopes(operation: Operation, schemes: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for way in operation.security:
        for name, scopes in way:
            found.setdefault(schemes.get(name, name), set()).update(scopes)
    return found
