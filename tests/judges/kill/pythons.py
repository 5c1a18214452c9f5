"""The same bytes from each Python at hand, whatever the folder, locale, time zone, hash seed and umask."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.judges.kill.ground import ROOT, read
from tests.judges.kill.verdict import Verdict

CACHE = ROOT / ".cache" / "judges"
_OLDEST = (3, 11)
_SETTINGS: tuple[tuple[str, dict[str, str], int], ...] = (
    ("plain", {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}, 0o022),
    ("a longer/way down", {"LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "4711"}, 0o077),
    ("außen", {"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "random", "PYTHONUTF8": "0"}, 0o002),
)


def judge_pythons(verdict: Verdict, folder: Path) -> None:
    """Generate the worked example with each Python in each setting and compare."""
    digests: dict[str, list[str]] = {}
    problems, names = [], []
    for version, python in sorted(_pythons().items()):
        names.append(".".join(map(str, version)))
        for place, environment, umask in _SETTINGS:
            root = folder / names[-1] / place
            done = _generate(_environment(names[-1], python), root, environment, umask)
            if done.returncode:
                problems.append(f"{names[-1]}, {place}: exit {done.returncode}, {done.stdout.strip()[-200:]!r}")
            digests.setdefault(_digest(root), []).append(f"{names[-1]} in {place}")
    if len(digests) != 1:
        problems.append(f"{len(digests)} results: {digests}")
    runs = sum(map(len, digests.values()))
    if len(names) < 2:
        verdict.skip("the same bytes", f"only Python {names} is at hand", failed=bool(os.environ.get("CI")))
    verdict.row("the same bytes", f"Python {', '.join(names)}; {runs} runs, {len(digests)} digest", problems)


def _pythons() -> dict[tuple[int, ...], Path]:
    """Return each Python that is new enough, by version; of one version the first that runs."""
    candidates = [*Path.home().glob(".pyenv/versions/*/bin/python"), *_on_path()]
    found: dict[tuple[int, ...], Path] = {}
    for python in candidates:
        probe = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
        done = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
        version = tuple(int(word) for word in done.stdout.split()) if done.returncode == 0 else ()
        if version >= _OLDEST:
            found.setdefault(version, python)
    return found


def _on_path() -> Iterator[Path]:
    for number in range(_OLDEST[1], _OLDEST[1] + 8):
        if found := shutil.which(f"python3.{number}"):
            yield Path(found)


def _environment(name: str, python: Path) -> Path:
    """Return the Python of an environment that has this checkout installed; it is made once."""
    pins = _pins()
    folder = CACHE / f"python-{name}"
    stamp = folder / f"ready-{hashlib.sha256(pins.encode()).hexdigest()[:12]}"
    if not stamp.exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        (folder / "constraints.txt").write_text(pins)
        words = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", folder / "constraints.txt"]
        subprocess.run([folder / "bin" / "python", *words, "-e", f"{ROOT}[generate]"], check=True, capture_output=True)
        stamp.touch()
    return folder / "bin" / "python"


def _pins() -> str:
    """Return the versions that development uses, without their hashes."""
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    return "".join(f"{match}\n" for match in re.findall(r"(?m)^([A-Za-z0-9._-]+==[^\s;\\]+(?: ; [^\\\n]+)?)", text))


def _generate(python: Path, root: Path, environment: dict[str, str], umask: int) -> subprocess.CompletedProcess[str]:
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "specs", root / "specs", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "specs" / "accepted.yaml").unlink()
    shutil.copy(ROOT / "pyproject.toml", root)
    known = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    if known.get("PYTHONHASHSEED") == "random":
        del known["PYTHONHASHSEED"]
    return subprocess.run(
        [python.with_name("codegen"), "generate"], cwd=root, env=known, umask=umask, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def _digest(root: Path) -> str:
    total = hashlib.sha256()
    for path, content in sorted(read(root).items()):
        total.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()
