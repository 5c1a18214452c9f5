"""`codegen add`: any OpenAPI file becomes a service of the project."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen.contract.document import Document
from codegen.contract.index import operation_index, path_items, select
from codegen.contract.load import load
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostic, Diagnostics, nearest
from codegen.core.names import snake
from codegen.core.origin import Origin, source_of
from codegen.fetching import FetchError, fetch
from codegen.verbs.failure import UsageError
from codegen.verbs.security import Proposal, propose
from codegen.verbs.yaml_text import flow, scalar, with_entries

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
HEADER = "# How to authenticate. Only references (env:NAME, file:PATH), never a secret.\n"
_RESERVED = frozenset({"actions", "handlers", "patches"})  # folders of `specs/` that are no services


@dataclass(frozen=True, slots=True)
class AddResult:
    """What was registered.

    Attributes:
        written: files, relative to the project's root.
        operations: how many the contract has.
        chosen: how many of them are generated; None where the definitions decide.
        environment: variables that the service's references name.
    """

    service: str
    written: tuple[str, ...]
    operations: int
    chosen: int | None
    environment: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int


def add(
    root: Path, specs: str, spec: Path | Origin, *, name: str = "", operations: Sequence[str] = ("used",),
    team: str = "", hosts: Collection[str] = (),
) -> AddResult:  # fmt: skip
    """Register a contract as a service.

    Args:
        root: the project's.
        specs: the folder of what people write, relative to it.
        spec: the contract, a file or where to fetch it: OpenAPI 2.0, 3.0 or 3.1, JSON or YAML.
        name: the service's; from the contract's title where it is left out.
        operations: `used`, `all`, or names and globs.
        team: who owns the service.
        hosts: which hosts may be asked.

    Raises:
        UsageError: if the name is no name or taken, the file is no file, it cannot be fetched, or an operation is not
            there.
    """
    if isinstance(spec, Origin):
        with tempfile.TemporaryDirectory(prefix="codegen-") as folder:
            file = _fetched(spec, Path(folder).resolve(), hosts)
            return _add(root, specs, file, spec, name=name, operations=operations, team=team)
    return _add(root, specs, spec, None, name=name, operations=operations, team=team)


def _fetched(origin: Origin, folder: Path, hosts: Collection[str]) -> Path:
    """Write what is fetched below `folder` and return the contract's file."""
    try:
        fetched = fetch(origin, folder, hosts)
    except FetchError as error:
        raise UsageError(error.message, error.suggestion) from error
    for name, content in fetched.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / fetched.main


def _add(
    root: Path, specs: str, spec: Path, origin: Origin | None, *, name: str, operations: Sequence[str], team: str
) -> AddResult:
    if not spec.is_file():
        raise UsageError(f"{spec} is no file")
    diagnostics = Diagnostics()
    document = load(spec.resolve(), spec.resolve().parent, diagnostics)
    if document is None or diagnostics.failed:
        return AddResult(name, (), 0, None, (), tuple(diagnostics), 2)
    service = _name(name, document)
    folder = root / specs / service
    if folder.exists():
        raise UsageError(f"{specs}/{service} is there already", "choose another --name, or replace the contract in it")
    index = operation_index(document, {})
    chosen = _chosen(operations, list(index), len(index), document)
    proposal = propose(service, document.raw)
    credentials = root / specs / "credentials.yaml"
    text = _credentials(credentials, proposal)
    contract = _copy(document, spec, folder)
    (folder / "service.yaml").write_text(
        _service(service, contract, origin, document, operations, team, proposal), encoding="utf-8"
    )
    written = [f"{specs}/{service}/{contract}", f"{specs}/{service}/service.yaml"]
    if proposal.entries:
        credentials.write_text(text, encoding="utf-8")
        written.append(f"{specs}/credentials.yaml")
    return AddResult(
        service, tuple(written), len(index), chosen, _environment(service, document, proposal), tuple(diagnostics), 0
    )


def _name(given: str, document: Document) -> str:
    if not given:
        title = (document.raw.get("info") or {}).get("title")
        given = snake(str(title or document.path.stem)).strip("_")
    if not _NAME.fullmatch(given):
        raise UsageError(
            f"{given!r} is no name of a service", "write lower-case words joined by _, such as --name github"
        )
    if given in _RESERVED:
        raise UsageError(f"{given!r} is a folder of its own in specs", "choose another --name")
    return given


