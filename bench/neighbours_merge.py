"""A merge that fits as text and no longer as code."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import neighbours_contracts as contracts
from bench.neighbours_ground import WORK, Ground, defines
from bench.neighbours_process import ended

_BASE = """\
def fetch():
    return 1



def show():
    return 2



def close():
    return 3
"""
# One side renames a function, the other calls it by its old name, further down.
_OURS = _BASE.replace("fetch", "load")
_THEIRS = _BASE.replace("return 3", "return fetch()") + "\n\nclose()\n"


def textual_merge() -> str:
    """Say how `git merge-file` ends where one side renamed what the other calls, and how the result runs."""
    folder = WORK / "merge-file"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("ours.py", _OURS), ("base.py", _BASE), ("theirs.py", _THEIRS)):
        (folder / name).write_text(text)
    merge = ended(["git", "merge-file", "ours.py", "base.py", "theirs.py"], folder)
    program = ended([sys.executable, "ours.py"], folder)
    return f"exit {merge.code}; the merged program exits {program.code}: `{program.last()}`"


def kept_edit_that_breaks(ground: Ground) -> str:
    """Say what becomes of a kept edit that imports a class which the next contract no longer has."""
    ground.reset()
    name = next(n for n in sorted(ground.old) if n.endswith("/client.py") and defines(n, ground.old[n], "getItem"))
    path = ground.out / name
    path.write_text(path.read_text().replace("\nclass ", "\nfrom .models import Order as Known\n\n\nclass ", 1))
    module = ".".join((ground.tool.out, *Path(name).with_suffix("").parts))
    imports = (sys.executable, "-c", f"import {module}")
    before = "imports" if ended(imports, ground.project).code == 0 else "does not import"
    ground.keep(name)
    outcome = ground.tool.generate(contracts.smaller(), ground.project)
    after = "imports" if ended(imports, ground.project).code == 0 else "does not import"
    named = "named" if Path(name).name in outcome.output else "not named"
    kept = "in the file" if "Known" in path.read_text() else "out of the file"
    again = ground.tool.generate(contracts.smaller(), ground.project)
    return (
        f"exit {outcome.code}, {named}; the edit is {kept}; the module {after} (edited, it {before}); "
        f"the run after that exits {again.code}"
    )
