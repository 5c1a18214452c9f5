"""A disk that is full, one that may only be read, and folders that are somebody else's: all for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.judges.kill import forked
from tests.judges.kill.ground import Ground, differing, left_over, read
from tests.judges.kill.verdict import Verdict

CODEGEN = Path(sys.executable).with_name("codegen")
_ROOMY = 128 * 1024  # KiB
_ROOM = (0, 4, 16, 64, 128, 256, 512, 768, 1024, 1536)  # KiB that the second run finds free
_NOBODY = 65534


class MountError(Exception):
    """Mounting is not permitted here."""


def judge_disks(verdict: Verdict, ground: Ground, folder: Path) -> None:
    """Add the rows; where mounting is not permitted, say so."""
    try:
        with _mounted(folder / "small") as mount:
            _full(verdict, ground, mount)
        with _mounted(folder / "sealed") as mount:
            _read_only(verdict, ground, mount)
    except MountError as error:
        verdict.skip("disk full, read-only", f"no tmpfs can be mounted: {error}", failed=bool(os.environ.get("CI")))
    if os.getuid() == 0:
        _somebody_elses(verdict, ground, folder / "elsewhere")
    else:
        verdict.skip("folders of somebody else", "only root can become nobody", failed=bool(os.environ.get("CI")))


@contextmanager
def _mounted(mount: Path) -> Iterator[Path]:
    mount.mkdir(parents=True)
    _mount("-t", "tmpfs", "-o", f"size={_ROOMY}k", "tmpfs", str(mount))
    try:
        yield mount
    finally:
        subprocess.run(["umount", mount], check=True)


def _mount(*words: str) -> None:
    try:
        subprocess.run(["mount", *words], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise MountError(str(getattr(error, "stderr", "") or error).strip()) from error


def _full(verdict: Verdict, ground: Ground, mount: Path) -> None:
    problems, stopped = [], 0
    for room in _ROOM:
        root = ground.laid(mount / "project")
        stat = os.statvfs(mount)
        used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize // 1024
        _mount("-o", f"remount,size={used + room}k", str(mount))
        done = _generate(root)
        if done.returncode == 0:
            told = []  # it fitted after all
        else:
            stopped += 1
            told = _refused(done.returncode, done.stderr, "No space left", root, ground)
        _mount("-o", f"remount,size={_ROOMY}k", str(mount))
        problems += [f"{room} KiB free: {problem}" for problem in [*told, *_mends(root, ground)]]
    if stopped < 4:
        problems.append(f"only {stopped} of the disks were too small")
    verdict.row("disk full", f"{stopped} of {len(_ROOM)} sizes too small; each told, nothing changed, mended", problems)


def _read_only(verdict: Verdict, ground: Ground, mount: Path) -> None:
    root = ground.laid(mount / "project")
    _mount("-o", "remount,ro", str(mount))
    done = _generate(root)
    problems = _refused(done.returncode, done.stderr, "Read-only file system", root, ground)
    _mount("-o", "remount,rw", str(mount))
    verdict.row("disk read-only", "told, nothing changed, mended", [*problems, *_mends(root, ground)])


def _somebody_elses(verdict: Verdict, ground: Ground, folder: Path) -> None:
    """Become nobody in a process and run where this or that may not be written."""
    cases: dict[str, Callable[[Path], None]] = {
        "everything is somebody else's": lambda root: None,
        "the output folder may not be written": lambda root: _given(root, "generated"),
        "a folder in the output may not be written": lambda root: _given(root, "generated/services/erp"),
        "the project's folder may not be written": lambda root: _given(root, "."),
        "the patches' folder may not be written": lambda root: _given(root, "specs/patches"),
        "specs/ may not be written": lambda root: _given(root, "specs"),
    }
    problems, told = [], []
    for name, prepare in cases.items():
        root = ground.laid(folder / "project")
        prepare(root)
        code, said = forked.start(root, before=_become_nobody).end()
        told.append(f"{code}")
        if code == 0:
            # what may not be written need not be: the folder itself changes places
            problems += [f"{name}: {problem}" for problem in _as_after(root, ground)]
            continue
        problems += [f"{name}: {problem}" for problem in _refused(code, said, "Permission denied", root, ground)]
        problems += [f"{name}: {problem}" for problem in _mends(root, ground)]
    verdict.row("folders of somebody else", f"{len(cases)} cases, exit codes {', '.join(told)}", problems)


def _given(root: Path, but: str) -> None:
    """Give the project to nobody, all but one folder, which may be read."""
    for folder, _, names in os.walk(root):
        for path in [folder, *(os.path.join(folder, name) for name in names)]:
            os.chown(path, _NOBODY, _NOBODY)
    os.chown(root / but, 0, 0)
    (root / but).chmod(0o555)


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)


def _generate(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([CODEGEN, "generate"], cwd=root, capture_output=True, text=True, check=False)


def _refused(code: int, said: str, words: str, root: Path, ground: Ground) -> list[str]:
    """Return what is wrong with how a run that could not write ended."""
    problems = [] if code == 2 else [f"exit code {code}"]
    if words not in said or "Traceback" in said:
        problems.append(f"said {said.strip()[-200:]!r}")
    if changed := differing(read(root), ground.before):
        problems.append(f"changed {changed}")
    return problems


def _mends(root: Path, ground: Ground) -> list[str]:
    code, said = forked.whole(root)
    return [*([f"the next run exits with {code}: {said}"] if code else []), *_as_after(root, ground)]


def _as_after(root: Path, ground: Ground) -> list[str]:
    differs = differing(read(root), ground.after)
    left = left_over(root)
    return [*([f"afterwards differ {differs}"] if differs else []), *([f"left over {left}"] if left else [])]
