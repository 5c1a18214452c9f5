"""What an element of a contract is called where its use is looked up."""

from __future__ import annotations

from codegen.changes.model import Change, Element

Key = tuple[str, str, str]  # kind, owner and wire name


def key_of(element: Element) -> Key:
    """Return what an element is called where its use is looked up: kind, owner and wire name."""
    name = element.name.split(".", 1)[0] if element.kind == "property" else element.name
    return element.kind, element.owner, name


def line_keys(change: Change) -> tuple[Key, ...]:
    """Return under what the lines of people's code that touch a change are found.

    A parameter belongs to the operations in which the change shows, and its lines to these alone.
    """
    kind, owner, name = key_of(change.element)
    if kind != "parameter":
        return ((kind, owner, name),)
    return tuple(
        parameter_key(operation, owner, name) for operation in dict.fromkeys(s.operation for s in change.places)
    )


def parameter_key(operation: str, location: str, wire: str) -> Key:
    """Return under what the lines that give one operation's parameter are found; `operation` is method and path."""
    return "parameter", f"{operation} {location}", wire
