"""A dry run in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegen.verbs.dry_run import DryRun, Shown, ShownStep

_PURPOSES = {
    "token": "  (where no access token is at hand)",
    "poll": "  (asking until it is done)",
    "fallback": "  (where the service fails)",
}


def told(run: DryRun) -> Iterator[str]:
    """Yield the lines that tell a dry run."""
    owner = f", owned by {run.owner}" if run.owner else ""
    yield f"{run.action} ({run.effect}{owner}). Nothing was sent; the answers are made up from the contracts."
    if run.permissions:
        yield f"The caller must have {', '.join(run.permissions)}."
    if run.handler:
        yield "A handler decides which steps are called; these are, with the answers that are assumed."
    for number, step in enumerate(run.steps, 1):
        yield ""
        yield from _step(number, step)
    yield ""
    yield from _end(run)


def _step(number: int, step: ShownStep) -> Iterator[str]:
    owner = f", owned by {step.owner}" if step.owner else ""
    yield f"{number}. {step.id}: {step.operation}{owner}"
    if step.condition:
        yield f"   only where they fulfil {step.condition}{_held(step)}"
    elif not step.called and not step.problem:
        yield "   not called with the assumed answers"
    for shown in step.requests:
        yield from _request(shown)
    if step.problem:
        yield f"   {step.problem}"
    if step.assumed and step.requests:
        yield "   from assumed answers:"
        yield from (f"     {item}" for item in step.assumed)
    if step.undo:
        yield "   when the action gives up later, it is taken back by"
        for shown in step.undo:
            yield from _request(shown)
    yield "   policies:"
    yield from (f"     {policy}" for policy in step.policies)


def _held(step: ShownStep) -> str:
    if not step.reached:
        return ""
    return ", which the assumed answers do" if step.called else ", which the assumed answers do not; if they did:"


def _request(shown: Shown) -> Iterator[str]:
    why = _PURPOSES.get(shown.purpose, "")
    yield f"   > {shown.method} {shown.url}{why}"
    yield from (f"     {name}: {value}" for name, value in shown.headers.items())
    yield from (f"     {line}" for line in shown.body.splitlines())


def _end(run: DryRun) -> Iterator[str]:
    error = run.envelope.get("error")
    if error:
        yield f"It would fail ({error['layer']}, {error['code']}): {error['message']}"
        yield f"Next: {error['next_step']}"
        return
    names = ", ".join(run.envelope.get("result", {}))
    yield f"It would answer {names or 'nothing'}."
