"""Deprecated tools, as `check` tells of them: some days before their last one, and from then on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from codegen.actions.definition import Definition
from codegen.core.diagnostics import Diagnostics

ANNOUNCED = timedelta(days=14)


def announce(definitions: Iterable[Definition], today: date, diagnostics: Diagnostics) -> None:
    """Warn of tools whose last day comes or has passed (`tool-ends`), and of dates that are none (`wrong-value`)."""
    for definition in definitions:
        if definition.deprecated is None or not definition.deprecated.remove_after:
            continue
        place = definition.source.place("/tool/deprecated/remove_after")
        try:
            last = date.fromisoformat(definition.deprecated.remove_after)
        except ValueError:
            diagnostics.error("wrong-value", f"{definition.deprecated.remove_after} is no date", place)
            continue
        if today + ANNOUNCED < last:
            continue
        days = (last - today).days
        when = f"ends in {days} days, on {last}" if days > 0 else f"was to be removed after {last}"
        hint = f"move its callers to {definition.deprecated.use}, then delete {definition.file}"
        diagnostics.warning("tool-ends", f"the tool {definition.tool} {when}", place, hint)