def _chosen(operations: Sequence[str], names: list[str], total: int, document: Document) -> int | None:
    """Return how many operations are chosen, None where the definitions will say."""
    if tuple(operations) == ("used",):
        return None
    if tuple(operations) == ("all",):
        return total
    index = operation_index(document, {})
    for wanted in operations:
        if not select(index, [wanted]):
            raise UsageError(f"the contract has no operation {wanted!r}", nearest(wanted, names))
    return len(select(index, operations))


def _copy(document: Document, spec: Path, folder: Path) -> str:
    """Copy the contract byte for byte, with the files it refers to; return its name in the folder."""
    content = spec.read_bytes()
    name = spec.name
    if not document.files:  # nothing refers back to it by its name
        name = "openapi.json" if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else "openapi.yaml"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    for relative, path in document.files.items():
        (folder / relative).parent.mkdir(parents=True, exist_ok=True)
        (folder / relative).write_bytes(path.read_bytes())
    return name


def _credentials(file: Path, proposal: Proposal) -> str:
    text = file.read_text(encoding="utf-8") if file.exists() else HEADER
    try:
        known = set(re.findall(r"^([a-z][a-z0-9_]*)\s*:", text, re.MULTILINE))
        return with_entries(text, {name: entry for name, entry in proposal.entries.items() if name not in known})
    except ValueError as error:
        raise UsageError(f"{file.name} cannot be added to: {error}") from error


def _service(
    service: str, contract: str, origin: Origin | None, document: Document, operations: Sequence[str], team: str,
    proposal: Proposal,
) -> str:  # fmt: skip
    title = (document.raw.get("info") or {}).get("title")
    asked: Json = operations[0] if tuple(operations) in {("used",), ("all",)} else list(operations)
    lines = [
        f"service: {service}",
        f"title: {scalar(str(title or service))}",
        f"contract: {scalar(contract)}",
        *([f"source: {flow(source_of(origin))}"] if origin else []),
        f"operations: {flow(asked)}",
        f"owner: {{team: {scalar(team or 'unassigned')}}}{'' if team else ' # who answers when this service fails'}",
        f"base_url: {scalar(server_of(document.raw) or f'env:{service.upper()}_URL')}",
    ]
    if header := _key_header(document.raw):
        lines.append(f"idempotency: {{header: {scalar(header)}}}")
    if proposal.credential:
        lines.append(f"credential: {flow(proposal.credential)}")
    lines += [f"# no credential yet for the security scheme {scalar(scheme)}" for scheme in proposal.left_out]
    return "\n".join([*lines, ""])


def _key_header(raw: Mapping[str, Json]) -> str:
    """Return the header in which a contract takes the key of a repeated write; "" where it names none."""
    components = raw.get("components")
    shared = (components.get("parameters") if isinstance(components, Mapping) else None) or raw.get("parameters") or {}
    listed: list[Json] = [list(shared.values()) if isinstance(shared, Mapping) else []]
    for _, _, item in path_items(raw):
        listed += [node.get("parameters") for node in (item, *item.values()) if isinstance(node, Mapping)]
    for node in (node for nodes in listed if isinstance(nodes, list) for node in nodes):
        if isinstance(node, Mapping) and node.get("in") == "header":
            name = str(node.get("name", ""))
            if name.lower() == "idempotency-key":
                return name
    return ""


def server_of(raw: Mapping[str, Json]) -> str:
    """Return a contract's first server as a URL, variables filled with defaults; "" if it is relative or missing."""
    if "swagger" in raw:  # OpenAPI 2.0: host, basePath and schemes
        schemes = raw.get("schemes") or ["https"]
        scheme = "https" if "https" in schemes else str(schemes[0])
        return f"{scheme}://{raw['host']}{str(raw.get('basePath') or '').rstrip('/')}" if raw.get("host") else ""
    servers = raw.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    if not isinstance(first, Mapping):
        return ""
    url = str(first.get("url") or "")
    for name, variable in (first.get("variables") or {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")) if isinstance(variable, Mapping) else "")
    return url.rstrip("/") if url.startswith(("http://", "https://")) and "{" not in url else ""


def _environment(service: str, document: Document, proposal: Proposal) -> tuple[str, ...]:
    names = [] if server_of(document.raw) else [f"{service.upper()}_URL"]
    for entry in proposal.entries.values():
        names += [value[4:] for value in entry.values() if isinstance(value, str) and value.startswith("env:")]
    return tuple(names)
