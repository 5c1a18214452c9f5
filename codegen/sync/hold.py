"""What a conflict holds back: its own service or action, what depends on it, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from codegen.actions.link import Link


@dataclass(frozen=True, slots=True)
class Held:
    """What keeps its last good text: services, actions, and files that belong to neither."""

    services: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything is held back."""
        return bool(self.services or self.actions or self.files)

    def holds(self, path: str) -> bool:
        """Say whether a generated file (its path below the output folder) is held back."""
        kind, name = group_of(path)
        return name in {"service": self.services, "action": self.actions, "file": self.files}[kind]


def group_of(path: str) -> tuple[str, str]:
    """Return what a generated file is written together with: `(service, erp)`, `(action, reorder_part)` or itself.

    Args:
        path: below the output folder.
    """
    parts = path.split("/")
    if parts[0] == "services" and len(parts) > 2:
        return "service", parts[1]
    if parts[0] == "contracts" and len(parts) == 2:
        return "service", parts[1].removesuffix(".json")
    if parts[0] == "actions" and len(parts) == 2 and parts[1] != "__init__.py":
        return "action", parts[1].removesuffix(".py").rstrip("_")
    return "file", path


def hold(paths: Collection[str], fresh: Iterable[Link], locked: Iterable[Link]) -> Held:
    """Return what is held back where the files `paths` cannot be written.

    An action goes with each service it calls. A service goes with an action where the action's old text would not fit
    it: where what the layers above see of an operation changed.

    Args:
        paths: files below the output folder that conflict.
        fresh: the chain of digests of today's inputs.
        locked: that of the last run.
    """
    groups = [group_of(path) for path in paths]
    services = {name for kind, name in groups if kind == "service"}
    actions = {name for kind, name in groups if kind == "action"}
    after, before = _by_key(fresh), _by_key(locked)
    calls = {
        name: _operations(after.get(("action", name))) | _operations(before.get(("action", name)))
        for kind, name in after.keys() | before.keys()
        if kind == "action"
    }
    moved = {key[1] for key in after.keys() | before.keys() if key[0] == "operation" and _moved(key, after, before)}
    while True:
        reached = {name for name, called in calls.items() if {_service(o) for o in called} & services}
        unfit = {_service(o) for name in actions | reached for o in calls.get(name, ()) if o in moved}
        if reached <= actions and unfit <= services:
            break
        actions, services = actions | reached, services | unfit
    files = frozenset(name for kind, name in groups if kind == "file")
    return Held(frozenset(services), frozenset(actions), files)


def _by_key(links: Iterable[Link]) -> dict[tuple[str, str], Link]:
    return {(link.kind, link.name): link for link in links}


def _operations(link: Link | None) -> frozenset[str]:
    return frozenset(name for kind, name in (link.needs if link else ()) if kind == "operation")


def _service(operation: str) -> str:
    return operation.partition(".")[0]


def _moved(key: tuple[str, str], after: Mapping[tuple[str, str], Link], before: Mapping[tuple[str, str], Link]) -> bool:
    old, new = before.get(key), after.get(key)
    return old is None or new is None or old.aspects.get("stable") != new.aspects.get("stable")
