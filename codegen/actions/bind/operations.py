"""Find the operations that definitions name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from codegen.actions.bind.report import Report
from codegen.contract.model import Contract, Operation
from codegen.core.diagnostics import nearest


@dataclass(frozen=True, slots=True)
class Operations:
    """The contracts, by service, and the names of all operations that there are, also outside the slices.

    `keys` has the header in which each service gets the key of a repeated write, "" for none.
    """

    contracts: Mapping[str, Contract]
    known: Mapping[str, Collection[str]]
    services: Collection[str]
    keys: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str, at: str, report: Report) -> tuple[Contract, Operation] | None:
        """Return the operation `service.operation`; None, with the reason collected, where there is none.

        Args:
            name: as the definition has it.
            at: JSON pointer of the name.
            report: collects `unknown-service` and `unknown-operation`.
        """
        service, _, operation = name.partition(".")
        if service not in self.services:
            hint = nearest(service, self.services)
            report.error("unknown-service", f"there is no service {service!r}", at, hint)
            return None
        contract = self.contracts.get(service)
        if contract is None:  # its contract could not be read, which was said
            return None
        if operation not in contract.operations:
            names = {*contract.operations, *self.known.get(service, ())}
            message = f"the service {service} has no operation {operation!r}"
            report.error("unknown-operation", message, at, nearest(operation, sorted(names)))
            return None
        return contract, contract.operations[operation]

    def split(self, name: str) -> tuple[str, str]:
        """Split `service.operation.rest` into the operation and the rest; names of operations may hold dots."""
        service, _, tail = name.partition(".")
        contract = self.contracts.get(service)
        fitting = [known for known in (contract.operations if contract else ()) if tail.startswith(f"{known}.")]
        operation = max(fitting, key=len, default=tail.rpartition(".")[0])
        return f"{service}.{operation}", tail.removeprefix(operation).removeprefix(".")
