"""The handlers that people wrote, each held to the action it serves.

A type checker finds here the handler that no longer fits its action.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .actions import approve_order as approve_order_action


def approve_order() -> approve_order_action.Handler | approve_order_action.AsyncHandler:
    """Load the business rules of `approve_order`."""
    from specs.handlers import approve_order as handler  # loaded alone: another action's rules cannot break this one

    return handler.run
