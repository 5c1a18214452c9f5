"""What a type checker says of generated code and handlers before any of it is written.

mypy looks at a mirror of the project in `.codegen/cache/types/`: the generated files as they would be, and links to
everything else. Its own cache there makes the second look quick.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen.core.digest import of_bytes
from codegen.sync.site import FOLDER, Site
from codegen.sync.walk import walk

_OPTIONS = (
    "--config-file=",
    "--output=json",
    "--no-error-summary",
    "--follow-imports=silent",
    "--ignore-missing-imports",
    "--disable-error-code=import-untyped",
    "--disable-error-code=import-not-found",
    "--check-untyped-defs",
)
_SECONDS = 600


class TypeCheckError(Exception):
    """The type checker itself could not be run."""


@dataclass(frozen=True, slots=True, order=True)
class TypeProblem:
    """One thing that does not hold; `file` is relative to the project's root."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

    @property
    def apart_from_line(self) -> tuple[str, str]:
        """What stays the same when lines move."""
        return self.file, self.message


def type_problems(site: Site, tree: Mapping[str, str], modules: Collection[str] = ()) -> tuple[TypeProblem, ...]:
    """Return what does not hold in generated code and in handlers, sorted.

    Args:
        site: the project.
        tree: the generated files as they would be, by their path below the output folder.
        modules: handlers to look at too, by their dotted names.

    Raises:
        TypeCheckError: if mypy does not run.
        OSError: if the mirror cannot be written.
    """
    mirror = site.root / FOLDER / "cache" / "types"
    _mirror(site, tree, mirror / "tree")
    parts = site.output.split("/")
    source = "src" if parts[0] == "src" else ""
    package = ".".join(parts[1:] if source else parts)
    targets = [*(("-p", package) if any(path.endswith(".py") for path in tree) else ())]
    for module in sorted(modules):
        targets += ["-m", module]
    if not targets:
        return ()
    # one run takes packages or modules, not both
    runs = [targets[:2], targets[2:]] if targets[0] == "-p" and len(targets) > 2 else [targets]
    found = [problem for run in runs for problem in _run(run, mirror, source)]
    return tuple(sorted(set(found)))


def problems_in(site: Site, tree: Mapping[str, str], files: Sequence[str]) -> tuple[TypeProblem, ...]:
    """Return what does not hold in people's own files, were the generated ones those of `tree`; sorted.

    Args:
        site: the project.
        tree: the generated files, by their path below the output folder.
        files: Python files relative to the project's root.

    Raises:
        TypeCheckError: if mypy does not run.
        OSError: if the mirror cannot be written.
    """
    if not files:
        return ()
    mirror = site.root / FOLDER / "cache" / "types"
    _mirror(site, tree, mirror / "tree")
    source = "src" if site.output.startswith("src/") else ""
    return tuple(sorted(set(_run(["--explicit-package-bases", *files], mirror, source))))


def new_problems(now: Sequence[TypeProblem], *known: Sequence[TypeProblem]) -> tuple[TypeProblem, ...]:
    """Return what of `now` is in none of `known`; lines may have moved."""
    before = {problem.apart_from_line for problems in known for problem in problems}
    return tuple(problem for problem in now if problem.apart_from_line not in before)


def _run(targets: Sequence[str], mirror: Path, source: str) -> list[TypeProblem]:
    command = [sys.executable, "-m", "mypy", *_OPTIONS, "--cache-dir", "../mypy", *targets]
    environment = {**os.environ, "MYPYPATH": source, "MYPY_FORCE_COLOR": "0"}
    try:
        done = subprocess.run(  # noqa: S603  # no shell, fixed words and module names
            command, cwd=mirror / "tree", env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TypeCheckError(f"mypy did not end within {_SECONDS} s") from error
    problems = []
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            said = json.loads(line)
            if said.get("severity") == "error":
                problems.append(TypeProblem(said["file"].replace("\\", "/"), said["line"], said["message"]))
    if done.returncode not in (0, 1) and not problems:
        raise TypeCheckError(f"mypy does not run: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    return problems


def _mirror(site: Site, tree: Mapping[str, str], mirror: Path) -> None:
    """Make the mirror agree with the project and `tree`; files that agree already are not touched."""
    parts, here, there = site.output.split("/"), site.root, mirror
    for part in parts:
        _linked(here, there, part)
        here, there = here / part, there / part
    there.mkdir(parents=True, exist_ok=True)
    wanted = {path: text for path, text in tree.items() if path.endswith(".py")}
    for path in walk(there):
        if path not in wanted:
            (there / path).unlink()
    for path, text in wanted.items():
        content = text.encode("utf-8", "surrogatepass")
        file = there / path
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            # mypy takes a file of the same size and second for the same: other bytes get another time
            stamp = int(of_bytes(content)[:7], 16)
            os.utime(file, (stamp, stamp))


def _linked(here: Path, there: Path, but: str) -> None:
    """Let `there` hold a link to each entry of `here`, but for one that becomes a folder of its own."""
    there.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in here.iterdir() if not entry.name.startswith(".") and entry.name != but}
    for entry in there.iterdir():
        if entry.name != but and (entry.name not in names or not entry.is_symlink()):
            entry.unlink() if entry.is_symlink() or entry.is_file() else shutil.rmtree(entry)
    if (there / but).is_symlink():
        (there / but).unlink()
    for name in names:
        link, target = there / name, str((here / name).resolve())
        if link.is_symlink() and os.readlink(link) != target:  # the project was moved or copied
            link.unlink()
        if not link.is_symlink():
            link.symlink_to(target)
