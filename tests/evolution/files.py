"""The files of a project that is replayed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

OUT = "generated"
_PINS = ("#", "version ", "generator ", "name ")
Files = Mapping[str, bytes]


def read(root: Path) -> dict[str, bytes]:
    """Return every file but caches."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}


def times(root: Path) -> dict[str, int]:
    """Return when each file was written last."""
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in _files(root)}


def _files(root: Path) -> Iterator[Path]:
    yield from (p for p in root.rglob("*") if p.is_file() and not {".codegen", "__pycache__"} & set(p.parts))


def below(files: Files, folder: str) -> dict[str, bytes]:
    """Return the files below a folder, by their paths from there."""
    return {p.removeprefix(f"{folder}/"): text for p, text in files.items() if p.startswith(f"{folder}/")}


def differing(one: Files, other: Files) -> list[str]:
    """Return up to six paths whose bytes differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:6]


def copy_inputs(root: Path, other: Path, *, pins: bool, but: Sequence[str] = ()) -> None:
    """Let `other` hold the inputs of a project, and nothing else but the generator's own cache.

    Args:
        root: the project.
        other: a folder beside it.
        pins: whether the names that its lock pins go along.
        but: names below `specs/` that do not.
    """
    other.mkdir(exist_ok=True)
    for name in (OUT, "specs"):
        shutil.rmtree(other / name, ignore_errors=True)
    (other / "codegen.lock").unlink(missing_ok=True)
    shutil.copytree(root / "specs", other / "specs", ignore=shutil.ignore_patterns("__pycache__", *but))
    shutil.copy(root / "pyproject.toml", other)
    if pins:
        lines = (root / "codegen.lock").read_text(encoding="utf-8").splitlines(keepends=True)
        (other / "codegen.lock").write_text("".join(line for line in lines if line.startswith(_PINS)), encoding="utf-8")


def lend(root: Path, other: Path) -> None:
    """Let another folder have what mypy remembers of the standard library and the runtime, which takes it seconds."""
    cache = Path(".codegen", "cache", "types", "mypy")
    if (root / cache).is_dir() and not (other / cache).exists():
        shutil.copytree(root / cache, other / cache)


def group_of(path: str) -> str:
    """Return what a generated file is written together with: `service erp`, `action reorder_part`, or itself."""
    top, _, rest = path.partition("/")
    if top == "services" and "/" in rest:
        return f"service {rest.partition('/')[0]}"
    if top == "contracts":
        return f"service {rest.removesuffix('.json')}"
    if top == "actions" and rest != "__init__.py":
        return f"action {rest.removesuffix('.py').rstrip('_')}"
    return path
