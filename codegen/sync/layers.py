"""Which of the three layers a generated file or a link of the chain belongs to."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """The three layers, and the project as a whole for what belongs to none of them."""

    EXTERNAL_SERVICE = "External Service"
    INVOCABLE_ACTION = "Invocable Action"
    AGENT_ACTION = "Agent Action"
    PROJECT = "Project"


ORDER = {layer: number for number, layer in enumerate(Layer)}

_FOLDERS = {
    "services": Layer.EXTERNAL_SERVICE,
    "contracts": Layer.EXTERNAL_SERVICE,
    "actions": Layer.INVOCABLE_ACTION,
    "handlers.py": Layer.INVOCABLE_ACTION,
    "tools": Layer.AGENT_ACTION,
}
_LINKS = {
    "operation": Layer.EXTERNAL_SERVICE,
    "action": Layer.INVOCABLE_ACTION,
    "tool": Layer.AGENT_ACTION,
}


def of_path(path: str) -> Layer:
    """Return the layer of a generated file, by its path below the output folder."""
    return _FOLDERS.get(path.split("/", 1)[0], Layer.PROJECT)


def of_link(kind: str) -> Layer:
    """Return the layer of a link of the chain of digests, by its kind."""
    return _LINKS.get(kind, Layer.PROJECT)


def subject(path: str) -> str:
    """Return what a generated file is about: its service, its action, its vendor, or the file itself.

    Args:
        path: below the output folder.
    """
    parts = path.split("/")
    if len(parts) == 1 or (parts[-1] == "__init__.py" and len(parts) == 2):
        return path
    return parts[1].rsplit(".", 1)[0]
