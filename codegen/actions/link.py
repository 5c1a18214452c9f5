"""One link of the chain of digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain of digests in the lock.

    `kind` is `operation`, `action` or `tool`; `name` is `service.operation`, the action or the tool; `aspects` maps
    what is digested apart (operation: stable, wire, doc, auth; action: logic, surface; tool: text, schema) to its
    digest; `needs` holds the `(kind, name)` pairs below it.
    """

    kind: str
    name: str
    aspects: Mapping[str, str]
    needs: tuple[tuple[str, str], ...] = ()
