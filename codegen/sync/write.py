"""Writing: the only module that changes generated files, the lock, and what `generate` records under `specs/`.

Everything is made ready beside its place first and every Python file is compiled; then the output folder changes in one
step and a handful of single files by a rename each. A journal of the digests that come stands on the disk meanwhile, so
that a run killed half-way leaves nothing that the next run does not know as its own.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from codegen.core.tree import Tree
from codegen.sync.decide import Decision
from codegen.sync.lock import Lock, print_lock
from codegen.sync.site import FOLDER, Site, end_journal, write_journal
from codegen.sync.staging import keep_copy as keep_copy
from codegen.sync.staging import stage, swap

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


def apply(
    site: Site, tree: Tree, decision: Decision, lock: Lock, disk: Mapping[str, str],
    records: Mapping[str, str | None] | None = None,
) -> None:  # fmt: skip
    """Write what was decided, all of it or, where something fails before the exchange, nothing. Call it `alone`.

    Args:
        site: the project.
        tree: what is to stand in the output folder.
        decision: what of it differs.
        lock: to go with it.
        disk: the digests that the decision was taken on.
        records: files under `specs/` that `generate` keeps itself (patches, accepted surfaces), relative to the root;
            None deletes one.

    Raises:
        UncompilableError: if a Python file does not compile.
        OSError: if the disk does not let us.
    """
    text = _bytes(print_lock(lock))
    wanted = {name: None if new is None else _bytes(new) for name, new in (records or {}).items()}
    singles = {name: new for name, new in wanted.items() if not _stands(site.root / name, new)}
    changed = bool(decision.write or decision.delete)
    folder = site.root / FOLDER / "stage"
    shutil.rmtree(folder, ignore_errors=True)
    if not changed and not singles and _stands(site.lock, text):
        end_journal(site)
        return
    verify({path: tree[path] for path in decision.write})
    _permitted([site.root, *([site.folder] if changed else []), *((site.root / name).parent for name in singles)])
    try:
        staged = _stage_singles(folder, {**singles, site.lock.name: text})
        output = stage(site, tree, decision) if changed else None
        for path in decision.replaced:
            keep_copy(site, site.folder / path, path)
        write_journal(site, tree, decision.write)
        for name in singles:
            _put(staged.get(name), site.root / name)
        if output is not None:
            swap(site, output, decision, disk)
        _put(staged[site.lock.name], site.lock)
        end_journal(site)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def record(site: Site, files: Mapping[str, bytes | None]) -> None:
    """Write or delete files of the project that a command was told to, each by a rename. Call it `alone`.

    Args:
        site: the project.
        files: relative to the root, forward slashes; None deletes.
    """
    folder = site.root / FOLDER / "stage"
    shutil.rmtree(folder, ignore_errors=True)
    _permitted((site.root / name).parent for name in files)
    try:
        staged = _stage_singles(folder, files)
        for name in files:
            _put(staged.get(name), site.root / name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


@contextmanager
def alone(site: Site) -> Iterator[None]:
    """Keep other runs out; the operating system lets go when the process ends, however it ends.

    Raises:
        BusyError: if another run is at it.
        OSError: if the disk does not let us.
    """
    folder = site.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "busy").open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError from error
        yield


def _stage_singles(folder: Path, contents: Mapping[str, bytes | None]) -> dict[str, Path]:
    """Write each file beside its place; return where. What is to be deleted is in no mapping."""
    (folder / "files").mkdir(parents=True)
    staged = {}
    for number, (name, content) in enumerate(contents.items()):
        if content is not None:
            staged[name] = folder / "files" / str(number)
            staged[name].write_bytes(content)
    return staged


def _put(staged: Path | None, file: Path) -> None:
    if staged is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    os.replace(staged, file)


def _permitted(folders: Iterable[Path]) -> None:
    """Ask before anything is put in its place, for there is no way back once the first file stands.

    Raises:
        PermissionError: naming the first folder that may not be changed.
    """
    for folder in folders:
        if folder.exists() and not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _stands(file: Path, content: bytes | None) -> bool:
    try:
        return file.read_bytes() == content
    except FileNotFoundError:
        return content is None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
