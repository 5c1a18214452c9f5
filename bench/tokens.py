"""Tokens of a tool beside FastMCP's `from_openapi`, over the same hundred operations: `python -m bench.tokens`.

Five operations, spread evenly, of each of the first twenty contracts of tests/corpus/sample-40.txt that both can take.
Ours are actions as `codegen scaffold` writes them, with every input of the contract; theirs is what an MCP client gets
from `tools/list`. Both are counted as compact JSON in o200k_base. Rewrites the table in docs/figures.md.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.tools import CACHE, ROOT
from codegen.contract.index import operation_index
from codegen.contract.load import load
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.verbs.budgets import counter
from codegen.verbs.generate import generate
from codegen.verbs.scaffold import scaffold
from tests.corpus.run_corpus import SAMPLE, fetch, path_of

FIGURES = ROOT / "docs" / "figures.md"
_BLOCK = re.compile(r"(?s)(<!-- tokens -->\n).*?(<!-- /tokens -->)")
_PACKAGE = "fastmcp==4.1.2"
_CONTRACTS, _OPERATIONS = 20, 5


@dataclass(frozen=True, slots=True)
class Costs:
    """One operation's tools in tokens: ours as scaffolded, ours with every input, and theirs."""

    contract: str
    operation: str
    scaffolded: int
    every_input: int
    theirs: int


def measured() -> Iterator[Costs]:
    """Yield what each operation costs, a contract at a time."""
    fetch()
    count, used = counter(), 0
    for spec in SAMPLE.read_text(encoding="utf-8").split():
        if used == _CONTRACTS:
            return
        with tempfile.TemporaryDirectory(prefix="tokens-") as name:
            chosen = _chosen(path_of(spec))
            few = _tools(Path(name) / "few", path_of(spec), chosen, everything=False)
            every = _tools(Path(name) / "every", path_of(spec), chosen, everything=True)
        theirs = _theirs(path_of(spec), list(chosen.values()))
        if not len(few) == len(every) == len(theirs) == _OPERATIONS:
            print(f"{spec}: left out; ours {len(few)} and {len(every)}, FastMCP {len(theirs)} of {_OPERATIONS} tools")
            continue
        used += 1
        for name, place in chosen.items():
            yield Costs(spec, place, *(count(text) for text in (few[name], every[name], theirs[place])))


def _chosen(contract: Path) -> dict[str, str]:
    """Return operations, spread evenly: name to method and path."""
    document = load(contract, contract.parent, Diagnostics())
    entries = list(operation_index(document, {}, {}).values()) if document is not None else []
    chosen = entries[:: max(1, len(entries) // _OPERATIONS)][:_OPERATIONS]
    return {entry.name: f"{entry.method} {entry.path}" for entry in chosen}


def _tools(root: Path, contract: Path, chosen: Iterable[str], *, everything: bool) -> dict[str, str]:
    """Return our tools by operation; one that cannot be generated is left out, with its reason on standard output."""
    folder = root / "specs" / "api"
    folder.mkdir(parents=True)
    (root / "pyproject.toml").write_text("[tool.codegen]\n")
    shutil.copy(contract, folder / "openapi.json")
    (folder / "service.yaml").write_text("service: api\ncontract: openapi.json\nbase_url: https://api.example\n")
    found = {}
    for operation in chosen:
        action = scaffold(root, f"api.{operation}", everything=everything).action
        result = generate(root)
        if result.exit_code:
            print(f"{contract.stem}: {operation}: {next(iter(result.diagnostics))}")
            (root / "specs" / "actions" / f"{action}.yaml").unlink(missing_ok=True)
            continue
        tools = json.loads((root / "generated" / "tools" / "mcp.json").read_text())["tools"]
        found[operation] = _compact(next(tool for tool in tools if tool["name"] == action))
    return found


def _theirs(contract: Path, places: list[str]) -> dict[str, str]:
    words = [_peer(), "-W", "ignore", Path(__file__).with_name("tokens_peer.py"), contract, json.dumps(places)]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{contract.stem}: FastMCP: {done.stderr.strip().splitlines()[-1][:200]}")
        return {}
    return {place: _compact(tool) for place, tool in json.loads(done.stdout).items()}


def _peer() -> Path:
    """Return the interpreter of FastMCP's environment, made where it is not there."""
    folder = CACHE / "fastmcp"
    if not (folder / _PACKAGE).exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", _PACKAGE], check=True)
        (folder / _PACKAGE).touch()
    return folder / "bin" / "python"


def _compact(tool: Json) -> str:
    return json.dumps(tool, ensure_ascii=False, separators=(",", ":"))


def table(rows: Sequence[Costs]) -> str:
    """Return the figures: a line for each kind of tool, in tokens."""
    theirs = [row.theirs for row in rows]
    lines = [
        f"| {len(rows)} operations of {len({row.contract for row in rows})} contracts | mean | median | largest "
        "| all | FastMCP's mean in means of these | median of the ratios |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, ours in (
        ("codegen, every input of the contract", [row.every_input for row in rows]),
        ("codegen, as `scaffold` writes it", [row.scaffolded for row in rows]),
        (f"FastMCP {_PACKAGE.rpartition('=')[2]}, `from_openapi`", theirs),
    ):
        beside = statistics.median(peer / own for peer, own in zip(theirs, ours, strict=True))
        figures = (statistics.mean(ours), statistics.median(ours), max(ours), sum(ours))
        told = " | ".join(f"{figure:,.0f}" for figure in figures)
        lines.append(f"| {name} | {told} | {sum(theirs) / sum(ours):.1f} | {beside:.1f} |")
    return "\n".join(lines)


def main() -> int:
    """Print the table and write it to docs/figures.md."""
    rows = list(measured())
    (ROOT / ".cache" / "tokens.json").write_text(json.dumps([asdict(row) for row in rows], indent=1))
    print(table(rows))
    text = FIGURES.read_text(encoding="utf-8")
    FIGURES.write_text(_BLOCK.sub(lambda block: f"{block[1]}{table(rows)}\n{block[2]}", text), encoding="utf-8")
    return int(len(rows) < _CONTRACTS * _OPERATIONS)


if __name__ == "__main__":
    sys.exit(main())
