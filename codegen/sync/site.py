"""Where a project's generated files stand, and what a run left there: its lock, or the journal of a killed one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.sync.lock import NAME, Lock, parse

FOLDER = ".codegen"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a project's generated files and lock stand: its root, and the output folder relative to it."""

    root: Path
    output: str

    @property
    def folder(self) -> Path:
        """The output folder."""
        return self.root / self.output

    @property
    def lock(self) -> Path:
        """The lock's file."""
        return self.root / NAME


def read_lock(site: Site) -> Lock | None:
    """Return the project's lock, None without one; what a killed run was about to write counts as the generator's."""
    try:
        lock = parse(site.lock.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        lock = None
    journal = _read_journal(site)
    if not journal:
        return lock
    base = lock or Lock()
    outputs = {f: base.outputs.get(f, frozenset()) | {d} for f, d in journal.items()}
    return replace(base, outputs={**base.outputs, **outputs}, interrupted=True)


def outputs_of(site: Site, tree: Tree) -> dict[str, frozenset[str]]:
    """Return the lock's `outputs` for a tree."""
    return {f"{site.output}/{path}": frozenset({of_text(text)}) for path, text in tree.items()}


# ------------------------------------------------------------------ the journal of a run that may be killed


def write_journal(site: Site, tree: Tree, paths: Iterable[str]) -> None:
    """Note the digests of the files that are about to be swapped in."""
    # the notes of an earlier killed run stay until a run ends: some of its files may still stand
    entries = {**_read_journal(site), **{f"{site.output}/{path}": of_text(tree[path]) for path in paths}}
    replace_text(_journal(site), orjson.dumps(entries).decode(), site.root / FOLDER / "stage.journal")


def end_journal(site: Site) -> None:
    """Drop the journal: the lock says everything now."""
    _journal(site).unlink(missing_ok=True)


def replace_text(file: Path, text: str, staged: Path) -> None:
    """Put `text` into `file` by way of `staged`, so that nobody ever reads half of it."""
    staged.write_bytes(text.encode("utf-8", "surrogatepass"))
    os.replace(staged, file)


def _journal(site: Site) -> Path:
    return site.root / FOLDER / "journal.json"


def _read_journal(site: Site) -> dict[str, str]:
    try:
        content = orjson.loads(_journal(site).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {file: digest for file, digest in content.items() if isinstance(file, str) and isinstance(digest, str)}
