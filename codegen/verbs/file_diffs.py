"""Unified diffs of generated files: what stands on the disk against what is to stand there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from codegen.sync.decide import Decision
from codegen.sync.site import Site
from codegen.verbs.upgrade import Upgrade


@dataclass(frozen=True, slots=True)
class Diffs:
    """Unified diffs, a file each, in the order of their paths.

    Attributes:
        by_generator: what another version of the generator changes by itself.
        by_inputs: what the inputs change.
    """

    by_generator: tuple[str, ...] = ()
    by_inputs: tuple[str, ...] = ()

    @classmethod
    def of(cls, site: Site, tree: Mapping[str, str], decision: Decision, newer: Upgrade | None) -> Diffs:
        """Return the diffs of all files that are to be written or deleted.

        Args:
            site: the project.
            tree: what is to stand in the output folder.
            decision: what of it differs from the disk.
            newer: another version of the generator, if it is one.
        """
        paths = sorted({*decision.write, *decision.delete})
        standing = {path: text for path in paths if (text := _standing(site, path)) is not None}
        if newer is None or newer.tree is None:
            return cls((), _diffs(site, paths, standing, tree))
        paths = sorted({*paths, *(file.removeprefix(f"{site.output}/") for file, _ in newer.files)})
        standing |= {path: text for path in paths if (text := _standing(site, path)) is not None}
        return cls(_diffs(site, paths, standing, newer.tree), _diffs(site, paths, newer.tree, tree))


def _diffs(site: Site, paths: list[str], old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        diff(f"{site.output}/{path}", old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)
    )


def diff(name: str, old: str | None, new: str | None) -> str:
    """Return the unified diff of one file; None stands for no file."""
    before, after = ("/dev/null" if old is None else f"a/{name}"), ("/dev/null" if new is None else f"b/{name}")
    lines = difflib.unified_diff(
        (old or "").splitlines(keepends=True), (new or "").splitlines(keepends=True), before, after
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _standing(site: Site, path: str) -> str | None:
    file = site.folder / path
    return file.read_bytes().decode(errors="replace") if file.exists() else None
