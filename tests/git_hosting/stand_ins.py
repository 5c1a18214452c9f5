"""What stands in for a git hosting: bare repositories on the disk, and a `gh` that notes what it was called with."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

BOT = "41898282+github-actions[bot]@users.noreply.github.com"
ADDRESS = "https://github.test/shop/shop/pull/7"
GITHUB = {
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REPOSITORY": "shop/shop",
    "GITHUB_SERVER_URL": "https://github.test",
}

# Answers the list of pull requests with what the case says there is, anything else with an address.
GH = f"""#!/usr/bin/env python3
import json, os, sys
with open(os.environ["NOTES"] + "/gh", "a") as notes:
    notes.write(json.dumps(sys.argv[1:]) + "\\n")
print(os.environ.get("PULL_REQUEST", "") if "GET" in sys.argv else "{ADDRESS}")
"""


def program(folder: Path, name: str, text: str) -> Path:
    """Write a program into `folder`; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)
    return file


def environment() -> dict[str, str]:
    """Return this process's variables without anything of git, gh or GitHub, and with no configuration of git."""
    foreign = ("GIT_", "GH_", "GITHUB_", "PRE_COMMIT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *words: str) -> str:
    """Run git as Ann, who must succeed; return what it printed."""
    identity = ("-c", "user.name=Ann", "-c", "user.email=ann@shop.test", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def said(notes: Path) -> list[list[str]]:
    """Return the words of each call of the stand-in for gh whose notes lie in the folder."""
    file = notes / "gh"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
