"""A copy of the project to work in: commands, calls through the generated code, edits and digests."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("pyproject.toml", "specs")  # what people write; the rest is generated
SECONDS = 60  # a command that takes longer is broken


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    code: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        """Everything it printed."""
        return self.stdout + self.stderr


class Workshop:
    """The copy and the environment that its commands run in."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        """Copy the project to `root`, an empty folder.

        Args:
            root: where the copy goes.
            environment: where the services are and what opens them.
        """
        self.root = root
        kept = {
            name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
        }
        self._environment = {**kept, **environment, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, root / part)

    def codegen(self, *words: str) -> Outcome:
        """Run a `codegen` command in the copy."""
        return self._run([str(Path(sys.executable).parent / "codegen"), *words])

    def invoke(self, action: str, arguments: Mapping[str, Any], *roles: str) -> dict[str, Any]:
        """Call an action through the generated code, in a process of its own, and return its envelope.

        Raises:
            RuntimeError: if there is no envelope.
        """
        outcome = self._run([sys.executable, str(ROOT / "demo" / "call.py"), action, json.dumps(arguments), *roles])
        if outcome.code != 0:
            raise RuntimeError(f"calling {action} failed:\n{outcome.stderr}")
        envelope: dict[str, Any] = json.loads(outcome.stdout)
        return envelope

    def edit(self, file: str, *changes: tuple[str, str]) -> None:
        """Replace texts in a file of the copy.

        Raises:
            ValueError: if a text to replace is not there exactly once.
        """
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            if text.count(old) != 1:
                raise ValueError(f"{file} holds {old!r} {text.count(old)} times")
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def digests(self, *patterns: str) -> dict[str, str]:
        """Return the SHA-256 of every file that a pattern names, by path relative to the copy."""
        files = sorted(path for pattern in patterns for path in self.root.glob(pattern) if path.is_file())
        return {path.relative_to(self.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def _run(self, words: Sequence[str]) -> Outcome:
        done = subprocess.run(
            words, cwd=self.root, env=self._environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        return Outcome(done.returncode, done.stdout, done.stderr)
