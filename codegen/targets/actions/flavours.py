"""Sync and async: one template, two sets of words."""

from __future__ import annotations

from codegen.render.literals import Code
from codegen.targets.actions.view import FlavourView


def flavours(action: str) -> tuple[FlavourView, FlavourView]:
    """Return the two worlds in which an action's module offers its steps."""
    sync = FlavourView(
        is_async=False,
        async_=Code(""),
        await_=Code(""),
        steps=Code("Steps"),
        steps_doc=f"The steps of `{action}`, each under the policy declared for it.",
        run=Code("Run"),
        perform=Code("perform"),
        handler=Code("Handler"),
        handler_doc=f"The business rules of `{action}`: they decide which steps to call and with what.",
        call_doc="Return the outputs, or `Refuse` with the reason and the next step.",
        answer=Code("Outputs | Refuse"),
    )
    return sync, FlavourView(
        is_async=True,
        async_=Code("async "),
        await_=Code("await "),
        steps=Code("AsyncSteps"),
        steps_doc=f"The steps of `{action}` for async code, each under the policy declared for it.",
        run=Code("AsyncRun"),
        perform=Code("perform_async"),
        handler=Code("AsyncHandler"),
        handler_doc=f"The business rules of `{action}`, written as a coroutine.",
        call_doc="Return the outputs, or `Refuse` with the reason and the next step.",
        answer=Code("Awaitable[Outputs | Refuse]"),
    )
