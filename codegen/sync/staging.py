"""The output folder as it shall be, made ready beside the one that stands, and put in its place in one step.

Files that stay are hard links, so they keep their bytes, their modification time and whatever a person saves into them
meanwhile. Where the system cannot exchange two folders, files are replaced one by one.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from codegen.core.digest import of_bytes
from codegen.core.tree import Tree
from codegen.sync.decide import Decision
from codegen.sync.exchange import exchange
from codegen.sync.site import FOLDER, Site
from codegen.sync.walk import IGNORED_FOLDERS, walk


def stage(site: Site, tree: Tree, decision: Decision) -> Path:
    """Make the new output folder ready and return where.

    Raises:
        OSError: if the disk does not let us; nothing that stands is touched.
    """
    made = site.root / FOLDER / "stage" / "output"
    gone = {*decision.write, *decision.delete}
    made.mkdir(parents=True)
    for path in _folders(site.folder, ""):
        (made / path).mkdir(exist_ok=True)
        shutil.copymode(site.folder / path, made / path)
    for path in _entries(site.folder, ""):
        if path not in gone:
            _link(site.folder / path, made / path)
    for path in decision.write:
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(tree[path].encode("utf-8", "surrogatepass"))
    for folder in sorted({(made / path).parent for path in decision.delete}, reverse=True):
        _remove_empty(folder, made)
    return made


def swap(site: Site, staged: Path, decision: Decision, disk: Mapping[str, str]) -> None:
    """Put a staged folder in the place of the one that stands.

    Args:
        site: the project.
        staged: what `stage` returned.
        decision: what it was made for.
        disk: digests of the files when the decision was taken; what a person saved since is kept.
    """
    if not site.folder.exists():
        site.folder.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staged, site.folder)
    elif exchange(staged, site.folder):
        _rescue(site, staged, decision, disk)
    else:
        _one_by_one(site, staged, decision)


def _rescue(site: Site, old: Path, decision: Decision, disk: Mapping[str, str]) -> None:
    """Keep what a person saved between the reading of the disk and the exchange."""
    planned = {*decision.write, *decision.delete}
    for path in walk(old):
        if path in planned:
            if of_bytes((old / path).read_bytes()) != disk.get(path):
                keep_copy(site, old / path, path)
        elif not (site.folder / path).exists():
            (site.folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.rename(old / path, site.folder / path)
        elif not (old / path).samefile(site.folder / path):
            keep_copy(site, old / path, path)


def keep_copy(site: Site, file: Path, path: str) -> None:
    """Copy a file that nobody else has to `.codegen/replaced/`; what is there stays, and it is `name.2` and on."""
    copy = site.root / FOLDER / "replaced" / path
    copy.parent.mkdir(parents=True, exist_ok=True)
    names = (copy.with_name(f"{copy.name}.{number}" if number > 1 else copy.name) for number in count(1))
    free = next(name for name in names if not name.exists() or name.read_bytes() == file.read_bytes())
    shutil.copyfile(file, free)


def _one_by_one(site: Site, staged: Path, decision: Decision) -> None:
    for path in decision.write:
        (site.folder / path).parent.mkdir(parents=True, exist_ok=True)
        _replace(staged / path, site.folder / path)
    for path in decision.delete:
        (site.folder / path).unlink(missing_ok=True)
    for folder in sorted({(site.folder / path).parent for path in decision.delete}, reverse=True):
        _remove_empty(folder, site.folder)


def _replace(source: Path, target: Path) -> None:
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # the output folder is mounted from elsewhere: the file is made ready beside its place
        near = target.with_name(f".{target.name}.codegen")
        shutil.copyfile(source, near)
        os.replace(near, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EACCES):
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _folders(top: Path, below: str) -> Iterator[str]:
    """Yield the folders below `top`, each after the one that holds it, without those of tools' caches."""
    for entry in _scan(top, below):
        if _is_folder(entry):
            yield f"{below}{entry.name}"
            yield from _folders(top, f"{below}{entry.name}/")


def _entries(top: Path, below: str) -> Iterator[str]:
    """Yield everything else below `top`, links to folders among it."""
    for entry in _scan(top, below):
        if _is_folder(entry):
            yield from _entries(top, f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}"


def _scan(top: Path, below: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(top / below) as entries:
            return [entry for entry in entries if not (_is_folder(entry) and entry.name in IGNORED_FOLDERS)]
    except FileNotFoundError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove `folder` and those above it up to `top` while nothing but Python's caches is in them."""
    while folder != top and folder.is_dir() and all(entry.name == "__pycache__" for entry in folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent
