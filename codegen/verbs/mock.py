"""`codegen mock`: the services of a project, played from their contracts on the loopback interface."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from codegen.actions.service import ServiceSettings
from codegen.actions.terms import Credential
from codegen.contract.build import build
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostic, Diagnostics, nearest
from codegen.mocking.script import Script, read_script
from codegen.mocking.server import MockService
from codegen.mocking.service import MockApplication
from codegen.project import Project
from codegen.runtime.departures import played
from codegen.verbs.failure import UsageError
from codegen.verbs.open import open_project
from codegen.verbs.written import Written, read_document, read_written

TOKEN_PATH = "/oauth/token"  # noqa: S105  # a path, where the contract names none


@dataclass(frozen=True, slots=True)
class MockResult:
    """The running mocks.

    Attributes:
        urls: service to where it answers.
        environment: what to set so that generated code finds them, in the order of the names; nothing for a service
            whose address no environment changes.
        services: the mocks themselves, by name.
    """

    urls: Mapping[str, str]
    environment: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    exit_code: int
    services: Mapping[str, MockService] = field(default_factory=dict)


@contextmanager
def serve(start: Path, *, services: Collection[str] = (), port: int = 0) -> Iterator[MockResult]:
    """Serve services of the project that `start` lies in, until the block ends.

    Args:
        start: a folder in the project.
        services: which; all of them if empty.
        port: of the first, the next ones take the next ports; 0 takes free ones.

    Yields:
        Where they answer.

    Raises:
        UsageError: if there is no project or no such service, or a port is taken.
    """
    project, diagnostics = open_project(start), Diagnostics()
    written = read_written(project, diagnostics)
    chosen = _chosen(written, services)
    ready = [(settings, *found) for settings in chosen if (found := _read(settings, project, diagnostics)) is not None]
    if diagnostics.failed:
        yield MockResult({}, {}, tuple(diagnostics), 2)
        return
    with ExitStack() as stack:
        running: dict[str, MockService] = {}
        for number, (settings, contract, script) in enumerate(ready):
            running[settings.name] = stack.enter_context(_start(contract, script, port + number if port else 0))
        environment: dict[str, str] = {}
        for settings, contract, _ in ready:
            if settings.base_url.startswith("env:"):
                environment |= _environment(settings, contract, written, running[settings.name].base_url)
            else:
                _warn_of_address(settings, diagnostics)
        stack.enter_context(played(running))
        urls = {name: service.base_url for name, service in running.items()}
        yield MockResult(urls, dict(sorted(environment.items())), tuple(diagnostics), 0, running)


def applications(project: Project, written: Written, diagnostics: Diagnostics) -> dict[str, MockApplication]:
    """Return a mock of every service that answers without any socket; what is wrong is collected."""
    found = {settings.name: _read(settings, project, diagnostics) for settings in written.services}
    return {name: MockApplication(*read) for name, read in found.items() if read is not None}


def stand_ins(written: Written, name: str, contract: Contract, url: str) -> Mapping[str, str]:
    """Return a value for every variable of the environment that a service refers to, as its mock would take them."""
    settings = next(settings for settings in written.services if settings.name == name)
    return _environment(settings, contract, written, url)


def _chosen(written: Written, names: Collection[str]) -> list[ServiceSettings]:
    known = [settings.name for settings in written.services]
    for name in names:
        if name not in known:
            raise UsageError(f"there is no service {name!r}", nearest(name, known))
    return [settings for settings in written.services if not names or settings.name in names]


def _read(settings: ServiceSettings, project: Project, diagnostics: Diagnostics) -> tuple[Contract, Script] | None:
    """Return a service's contract as it is on the wire, and its script."""
    document = read_document(settings, project, diagnostics)
    if document is None:
        return None
    contract = build(document, service=settings.name, used=None, adapt={}, pinned={}, diagnostics=diagnostics)
    file = settings.folder / "mock.yaml"
    script = read_script(file, file.relative_to(project.root).as_posix(), diagnostics)
    return None if contract is None else (contract, script)


def _start(contract: Contract, script: Script, port: int) -> MockService:
    try:
        return MockService(contract, script, port=port)
    except OSError as error:
        raise UsageError(f"port {port} cannot be taken: {error.strerror}", "choose another --port") from error


def _warn_of_address(settings: ServiceSettings, diagnostics: Diagnostics) -> None:
    """Warn of programs that would go on asking the real service (`mock-not-reached`)."""
    message = f"programs go on asking {settings.base_url}, not the mock of {settings.name}"
    hint = f"write base_url: env:{settings.name.upper()}_URL, and set that where they run; or run actions with --mock"
    diagnostics.warning("mock-not-reached", message, settings.source.place("/base_url"), hint)


def _environment(settings: ServiceSettings, contract: Contract, written: Written, url: str) -> dict[str, str]:
    found = {settings.base_url[4:]: url} if settings.base_url.startswith("env:") else {}
    names = [settings.credential] if isinstance(settings.credential, str) else list(settings.credential.values())
    for name in names:
        if (credential := written.credentials.get(name)) is not None:
            found |= _values(credential, contract, url)
    return found


def _values(credential: Credential, contract: Contract, url: str) -> dict[str, str]:
    """Return a value for each variable that a credential refers to; the mock takes any."""
    values = {}
    for key, reference in credential.settings.items():
        if isinstance(reference, str) and reference.startswith("env:"):
            values[reference[4:]] = url + _token_path(contract) if key == "token_url" else f"mock-{key}"
    return values


def _token_path(contract: Contract) -> str:
    """Return the path of the contract's token endpoint, which the mock serves under its own address."""
    for scheme in contract.security_schemes.values():
        flow = scheme.flows.get("clientCredentials")
        if flow is not None and "//" in str(flow.get("tokenUrl", "")):
            return "/" + str(flow["tokenUrl"]).split("//", 1)[1].partition("/")[2]
    return TOKEN_PATH
