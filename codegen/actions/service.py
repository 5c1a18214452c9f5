"""`service.yaml` and `credentials.yaml` as frozen settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.actions.durations import seconds
from codegen.actions.expressions import (
    AnswerExpression,
    CompareExpression,
    LiteralExpression,
    Problem,
    parse_condition,
    parse_value,
)
from codegen.actions.origins import origin_of
from codegen.actions.schemas import published
from codegen.actions.secrets import refuse_secrets
from codegen.actions.shapes import check
from codegen.actions.sources import Source, read_source
from codegen.actions.terms import Credential, ErrorRule, Owner, Retry
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.origin import Origin
from codegen.core.places import pointer

CONNECT_TIMEOUT = 5.0  # seconds, where service.yaml says nothing
TOTAL_TIMEOUT = 30.0  # seconds, likewise


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What `service.yaml` says.

    Attributes:
        contract: the contract's file, relative to the folder of `service.yaml`.
        operations: `("used",)`, `("all",)`, or names and globs.
        credential: a name in `credentials.yaml` for every security scheme, or one a scheme.
        retry_asked: whether the file itself says which failures are tried again.
        adapt: as written, shape checked.
        origin: where the contract comes from; None without `source`, or where it is wrong.
    """

    name: str
    title: str
    contract: str
    overlays: tuple[str, ...]
    operations: tuple[str, ...]
    owner: Owner
    base_url: str
    credential: str | Mapping[str, str]
    connect_timeout: float
    total_timeout: float
    retry: Retry
    retry_asked: bool
    idempotency_header: str
    responses: str
    errors: tuple[ErrorRule, ...]
    adapt: Mapping[str, Json]
    source: Source
    origin: Origin | None = None

    @property
    def folder(self) -> Path:
        """The folder of `service.yaml`."""
        return self.source.path.parent

    @property
    def contract_path(self) -> Path:
        """The contract's file."""
        return self.folder / self.contract

    @property
    def overlay_paths(self) -> tuple[Path, ...]:
        """The overlays' files, in the order they apply."""
        return tuple(self.folder / overlay for overlay in self.overlays)

    @property
    def file(self) -> str:
        """`service.yaml` relative to the project's root."""
        return self.source.file


def read_service(path: Path, root: Path, diagnostics: Diagnostics) -> ServiceSettings | None:
    """Read a `service.yaml`; None where too little of it is right.

    Args:
        path: the file.
        root: the project's root.
        diagnostics: collects what is wrong, all of it.
    """
    if (source := read_source(path, root, diagnostics)) is None:
        return None
    refuse_secrets(source, diagnostics)
    tree = check(source, published("service"), diagnostics)
    return None if tree is None else _settings(tree, source, diagnostics)


def read_credentials(path: Path, root: Path, diagnostics: Diagnostics) -> Mapping[str, Credential]:
    """Read `credentials.yaml`; a file that is not there holds none.

    Args:
        path: the file.
        root: the project's root.
        diagnostics: collects what is wrong; a value where a reference must stand is `secret-as-value`.

    Returns:
        By name; a credential that was refused has no type.
    """
    if not path.exists():
        return {}
    if (source := read_source(path, root, diagnostics)) is None:
        return {}
    tree = check(source, published("credentials"), diagnostics) or {}
    found = {name: Credential(name, "", {}) for name in source.tree}  # also what was refused, so that it is known
    for name, entry in tree.items():
        found[name] = Credential(name, entry["type"], {key: value for key, value in entry.items() if key != "type"})
    return dict(sorted(found.items()))


def owner_of(tree: Mapping[str, Json]) -> Owner:
    """Return the owner that a service or an action names under `owner`."""
    entry: Mapping[str, Json] = tree.get("owner", {})
    sla = entry.get("sla", {})
    return Owner(
        team=entry.get("team", ""),
        escalation=tuple(entry.get("escalation", ())),
        respond=_duration(sla, "respond"),
        resolve=_duration(sla, "resolve"),
        review_every=_duration(entry, "review_every"),
        reviewed=entry.get("reviewed", ""),
    )


def _settings(tree: Mapping[str, Json], source: Source, diagnostics: Diagnostics) -> ServiceSettings:
    reliability: Mapping[str, Json] = tree.get("reliability", {})
    timeout = reliability.get("timeout", {})
    operations = tree.get("operations", "used")
    return ServiceSettings(
        name=tree["service"],
        title=tree.get("title", tree["service"]),
        contract=tree["contract"],
        overlays=tuple(tree.get("overlays", ())),
        operations=(operations,) if isinstance(operations, str) else tuple(operations),
        owner=owner_of(tree),
        base_url=tree.get("base_url", ""),
        credential=tree.get("credential", ""),
        connect_timeout=_duration(timeout, "connect") or CONNECT_TIMEOUT,
        total_timeout=_duration(timeout, "total") or TOTAL_TIMEOUT,
        retry=_retry(reliability),
        retry_asked="on" in reliability.get("retry", {}),
        idempotency_header=tree.get("idempotency", {}).get("header", ""),
        responses=tree.get("responses", "used"),
        errors=tuple(_errors(tree, source, diagnostics)),
        adapt=tree.get("adapt", {}),
        source=source,
        origin=origin_of(tree, source, diagnostics),
    )


def _retry(reliability: Mapping[str, Json]) -> Retry:
    entry: Mapping[str, Json] = reliability.get("retry", {})
    default = Retry()
    on = tuple(str(failure) for failure in entry["on"]) if "on" in entry else default.on
    return Retry(entry.get("attempts", default.attempts), on)


def _duration(entry: Mapping[str, Json], key: str) -> float | None:
    return seconds(entry[key]) if key in entry else None


def _errors(tree: Mapping[str, Json], source: Source, diagnostics: Diagnostics) -> list[ErrorRule]:
    rules = []
    for number, entry in enumerate(tree.get("errors", ())):
        if not isinstance(entry, Mapping):
            continue
        reader = _ErrorReader(source, diagnostics, pointer("errors", number))
        rule = reader.read(entry)
        if rule is not None:
            rules.append(rule)
    return rules


@dataclass(frozen=True, slots=True)
class _ErrorReader:
    source: Source
    diagnostics: Diagnostics
    at: str

    def read(self, entry: Mapping[str, Json]) -> ErrorRule | None:
        code = self._pointer(entry, "code")
        message = self._pointer(entry, "message")
        condition = parse_condition(entry["when"])
        if isinstance(condition, Problem):
            self._problem("when", entry["when"], condition)
            return None
        if not (
            isinstance(condition, CompareExpression)
            and condition.op in ("==", "!=")
            and isinstance(condition.left, AnswerExpression)
            and isinstance(condition.right, LiteralExpression)
        ):
            told = Problem(
                0,
                "an error rule compares one value of the answer with one literal",
                "write $response.body#/ok == false",
            )
            self._problem("when", entry["when"], told)
            return None
        return ErrorRule(pointer(*condition.left.path), condition.op, condition.right.value, code, message)

    def _pointer(self, entry: Mapping[str, Json], key: str) -> str:
        if key not in entry:
            return ""
        parsed = parse_value(entry[key])
        if isinstance(parsed, AnswerExpression):
            return pointer(*parsed.path)
        told = (
            parsed
            if isinstance(parsed, Problem)
            else Problem(0, f"{key} must point into the answer", "write $response.body#/…")
        )
        self._problem(key, entry[key], told)
        return ""

    def _problem(self, key: str, text: str, problem: Problem) -> None:
        place = self.source.within(f"{self.at}/{key}", text, problem.offset)
        self.diagnostics.error("wrong-expression", problem.message, place, problem.suggestion)
