"""Writing the generated files: the only module that does.

The new files are staged, every Python file is compiled, and then they are swapped in. A journal of the digests about to
be swapped stands on the disk meanwhile, so that a run killed half-way leaves files that the next run knows as its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from codegen.core.tree import Tree
from codegen.sync.decide import Decision
from codegen.sync.lock import Lock, print_lock
from codegen.sync.site import FOLDER, Site, end_journal, replace_text, write_journal

try:
    import fcntl
except ImportError:  # Windows has none: two runs at once are then not told apart
    fcntl = None  # type: ignore[assignment]  # the module stands for itself or for its absence


class BusyError(Exception):
    """Another run is writing this project at this moment."""


class UncompilableError(Exception):
    """A generated Python file does not compile: a bug of the generator.

    Attributes:
        path: the file, below the output folder.
    """

    def __init__(self, path: str, error: SyntaxError) -> None:
        super().__init__(f"generated {path} does not compile: {error}")
        self.path = path


def apply(site: Site, tree: Tree, decision: Decision, lock: Lock) -> None:
    """Write what was decided, all of it or, where something fails before the swap, nothing.

    Raises:
        BusyError: if another run is at it.
        UncompilableError: if a Python file does not compile.
        OSError: if the disk does not let us.
    """
    text = print_lock(lock)
    if not decision.write and not decision.delete and _same(site.lock, text):
        end_journal(site)
        return
    with _alone(site):
        verify({path: tree[path] for path in decision.write})
        staged = _stage(site, tree, decision)
        try:
            _keep_copies(site, decision.replaced)
            write_journal(site, tree, decision.write)
            _swap(site, staged, decision)
            replace_text(site.lock, text, site.root / FOLDER / "stage.lock")
            end_journal(site)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def verify(files: Mapping[str, str]) -> None:
    """Compile every Python file among `files`.

    Raises:
        UncompilableError: naming the first that does not compile.
    """
    for path, text in files.items():
        if path.endswith(".py"):
            try:
                compile(text, path, "exec", dont_inherit=True)
            except SyntaxError as error:
                raise UncompilableError(path, error) from error


def _stage(site: Site, tree: Tree, decision: Decision) -> Path:
    """Write the new files beside the output folder, on the same disk, so that each swap is one rename."""
    staged = site.root / FOLDER / "stage"
    shutil.rmtree(staged, ignore_errors=True)
    try:
        for folder in {(staged / path).parent for path in decision.write} | {staged}:
            folder.mkdir(parents=True, exist_ok=True)
        for path in decision.write:
            (staged / path).write_bytes(tree[path].encode("utf-8", "surrogatepass"))
    except OSError:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return staged


def _swap(site: Site, staged: Path, decision: Decision) -> None:
    for folder in {(site.folder / path).parent for path in decision.write}:
        folder.mkdir(parents=True, exist_ok=True)
    for path in decision.write:
        os.replace(staged / path, site.folder / path)
    for path in decision.delete:
        (site.folder / path).unlink(missing_ok=True)
    for folder in sorted({(site.folder / path).parent for path in decision.delete}, reverse=True):
        _remove_empty(folder, site.folder)


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove `folder` and those above it up to `top` while nothing but Python's caches is in them."""
    while folder != top and folder.is_dir() and all(entry.name == "__pycache__" for entry in folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent


def _keep_copies(site: Site, paths: Collection[str]) -> None:
    """Copy files that nobody else has to `.codegen/replaced/` before they go."""
    for path in paths:
        copy = site.root / FOLDER / "replaced" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site.folder / path, copy)


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Keep other runs out; the operating system lets go when the process ends, however it ends."""
    folder = site.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "busy").open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError from error
        yield


def _same(file: Path, text: str) -> bool:
    try:
        return file.read_bytes() == text.encode("utf-8", "surrogatepass")
    except FileNotFoundError:
        return False
