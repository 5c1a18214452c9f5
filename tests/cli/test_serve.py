"""`codegen serve`, started by the official client as a process, as an agent's client does."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import ElicitResult

ROOT = Path(__file__).parents[2]
CODEGEN = str(Path(sys.executable).with_name("codegen"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the worked example, with a handler that prints."""
    for name in ("specs", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    handler = tmp_path / "specs" / "handlers" / "approve_order.py"
    handler.write_text(handler.read_text(encoding="utf-8") + '\n\nprint("a stray line")\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("line", ["legacy", "auto"])
def test_the_example_is_listed_and_called(project: Path, line: str) -> None:
    """A read, a write that a person agrees to, and a handler whose printing does not reach the wire."""
    arguments = ["serve", "--mock", *("--role", "buyer", "--role", "approver"), *("--scope", "orders:write")]
    server = StdioServerParameters(command=CODEGEN, args=[*arguments, "--scope", "orders:read"], cwd=project)

    async def agree(*_: Any) -> ElicitResult:
        return ElicitResult(action="accept")

    async def called() -> tuple[Any, ...]:
        async with Client(server, mode=line, elicitation_callback=agree) as client:
            return (
                [tool.name for tool in (await client.list_tools()).tools],
                await client.call_tool("part_availability", {"sku": "M8-BOLT"}),
                await client.call_tool("reorder_part", {"sku": "M8-BOLT", "quantity": 3}),
                await client.call_tool("approve_order", {"order_id": "PO-1001", "approved_by": "m.keller"}),
            )

    names, read, written, approved = asyncio.run(called())

    assert len(names) == 7
    assert read.structured_content["on_hand"] == 12
    assert written.structured_content["order_id"].startswith("PO-")
    assert approved.structured_content["status"] == "approved"


def test_without_generated_tools_it_says_what_to_do(project: Path) -> None:
    """Exit code 2, and nothing on standard output, which is the wire."""
    shutil.rmtree(project / "generated" / "tools")
    done = subprocess.run(
        [CODEGEN, "serve"], cwd=project, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "run `codegen generate` first" in done.stderr
