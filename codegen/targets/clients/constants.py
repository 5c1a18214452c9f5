"""The names of the constants in `operations.py`."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.contract.model import Contract
from codegen.core.names import assign


def constant_names(contract: Contract) -> Mapping[str, str]:
    """Return the constant of each operation by its stable name."""
    wanted = [(name, operation.ident.upper()) for name, operation in contract.operations.items()]
    return assign(wanted, {}, reserved=("OPERATIONS",))
