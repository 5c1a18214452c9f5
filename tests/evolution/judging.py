"""What has to hold of the generated files after a version, told where it does not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.evolution.edits import Edit, only_edited
from tests.evolution.files import Files, group_of

_HOLDS = re.compile(r"holds back (.*); everything else is generated")
_CALLED = re.compile(r"operation: ([a-z_]+)\.")


@dataclass(frozen=True, slots=True)
class Stand:
    """The generated files before a version and after it, what a fresh generation gives, and the kept edits."""

    before: Files
    now: Files
    fresh: Files
    edits: Mapping[str, Edit]

    def as_fresh(self, path: str) -> bool:
        """Say whether a file is as a fresh generation gives it, but for a kept edit."""
        found, wanted = self.now.get(path), self.fresh.get(path)
        if found == wanted:
            return True
        if path not in self.edits or found is None or wanted is None:
            return False
        return only_edited(self.edits[path], wanted.decode(), found.decode())

    def mixed(self, path: str) -> bool:
        """Say whether each line of a file comes from before, from a fresh generation or from a person.

        That is what holds of the files that tell of all services and actions while one of those is held back.
        """
        known = {line for files in (self.before, self.fresh) for line in files.get(path, b"").splitlines()}
        known |= {line.rstrip("\n").encode() for line in (self.edits[path].added if path in self.edits else ())}
        plain = {line.rstrip(b",") for line in known}  # the last member of a JSON list has no comma
        return all(line in known or line.rstrip(b",") in plain for line in self.now.get(path, b"").splitlines())


def groups(stand: Stand, held: Collection[str]) -> Iterator[str]:
    """Yield each group that is neither wholly new nor, where a conflict holds it back, wholly old."""
    files: dict[str, set[str]] = {}
    for path in {**stand.before, **stand.now, **stand.fresh}:
        files.setdefault(group_of(path), set()).add(path)
    for group, paths in sorted(files.items()):
        wrong = sorted(path for path in paths if not stand.as_fresh(path))
        if not wrong:
            continue
        if group in held:
            torn = sorted(path for path in paths if stand.now.get(path) != stand.before.get(path))
            if torn:
                yield f"{group} is held back and neither old nor new: {torn[:4]}"
        elif not (held and group in paths and stand.mixed(group)):
            yield f"{group} is not as a fresh generation gives it: {wrong[:4]}"


def held(details: Collection[str]) -> set[str]:
    """Return the groups that conflicts hold back, from what is said of them."""
    found = [match[1].split(", ") for line in details if (match := _HOLDS.fullmatch(line))]
    return {group for listed in found for group in listed}


def reachable(paths: Collection[str], definitions: Path) -> set[str]:
    """Return the groups that hang together with conflicting files: services and the actions that call them.

    Args:
        paths: the files.
        definitions: the folder of the actions' definitions.
    """
    calls = {f"action {file.stem}": _services(file) for file in definitions.glob("*.yaml")}
    found = {group_of(path) for path in paths}
    while True:
        more = {action for action, services in calls.items() if services & found}
        more |= {service for action, services in calls.items() if action in found for service in services}
        if more <= found:
            return found
        found |= more


def _services(definition: Path) -> set[str]:
    return {f"service {name}" for name in _CALLED.findall(definition.read_text(encoding="utf-8"))}
