"""Who may be sent an order, and for how much, without a director."""

from __future__ import annotations

from decimal import Decimal

from codegen.runtime import Refuse
from generated.actions.approve_order import Inputs, Outputs, Steps

LIMIT = Decimal(1000)


def run(inputs: Inputs, steps: Steps) -> Outputs | Refuse:
    """Approve the order if it is open, within the limit and from a supplier in good standing."""
    order = steps.order(order_id=inputs.order_id)
    if order.status != "open":
        return Refuse(f"Order {order.id} is {order.status}, not open.", "Approve open orders only.")
    if order.total > LIMIT:
        return Refuse(f"Order {order.id} is above the limit of {LIMIT}.", "Ask the head of purchasing to approve it.")
    if steps.supplier(supplier_id=order.supplier_id).status == "suspended":
        return Refuse(f"Supplier {order.supplier_id} is suspended.", "Cancel the order or change its supplier.")
    approved = steps.approve(order_id=inputs.order_id, approved_by=inputs.approved_by)
    steps.notify(text=f"{inputs.approved_by} approved {order.id}")
    return Outputs(order_id=approved.id, status=approved.status, total=approved.total)
