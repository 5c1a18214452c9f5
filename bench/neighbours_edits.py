"""The situations in which something of the user's, or something stale, stands among the generated files."""

from __future__ import annotations

import re
from pathlib import Path

from bench import neighbours_contracts as contracts
from bench.neighbours_ground import MARK, Ground, defines
from bench.neighbours_process import Outcome, ended

_FLAGS = ("--check", "--verify", "--dry-run")


def same_contract(ground: Ground) -> str:
    """Say what becomes of a hand edit when the same contract is generated again."""
    ground.reset()
    ground.edit()
    outcome = ground.tool.generate(contracts.first(), ground.project)
    return _edit(ground, outcome, ground.again)


def changed_contract(ground: Ground) -> str:
    """Say what becomes of a hand edit when a changed contract is generated, and whether the change arrives."""
    ground.reset()
    ground.edit()
    outcome = ground.tool.generate(contracts.changed(), ground.project)
    arrived = any(defines(name, content, "archiveItem") for name, content in ground.tree().items())
    return f"{_edit(ground, outcome, ground.update)}; the change {'arrives' if arrived else 'does not arrive'}"


def left_operation(ground: Ground) -> str:
    """Say whether the files of an operation that left the contract are deleted."""
    own = ground.own
    ground.reset()
    outcome = ground.tool.generate(contracts.smaller(), ground.project)
    if not own:
        code = any(defines(name, content, "createOrder") for name, content in ground.tree().items())
        return f"no files of its own; its code is {'left' if code else 'gone'}, exit {outcome.code}"
    left = own & set(ground.tree())
    return f"{f'{len(left)} of {len(own)} left' if left else f'all {len(own)} deleted'}, exit {outcome.code}"


def deleted_file(ground: Ground) -> str:
    """Say whether a generated file that was deleted by hand comes back."""
    ground.reset()
    (ground.out / ground.target).unlink()
    outcome = ground.tool.generate(contracts.first(), ground.project)
    back = ground.tree().get(ground.target) == ground.old[ground.target]
    named = ground.names(outcome, ground.again, ground.target)
    return f"{'comes back' if back else 'stays away'}, exit {outcome.code}{', named' if named else ''}"


def foreign_files(ground: Ground) -> str:
    """Say which files that are not the tool's survive in its output folder."""
    ground.reset()
    beside = Path(ground.target).with_name(f"mine{Path(ground.target).suffix}").as_posix()
    foreign = {".git/HEAD": ".git", "NOTES.md": "a file at the top", beside: "a file beside generated ones"}
    for name in foreign:
        (ground.out / name).parent.mkdir(exist_ok=True)
        (ground.out / name).write_text("of the user's\n")
    outcome = ground.tool.generate(contracts.changed(), ground.project)
    tree = ground.tree()
    lost = [what for name, what in foreign.items() if tree.get(name) != b"of the user's\n"]
    named = ground.names(outcome, ground.update, beside)
    said = f"deleted: {', '.join(lost)}" if lost else f"all {len(foreign)} survive"
    return f"{said}, exit {outcome.code}{', named' if named else ''}"


def gate(ground: Ground) -> str:
    """Say what the tool's command for CI answers in each state, and whether it leaves the files alone."""
    tool = ground.tool
    said = ended(tool.help, ground.project).output
    flag = next((flag for flag in _FLAGS if flag in said), "")
    if tool.check and re.search(rf"(?m)^\s+{tool.check[-1]}\b", said):
        command, label = tool.check, tool.check[-1]
    elif flag:
        command, label = (*tool.command, flag), flag
    else:
        return "none in its help"
    codes, touched, gone = [], 0, 0
    for state in ("in step", "edited", "file missing", "unknown file", "stale file", "contract changed"):
        if state == "stale file" and not ground.own:
            continue
        ground.reset()
        _disturb(ground, state)
        before = ground.tree()
        codes.append(f"{state} {ended(command, ground.project).code}")
        after = ground.tree()
        touched += after != before
        gone = max(gone, len(before.keys() - after.keys()))
    written = f"; it changes the output folder itself, {touched} of {len(codes)} times" if touched else ""
    written += f" ({gone} files deleted)" if gone else ""
    return f"`{label}` exits: {', '.join(codes)}{written}"


def hard_operations(ground: Ground) -> str:
    """Say which operations that are not easy to generate are left out or refused, and whether that is told."""
    if ground.tool.write:
        return "does not apply"
    found = []
    for what, operation, contract in contracts.hard():
        ground.reset()
        outcome = ground.tool.generate(contract, ground.project)
        tree = ground.tree()
        if any(defines(name, content, operation) for name, content in tree.items()):
            found += [f"{what}: there, exit {outcome.code}"] if outcome.code else []
            continue
        told = "told" if operation in outcome.output or re.search("(/|~1)hard", outcome.output) else "not told"
        way = "nothing is written" if tree == ground.old else "left out"
        found.append(f"{what}: {way}, {told}, exit {outcome.code}")
    return "; ".join(found) or "all 3 there, exit 0"


def _edit(ground: Ground, outcome: Outcome, control: Outcome) -> str:
    kept = MARK.encode() in ground.tree().get(ground.target, b"")
    named = ground.names(outcome, control, ground.target)
    return f"{'kept' if kept else 'overwritten'}, exit {outcome.code}, {'named' if named else 'not named'}"


def _disturb(ground: Ground, state: str) -> None:
    path = ground.out / ground.target
    if state == "edited":
        path.write_text(f"{path.read_text()}\n")
    elif state == "file missing":
        path.unlink()
    elif state == "unknown file":
        path.with_name(f"mine{path.suffix}").write_text("")
    elif state == "contract changed":
        ground.tool.put(contracts.changed(), ground.project)
    elif state == "stale file":
        ground.tool.generate(contracts.smaller(), ground.project)
        for name in sorted(ground.own):
            (ground.out / name).parent.mkdir(parents=True, exist_ok=True)
            (ground.out / name).write_bytes(ground.old[name])
