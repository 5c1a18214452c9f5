"""The names under which layer 1 says what operations answer, and layer 2 reads it."""

from __future__ import annotations

from codegen.actions.steps import Collect
from codegen.contract.model import Operation
from codegen.core.names import pascal


def answer_name(operation: Operation) -> str:
    """Return the name of an operation's successful answer."""
    return f"{pascal(operation.ident)}Answer"


def status_answer_name(operation: Operation, status: int) -> str:
    """Return the name of what comes with another status than a success."""
    return f"{pascal(operation.ident)}{status}Answer"


def item_name(operation: Operation, collect: Collect) -> str:
    """Return the name of an element of an operation's pages."""
    way = "".join(pascal(segment.ident) for segment in collect.items if segment.ident)
    return f"{pascal(operation.ident)}{way}Item"
