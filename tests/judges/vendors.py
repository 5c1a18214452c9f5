"""Vendors' SDKs judge the tool files: `python -m tests.judges.vendors`.

The worked example, the golden cases, the probes of ../shared/judges (a JSON Schema each with one difficulty, made into
a contract and a definition and generated for real), and with `--corpus N` three actions scaffolded from each of N real
contracts. Installs pinned SDKs into .cache/judges/vendors. Prints a line
a check; exits 1 if one fails. Without the package index it says so and exits 0, except where CI=true.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from codegen.contract.index import operation_index
from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import generate
from codegen.verbs.scaffold import scaffold
from tests.corpus.run_corpus import CACHE as CORPUS
from tests.corpus.run_corpus import fetch
from tests.judges.probes import read_probes
from tests.round_trips.project import write_project

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "judges" / "vendors"
PACKAGES = (
    *("anthropic==2.14.0", "botocore==1.44.8", "google-genai==3.6.1", "jsonschema==4.25.1"),
    "llguidance==1.9.1",
    *("mcp==2.3.0", "openai-agents==0.24.0", "pydantic-ai-slim[openai]==2.68.0"),
)
LEAST = 46  # probes that all judges accept at once


def main() -> int:
    """Judge everything."""
    python = _environment()
    if python is None:
        print("vendors: the package index cannot be reached")
        return int(os.environ.get("CI") == "true")
    with tempfile.TemporaryDirectory(prefix="vendors-") as name:
        made, refused = _probes(Path(name))
        ours = [ROOT / "generated" / "tools", *sorted((ROOT / "tests" / "golden" / "cases").glob("*/*/tools"))]
        failed = _told("the worked example and the golden cases", _judge(python, ours))
        if made or refused:
            failed |= _told_of_probes(made, refused, _judge(python, list(made.values())))
        else:
            print("vendors: no probes beside this checkout")
        if "--corpus" in sys.argv:
            folders = _corpus(Path(name) / "corpus", int(sys.argv[sys.argv.index("--corpus") + 1]))
            failed |= _told(f"{len(folders)} real contracts, three actions each", _judge(python, folders))
    return int(failed)


def _corpus(work: Path, count: int) -> list[Path]:
    """Scaffold three actions from each of so many real contracts, spread over all that npm has."""
    fetch()
    every = sorted(
        path for path in (CORPUS / "od" / "package" / "api").rglob("*.json") if path.stat().st_size < 400_000
    )
    step = max(1, len(every) // (count + count // 2))
    made: list[Path] = []
    for spec in every[::step]:
        if len(made) == count:
            break
        root = work / str(len(made)) / spec.stem
        if (folder := _scaffolded(root, spec)) is not None:
            made.append(folder)
    return made


def _scaffolded(root: Path, spec: Path) -> Path | None:
    """Return the tools of three actions of a contract; None where it has fewer operations that can be scaffolded."""
    service = root / "specs" / "api"
    service.mkdir(parents=True)
    (root / "pyproject.toml").write_text("[tool.codegen]\n")
    shutil.copy(spec, service / "openapi.json")
    (service / "service.yaml").write_text("service: api\ncontract: openapi.json\nbase_url: https://api.example\n")
    document = load(service / "openapi.json", service, Diagnostics())
    if document is None:
        return None
    names = list(operation_index(document, {}, {}))
    chosen = names[:: max(1, len(names) // 3)][:3]
    for number, name in enumerate(chosen):
        try:
            scaffold(root, f"api.{name}", name=f"call_{number}")
        except UsageError:
            return None
    result = generate(root)
    if len(chosen) < 3 or result.exit_code:
        return None
    return root / "generated" / "tools"


def _environment() -> Path | None:
    """Return the interpreter of the environment that has the SDKs; None where they cannot be had."""
    python = CACHE / "bin" / "python"
    stamp = CACHE / "packages.json"
    if stamp.exists() and json.loads(stamp.read_text()) == list(PACKAGES):
        return python
    shutil.rmtree(CACHE, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(CACHE)], check=True)
    words = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    if subprocess.run(words, check=False).returncode:
        return None
    stamp.write_text(json.dumps(PACKAGES))
    return python


def _judge(python: Path, folders: list[Path]) -> dict[str, Any]:
    words = [str(python), "-W", "ignore", str(Path(__file__).with_name("vendor_sdks.py")), *map(str, folders)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _told(what: str, found: dict[str, Any]) -> bool:
    for folder, reasons in found["refused"].items():
        print(f"  {folder}: {' | '.join(reasons)[:600]}")
    print(f"{what}: {found['tools']} tools, {len(found['refused'])} folders with a refused one")
    print(f"spoiled twins that pass: {', '.join(found['blind']) or 'none'}")
    return bool(found["refused"] or found["blind"])


def _told_of_probes(made: dict[str, Path], refused: dict[str, str], found: dict[str, Any]) -> bool:
    bad = {name: " | ".join(reasons) for name, reasons in found["refused"].items()}
    good = sorted(made.keys() - bad.keys())
    for name, why in refused.items():
        print(f"  refused at generate: {name}: {why[:200]}")
    for name, why in bad.items():
        print(f"  refused by a judge: {name}: {why[:600]}")
    print(f"probes: {len(good)} of {len(made) + len(refused)} accepted by all judges at once")
    return bool(bad) or len(good) < LEAST


def _probes(work: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Generate every probe; returns the folders of tools, and why a probe was refused."""
    made, refused = {}, {}
    for name, schema in read_probes().items():
        root = work / name
        write_project(root, schema)
        result = generate(root)
        if result.exit_code == 0:
            made[name] = Path(shutil.copytree(root / "generated" / "tools", work / "tools" / name))
        else:
            refused[name] = "; ".join(str(item) for item in result.diagnostics if item.severity == "error")
    return made, refused


if __name__ == "__main__":
    sys.exit(main())
