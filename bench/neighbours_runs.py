"""The situations that concern a run itself: nothing to do, killed, two at once, no room."""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import neighbours_contracts as contracts
from bench.neighbours_ground import Ground, Tree
from bench.neighbours_process import TIMEOUT, kill, started

_MOMENTS = 10  # over the whole run, and as many again while it writes
_PAIRS = 5
_ROOM = 64 << 20
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class _Killed:
    """What a killed run left behind.

    `torn`: a tree that is neither the old nor the new one; `next_run`: what the run after it did other than mend;
    `litter`: the tool's temporary files are there even after that.
    """

    torn: bool
    next_run: str
    litter: bool


def second_run(ground: Ground) -> str:
    """Say what a second run with nothing changed rewrites."""
    ground.reset()
    before = _times(ground.out)
    ground.tool.generate(contracts.first(), ground.project)
    after, tree = _times(ground.out), ground.tree()
    changed = sum(tree.get(name) != content for name, content in ground.old.items())
    touched = sum(after.get(name) != moment for name, moment in before.items())
    if not changed and not touched:
        return "nothing"
    return f"bytes of {changed}, mtimes of {touched} of {len(before)} files"


def killed(ground: Ground) -> str:
    """Say how often a run killed on its way to a changed contract leaves a torn tree, and whether the next mends it.

    Half of the moments are spread over the whole run, half over the part of it in which the output folder changes.
    """
    run, writing = _durations(ground)
    whole = [_kill(ground, run * (index + 0.5) / _MOMENTS) for index in range(_MOMENTS)]
    within = [_kill(ground, writing * index / _MOMENTS, once_it_writes=True) for index in range(_MOMENTS)]
    torn = sum(one.torn for one in whole), sum(one.torn for one in within)
    said = f"torn {torn[0]} of {_MOMENTS} over the run, {torn[1]} of {_MOMENTS} while it writes"
    ends = Counter(one.next_run for one in whole + within if one.next_run)
    later = ", ".join(f"the next run {end} {_often(count)}" for end, count in sorted(ends.items()))
    litter = sum(one.litter for one in whole + within)
    left = f"; its own temporary files stay {_often(litter)}" if litter else ""
    return f"{said}; {later or 'the next run mends all'}{left}"


def two_at_once(ground: Ground) -> str:
    """Say whether two runs started together into one folder give what one run gives, and how they end."""
    same, codes = 0, Counter[int]()
    for _ in range(_PAIRS):
        ground.reset()
        ground.tool.put(contracts.changed(), ground.project)
        pair = [started(ground.tool.command, ground.project) for _ in range(2)]
        codes.update([_wait(process) for process in pair])
        same += ground.tree() == ground.new
    failed = sum(count for code, count in codes.items() if code)
    exits = "/".join(str(code) for code in sorted(codes) if code)
    end = f"{failed} of {2 * _PAIRS} runs exit {exits}" if failed else "no run fails"
    return f"right bytes {same} of {_PAIRS} times, {end}"


def no_room(ground: Ground) -> str:
    """Say what a run leaves behind that finds the disk full half-way, and whether the next one mends it."""
    ground.reset()
    try:
        with _small_disk(ground.project) as resize:
            ground.reset()
            ground.tool.generate(contracts.bigger(), ground.project)
            full, need = ground.tree(), _used(ground.project)
            ground.reset()
            ground.tool.put(contracts.bigger(), ground.project)
            have = _used(ground.project)
            resize((have + need) // 2 // _PAGE * _PAGE)
            outcome = ground.tool.generate(contracts.bigger(), ground.project)
            left = ground.tree()
            resize(_ROOM)
            again = ground.tool.generate(contracts.bigger(), ground.project)
            wrong = _differences(full, ground.tree())
    except subprocess.CalledProcessError as error:
        return f"not measured: `{error.cmd[0]}` exits {error.returncode}"
    end = f"exits {again.code}" if again.code else f"differs in {_some(wrong)}" if wrong else "gives all"
    return f"{_damage(ground.old, full, left)}, exit {outcome.code}; with room, the next run {end}"


def _damage(old: Tree, new: Tree, left: Tree) -> str:
    """Say how a tree differs from both of the whole ones it may be."""
    if left == old:
        return "old tree whole"
    if left == new:
        return "new tree whole"
    halves = sum(name in {**old, **new} and left[name] not in (old.get(name), new.get(name)) for name in left)
    gone = sum(name not in left for name in old if name in new)
    return f"torn: {halves} half-written, {gone} missing" if halves or gone else "torn: old and new files mixed"


def _differences(one: Tree, other: Tree) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _some(names: list[str]) -> str:
    return f"`{names[0]}`" if len(names) == 1 else f"{len(names)} files"


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _durations(ground: Ground) -> tuple[float, float]:
    """Return the seconds of an undisturbed run and of the part of it in which the output folder changes."""
    ground.reset()
    ground.tool.put(contracts.changed(), ground.project)
    begun = time.perf_counter()
    process = started(ground.tool.command, ground.project)
    _first_change(ground, process)
    first = time.perf_counter()
    _wait(process)
    return time.perf_counter() - begun, time.perf_counter() - first


def _kill(ground: Ground, seconds: float, *, once_it_writes: bool = False) -> _Killed:
    """Kill a run on its way to the changed contract, `seconds` after its start or its first change; run again."""
    ground.reset()
    ground.tool.put(contracts.changed(), ground.project)
    process = started(ground.tool.command, ground.project)
    if once_it_writes:
        _first_change(ground, process)
    time.sleep(seconds)
    kill(process)
    torn = _known(ground, ground.tree()) not in (ground.old, ground.new)
    outcome = ground.tool.generate(contracts.changed(), ground.project)
    tree = ground.tree()
    right = _known(ground, tree) == ground.new
    next_run = f"exits {outcome.code}" if outcome.code else "" if right else "differs"
    return _Killed(torn, next_run, bool(tree.keys() - ground.old.keys() - ground.new.keys()))


def _known(ground: Ground, tree: Tree) -> Tree:
    """Return a tree without what neither an undisturbed run before nor after has: temporary files."""
    return {name: content for name, content in tree.items() if name in ground.old or name in ground.new}


def _first_change(ground: Ground, process: subprocess.Popen[str]) -> None:
    before = _times(ground.out)
    end = time.perf_counter() + TIMEOUT
    while process.poll() is None and _times(ground.out) == before and time.perf_counter() < end:
        time.sleep(0.0005)


def _times(folder: Path) -> dict[str, tuple[int, int]]:
    """Return modification time and size of each file below `folder`; a file that goes meanwhile is left out."""
    found, folders = {}, [str(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        stat = entry.stat(follow_symlinks=False)
                        found[entry.path] = (stat.st_mtime_ns, stat.st_size)
        except FileNotFoundError:  # deleted between the listing and the look at it
            continue
    root = f"{folder}/"
    return {name.removeprefix(root): value for name, value in found.items()}


def _wait(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        kill(process)
        return process.returncode


@contextmanager
def _small_disk(folder: Path) -> Iterator[Callable[[int], None]]:
    """Mount a file system in memory on `folder`; what is yielded gives it another size in bytes."""

    def mount(*options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)

    mount(f"size={_ROOM}")
    try:
        yield lambda size: mount("remount", f"size={size}")
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True, timeout=TIMEOUT)


def _used(folder: Path) -> int:
    room = os.statvfs(folder)
    return (room.f_blocks - room.f_bfree) * room.f_frsize
