"""`catalog.md`: every action with its owner, SLA, escalation, scopes, reviews and services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from codegen.actions.plan import Action, Plan, Service
from codegen.actions.terms import Owner
from codegen.core.tree import Tree
from codegen.targets.docs.markdown import cell, table

_NONE = "–"  # noqa: RUF001 - a dash in a table, not a minus
_ACTIONS = (
    "Action",
    "Effect",
    "Owner",
    "Respond",
    "Resolve",
    "Escalation",
    "Roles",
    "Scopes",
    "Last review",
    "Next review",
    "Services",
)
_SERVICES = ("Service", "Owner", "Respond", "Resolve", "Escalation", "Last review", "Next review", "Used by")
_UNITS = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))


def generate(plan: Plan) -> Tree:
    """Return `catalog.md`; no date of today is in it, so it changes only when the project does."""
    actions = sorted(plan.actions, key=lambda action: action.name)
    services = sorted(plan.services, key=lambda service: service.name)
    parts = [
        "# Catalogue",
        "Every action and every service, with who answers for it. Made by `codegen generate`.",
        "## Actions",
        table(_ACTIONS, [_action(action) for action in actions]) if actions else "None yet.",
        "## External Services",
        table(_SERVICES, [_service(service, actions) for service in services]) if services else "None yet.",
    ]
    return Tree({"catalog.md": "\n\n".join(parts) + "\n"})


def next_review(owner: Owner) -> str:
    """Return the date by which the owner reviews next (ISO 8601); "" where no last review or no interval is given."""
    if not owner.reviewed or owner.review_every is None:
        return ""
    try:
        return (date.fromisoformat(owner.reviewed[:10]) + timedelta(seconds=owner.review_every)).isoformat()
    except (ValueError, OverflowError):  # beyond the calendar, or no date: the definition's own check reports it
        return ""


def duration(seconds: float | None) -> str:
    """Return seconds in the largest unit that divides them, "" for None."""
    if seconds is None:
        return ""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size and seconds % size == 0), _UNITS[-1])
    return f"{seconds / size:g} {unit}"


def services_of(action: Action) -> list[str]:
    """Return the names of the services that an action calls, also to undo."""
    calls = [call for step in action.steps for call in step.calls]
    return sorted({call.service for call in calls})


def _action(action: Action) -> list[str]:
    owner, held = action.owner, action.permissions
    name = f"`{action.name}`" + (f": {action.title}" if action.title else "")
    effect = action.effect.value
    reviews = (owner.reviewed, next_review(owner))
    return _cells(
        [name, effect, *_sla(owner), _list(held.roles), _list(held.scopes), *reviews, _list(services_of(action))]
    )


def _service(service: Service, actions: Sequence[Action]) -> list[str]:
    owner = service.owner
    name = f"`{service.name}`" + (f": {service.title}" if service.title else "")
    users = _list(action.name for action in actions if service.name in services_of(action))
    return _cells([name, *_sla(owner), owner.reviewed, next_review(owner), users])


def _sla(owner: Owner) -> list[str]:
    return [owner.team, duration(owner.respond), duration(owner.resolve), _list(owner.escalation)]


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _cells(texts: Iterable[str]) -> list[str]:
    return [cell(text) or _NONE for text in texts]
