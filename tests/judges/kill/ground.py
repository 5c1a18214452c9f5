"""The project that is killed, filled and fought over: the worked example before and after a change of its inputs."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics
from codegen.verbs.generate import generate
from codegen.verbs.keep import keep

ROOT = Path(__file__).resolve().parents[3]
OUT = "generated"
Files = Mapping[str, bytes]

FOREIGN = f"{OUT}/services/erp/mine.txt"
NOTES = "specs/notes.md"
MARK = "kept by hand"
_LEFT_OVER = (".codegen/journal.json", ".codegen/stage", ".codegen/stage.journal")
_GONE_ACTION = "specs/actions/stock_report.yaml"


@dataclass(frozen=True, slots=True)
class Ground:
    """A project ready for a run that rewrites much of it.

    Attributes:
        folder: the project with its inputs changed since the last run; copied for each trial.
        before: its files.
        after: its files after an undisturbed run.
    """

    folder: Path
    before: Files
    after: Files

    def laid(self, root: Path) -> Path:
        """Copy the project to `root`, in place of what is there."""
        clear(root)
        shutil.copytree(self.folder, root, dirs_exist_ok=True, symlinks=True)
        return root


def ground(folder: Path, *, python_edit: bool = False, first: bool = False) -> Ground:
    """Make the project below `folder`.

    Args:
        folder: an empty one.
        python_edit: whether an edit of Python code is kept too, so that a run type-checks.
        first: whether nothing was ever generated.
    """
    root = folder / "ready"
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "specs", root / "specs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / NOTES).write_text("A hand-written file.\n")
    if not first:
        _generated(root)
        (root / FOREIGN).write_text("Nobody's but mine.\n")
        _edited(root, python_edit=python_edit)
    _changed(root)
    (root / ".codegen" / "cache" / "state.json").unlink(missing_ok=True)
    undisturbed = folder / "undisturbed"
    shutil.copytree(root, undisturbed)
    _generated(undisturbed)
    return Ground(root, read(root), read(undisturbed))


def _generated(root: Path) -> None:
    result = generate(root)
    if result.exit_code != 0:
        raise ValueError(f"{root} does not generate: {[str(item) for item in result.diagnostics]} {result.conflicts}")


def _edited(root: Path, *, python_edit: bool) -> None:
    """Keep edits in two files that the change rewrites."""
    edits = {f"{OUT}/catalog.md": ("Every action", f"{MARK}: every action"), f"{OUT}/tools/openai.json": ("{", "{\n")}
    if python_edit:
        edits[f"{OUT}/services/erp/client.py"] = ("    service = SERVICE", f"    service = SERVICE  # {MARK}")
    for name, (old, new) in edits.items():
        text = (root / name).read_text(encoding="utf-8")
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        keep(root, [str(root / name)])
    _generated(root)


def _changed(root: Path) -> None:
    """Let every description change, a schema get another name, and an action go."""
    for service in ("chat", "erp", "inventory"):
        file = root / "specs" / service / "openapi.yaml"
        document = load(file, root, Diagnostics())
        if document is None:
            raise ValueError(file)
        text = json.dumps(_reworded(copy.deepcopy(dict(document.raw))), indent=1)
        text = text.replace('schemas/Receipt"', 'schemas/Arrival"').replace('"Receipt":', '"Arrival":')
        file.write_text(text, encoding="utf-8")
    (root / _GONE_ACTION).unlink()


def _reworded(node: Any) -> Any:  # any JSON value
    if isinstance(node, list):
        return [_reworded(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: f"{value} Since this year." if key == "description" and isinstance(value, str) else _reworded(value)
        for key, value in node.items()
    }


# ------------------------------------------------------------------ reading and judging


def read(root: Path) -> dict[str, bytes]:
    """Return every file of a project but caches."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".codegen", "__pycache__")]
        yield from (Path(folder, name) for name in names)


def clear(root: Path) -> None:
    """Empty a folder, or make it."""
    root.mkdir(parents=True, exist_ok=True)
    for entry in root.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def group_of(path: str) -> str | None:
    """Return what a generated file is written together with, or None for files that are not of a group."""
    top, _, rest = path.removeprefix(f"{OUT}/").partition("/")
    if not path.startswith(f"{OUT}/") or path == FOREIGN:
        return None
    if top == "services" and "/" in rest:
        return f"service {rest.partition('/')[0]}"
    if top == "contracts":
        return f"service {rest.removesuffix('.json')}"
    return f"action {rest}" if top == "actions" and rest != "__init__.py" else "tools" if top == "tools" else None


def ages(now: Files, ground: Ground) -> dict[str, str]:
    """Return for each group whether it stands as before the run (old), as after it (new), or torn."""
    names = {group for path in {**now, **ground.before, **ground.after} if (group := group_of(path)) is not None}
    return {name: _age(*(_part(files, name) for files in (now, ground.before, ground.after))) for name in names}


def _part(files: Files, group: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if group_of(path) == group}


def _age(now: Files, before: Files, after: Files) -> str:
    if now == after:
        return "same" if now == before else "new"
    return "old" if now == before else "torn"


def unsafe(now: Files, ground: Ground) -> list[str]:
    """Return what a person would miss: their files changed, and kept edits that are neither as before nor as after."""
    found = []
    for path in [path for path in ground.before if path.startswith("specs/") or path == FOREIGN]:
        if now.get(path) not in (ground.before[path], ground.after.get(path)):
            found.append(path)
    return [
        *found,
        *(path for path in now if path.startswith("specs/") and path not in {**ground.before, **ground.after}),
    ]


def left_over(root: Path) -> list[str]:
    """Return what a run that ended should have cleared away."""
    return [name for name in _LEFT_OVER if (root / name).exists()]


def differing(one: Files, other: Files) -> list[str]:
    """Return up to six paths whose bytes differ."""
    return sorted(path for path in {**one, **other} if one.get(path) != other.get(path))[:6]
