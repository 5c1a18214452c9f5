"""The fast path: remember that everything was in step, so that a `generate` with nothing to do reads bytes and stops.

Standard library only, and nothing of the other stages: whoever asks pays for no parser, template engine or pydantic.
What is remembered stands in `.codegen/cache/`, which may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import codegen
from codegen.sync.walk import walk

_FILE = Path(".codegen", "cache", "state.json")
_JOURNAL = Path(".codegen", "journal.json")
_PACKAGE = Path(codegen.__file__).parent
_OWN_ENDINGS = (".py", ".jinja", ".j2", ".json", ".txt", ".md")


@dataclass(frozen=True, slots=True)
class State:
    """What the last run saw: the folders it read and wrote, relative to the root, and a digest over all in them."""

    folders: tuple[str, ...]
    fingerprint: str
    files: int


def is_current(root: Path) -> State | None:
    """Return the remembered state if not a byte differs from it, else None."""
    state = _read(root)
    if state is None or (root / _JOURNAL).exists():  # a killed run is ended, whatever else is true
        return None
    found = fingerprint(root, state.folders)
    return state if found == (state.fingerprint, state.files) else None


def remember(root: Path, folders: Iterable[str]) -> None:
    """Remember that the project, as it stands on the disk now, is in step.

    Args:
        root: the project's.
        folders: everything that is read or written, relative to the root.
    """
    kept = tuple(sorted(set(folders)))
    digest, count = fingerprint(root, kept)
    file = root / _FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_suffix(f".{os.getpid()}")
    staged.write_text(json.dumps({"folders": kept, "fingerprint": digest, "files": count}), encoding="utf-8")
    os.replace(staged, file)


def forget(root: Path) -> None:
    """Drop what is remembered."""
    (root / _FILE).unlink(missing_ok=True)


def fingerprint(root: Path, folders: Iterable[str]) -> tuple[str, int]:
    """Return a digest over paths and bytes of all inputs, outputs and the generator itself, and the count of files."""
    total, count = hashlib.sha256(codegen.__version__.encode()), 0
    for name, file in [*_inputs(root, folders), *_generator()]:
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            content = b"(absent)"
        total.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        total.update(hashlib.sha256(content).digest())
        count += 1
    return total.hexdigest(), count


def _inputs(root: Path, folders: Iterable[str]) -> Iterator[tuple[str, Path]]:
    for name in ("pyproject.toml", "codegen.lock"):
        yield name, root / name
    for folder in folders:
        for path in sorted(walk(root / folder)):
            yield f"{folder}/{path}", root / folder / path


def _generator() -> Iterator[tuple[str, Path]]:
    """Yield the generator's own files: a developer's change of it must be seen although the version stays."""
    for folder in (_PACKAGE, _PACKAGE.parent / "templates"):
        for path in sorted(walk(folder)):
            if path.endswith(_OWN_ENDINGS):
                yield f"codegen:{path}", folder / path


def _read(root: Path) -> State | None:
    try:
        content = json.loads((root / _FILE).read_bytes())
        folders = tuple(str(folder) for folder in content["folders"])
        return State(folders, str(content["fingerprint"]), int(content["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
