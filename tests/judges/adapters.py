"""Agent frameworks use the example's tools by our adapters: `python -m tests.judges.adapters`.

The OpenAI Agents SDK runs an agent whose model is scripted, with its approvals; LangChain invokes tools by calls of a
model. Both in an environment of their own (.cache/judges/adapters), against mocks of the services. Prints a line a
check; exits 1 if one fails. Without the package index it says so and exits 0, except where CI=true.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from codegen.verbs.mock import serve

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "judges" / "adapters"
PACKAGES = ("langchain-core==1.8.3", "openai-agents==0.24.0", "httpx2==2.16.2", "pydantic==2.14.4")


def main() -> int:
    """Judge and return the exit code."""
    python = _environment()
    if python is None:
        print("adapters: skipped, for want of the package index on this machine")
        return int(os.environ.get("CI") == "true")
    with serve(ROOT) as mocks:
        done = subprocess.run(
            [str(python), str(Path(__file__).with_name("adapter_sdks.py"))],
            cwd=ROOT,
            env={**os.environ, **mocks.environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if done.returncode:
        print(done.stderr[-3_000:])
        return 1
    checks = json.loads(done.stdout.splitlines()[-1])
    for what, held in checks:
        print(f"{what}: {'ok' if held else 'FAILED'}")
    return int(not all(held for _, held in checks))


def _environment() -> Path | None:
    """Return the interpreter of the environment that has the packages; None where they cannot be had."""
    python, stamp = CACHE / "bin" / "python", CACHE / "packages.json"
    if stamp.exists() and json.loads(stamp.read_text()) == list(PACKAGES):
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(CACHE)], check=True)
    words = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    if subprocess.run(words, check=False).returncode:
        return None
    stamp.write_text(json.dumps(PACKAGES))
    return python


if __name__ == "__main__":
    sys.exit(main())
