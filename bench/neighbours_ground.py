"""A tool's project to try things in, put back to its beginning before each try."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench import neighbours_contracts as contracts
from bench.neighbours_process import Outcome, ended
from bench.neighbours_tools import Tool
from bench.tools import CACHE

WORK = CACHE / "neighbours"
MARK = "edited by hand"
Tree = dict[str, bytes]

_COMMENT = {".py": "#", ".ts": "//", ".go": "//"}
_BEGINNING = re.compile(r"(?m)^(import|from|package|export|class|def|const|type)\b")


@dataclass(frozen=True, slots=True)
class Ground:
    """A tool's project after its first run, and what runs without any disturbance make of it.

    `old` is what the first contract gives and `new` what the changed one makes of that; `own` are the files that only
    the second tag's operation has. `again` and `update` are the runs that nothing disturbed (the first contract once
    more, the changed one): what a tool says only when it was disturbed is found by comparing with them.
    """

    tool: Tool
    project: Path
    kept: Path
    old: Tree
    new: Tree
    own: frozenset[str]
    again: Outcome
    update: Outcome

    @property
    def out(self) -> Path:
        """Where the tool writes."""
        return self.project / self.tool.out

    @property
    def target(self) -> str:
        """The generated file that gets edited: it holds an operation, and the changed contract changes it."""
        moved = [name for name in sorted(self.old) if self.new.get(name) not in (None, self.old[name])]
        code = [name for name in moved if Path(name).suffix in _COMMENT and not name.startswith("test/")]
        return next((name for name in code if defines(name, self.old[name], "getItem")), code[0])

    def reset(self) -> None:
        """Put the project back to where it was after the first run, modification times included."""
        restore(self.kept, self.project)

    def tree(self) -> Tree:
        """Return what stands in the output folder."""
        return read(self.out)

    def edit(self) -> None:
        """Put a comment above the first statement of the target, and have it kept where the tool has that."""
        path = self.out / self.target
        text = path.read_text()
        begin = _BEGINNING.search(text)
        at = begin.start() if begin else 0
        path.write_text(f"{text[:at]}{_COMMENT[path.suffix]} {MARK}\n{text[at:]}")
        self.keep(self.target)

    def keep(self, name: str) -> None:
        """Tell the tool that the edit of a generated file is to stay, where there is a command for that."""
        if self.tool.keep:
            from_project = f"{self.tool.out}/{name}"
            outcome = ended((*self.tool.keep, from_project), self.project)
            if outcome.code:
                raise RuntimeError(f"{self.tool.label}: {outcome.last()}")

    def names(self, outcome: Outcome, control: Outcome, name: str) -> bool:
        """Whether the tool said something of this file that it does not say when nothing is the matter."""
        usual = {_bare(line) for line in control.output.splitlines()}
        return any(Path(name).name in line and _bare(line) not in usual for line in outcome.output.splitlines())


def ground(tool: Tool) -> Ground:
    """Make the tool's project and take the undisturbed runs.

    Raises:
        RuntimeError: the tool does not even generate the first contract.
    """
    folder = WORK / re.sub(r"\W+", "-", tool.label).strip("-")
    project, kept = folder / "now", folder / "first"
    tool.prepare(project, contracts.smaller())
    tool.generate(contracts.smaller(), project)
    smaller = read(project / tool.out)
    tool.prepare(project, contracts.first())
    outcome = tool.generate(contracts.first(), project)
    old = read(project / tool.out)
    if outcome.code or not old:
        raise RuntimeError(f"does not generate: exit {outcome.code}, {outcome.last()}")
    restore(project, kept)
    again = tool.generate(contracts.first(), project)
    restore(kept, project)
    update = tool.generate(contracts.changed(), project)
    own = frozenset(old.keys() - smaller.keys())
    return Ground(tool, project, kept, old, read(project / tool.out), own, again, update)


def restore(source: Path, target: Path) -> None:
    """Make `target` the same as `source`; the folder itself stays, it may be a mount point."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in target.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def read(folder: Path) -> Tree:
    """Return the files below `folder` by their relative names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def defines(name: str, content: bytes, operation: str) -> bool:
    """Whether a file holds the function of an operation, in whatever way the tool spells its name."""
    if Path(name).suffix not in _COMMENT or Path(name).name.startswith("test_"):
        return False
    wanted = operation.lower()
    if Path(name).stem.replace("_", "").lower() == wanted:
        return True
    code = content.decode(errors="replace").replace("_", "").lower()
    words = r"def|const|function|static|async|public|func \([^)]*\)"
    return re.search(rf"\b({words})\s+{wanted}\b", code) is not None


def _bare(line: str) -> str:
    return re.sub(r"\d+", "", line).strip()
