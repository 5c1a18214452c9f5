"""The three mock services of the worked example, and the environment that leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from codegen.contract.build import build
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.contract.overlay import apply_overlays
from codegen.core.diagnostics import Diagnostics
from codegen.mocking.script import Script, read_script
from codegen.mocking.server import MockService, serve

SERVICES = ("inventory", "erp", "chat")
SECRETS = {
    "inventory": {"api_key": "demo-key"},
    "erp": {"oauth": "demo-client:demo-secret"},
    "chat": {"bearer": "demo-token"},
}


def wire_contract(root: Path, service: str) -> Contract:
    """Return a service's contract as its vendor sees it: with overlays, without `adapt`.

    Args:
        root: the project's root.
        service: a folder below `specs`.

    Raises:
        ValueError: if the contract cannot be read.
    """
    diagnostics = Diagnostics()
    folder = root / "specs" / service
    document = load(folder / "openapi.yaml", root, diagnostics)
    if document is not None:
        overlays = sorted(folder.glob("overlay.yaml"))
        document = apply_overlays(document, overlays, root, diagnostics)
        contract = build(document, service=service, used=None, adapt={}, pinned={}, diagnostics=diagnostics)
        if contract is not None and not diagnostics.failed:
            return contract
    raise ValueError("\n".join(map(str, diagnostics)))


def script(root: Path, service: str) -> Script:
    """Return what a service's `mock.yaml` says.

    Raises:
        ValueError: if it cannot be read.
    """
    diagnostics = Diagnostics()
    file = f"specs/{service}/mock.yaml"
    found = read_script(root / file, file, diagnostics)
    if diagnostics.failed:
        raise ValueError("\n".join(map(str, diagnostics)))
    return found


@contextmanager
def running(root: Path) -> Iterator[dict[str, MockService]]:
    """Serve the three services until the block ends."""
    contracts = {service: wire_contract(root, service) for service in SERVICES}
    scripts = {service: script(root, service) for service in SERVICES}
    with serve(contracts, scripts, secrets=SECRETS) as mocks:
        yield mocks


def environment(mocks: Mapping[str, MockService]) -> dict[str, str]:
    """Return the variables that `specs/*/service.yaml` and `specs/credentials.yaml` refer to."""
    return {
        "INVENTORY_URL": mocks["inventory"].base_url,
        "INVENTORY_API_KEY": "demo-key",
        "ERP_URL": mocks["erp"].base_url,
        "ERP_TOKEN_URL": f"{mocks['erp'].base_url}/oauth/token",
        "ERP_CLIENT_ID": "demo-client",
        "ERP_CLIENT_SECRET": "demo-secret",
        "CHAT_URL": mocks["chat"].base_url,
        "CHAT_TOKEN": "demo-token",
    }
