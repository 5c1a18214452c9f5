"""Vendors' SDKs judge the tool files: `python -m tests.judges.vendors`.

The worked example, the golden cases, the probes of ../shared/judges (a JSON Schema each with one difficulty, made into
a contract and a definition and generated for real), and with `--corpus N` three actions scaffolded from each of N real
contracts. Installs pinned SDKs into .cache/judges/vendors. Prints a line
a check; exits 1 if one fails. Without the package index it says so and exits 0, except where CI=true.
"""

from __future__ import annotations

import importlib.util
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

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "judges" / "vendors"
PROBES = ROOT.parent / "shared" / "judges" / "probes.py"
PACKAGES = (
    *("anthropic==2.14.0", "botocore==1.44.8", "google-genai==3.6.1", "jsonschema==4.25.1"),
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
    if not PROBES.is_file():
        return {}, {}
    spec = importlib.util.spec_from_file_location("probes", PROBES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made, refused = {}, {}
    for name, schema in {**module.PROBES, "tricky": module.TRICKY}.items():
        root = work / name
        _write(root, schema)
        result = generate(root)
        if result.exit_code == 0:
            made[name] = root / "generated" / "tools"
            target = work / "tools" / name
            shutil.copytree(made[name], target)
            made[name] = target
        else:
            refused[name] = "; ".join(str(item) for item in result.diagnostics if item.severity == "error")
    return made, refused


def _write(root: Path, schema: dict[str, Any]) -> None:
    """Write a project whose one operation takes the probe, and whose one action takes all of that."""
    definitions = schema.get("$defs", {})
    body = {key: value for key, value in schema.items() if key not in ("$defs", "$schema")}
    text = json.dumps({"Body": body, **definitions}).replace('"#/$defs/', '"#/components/schemas/')
    text = text.replace('"#/properties/', '"#/components/schemas/Body/properties/').replace(
        '"#"', '"#/components/schemas/Body"'
    )
    contract = {
        "openapi": "3.1.0",
        "info": {"title": "Probe", "version": "1"},
        "paths": {
            "/probe": {
                "post": {
                    "operationId": "probe",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}},
                    },
                    "responses": {"204": {"description": "ok"}},
                }
            }
        },
        "components": {"schemas": json.loads(text)},
    }
    fields = list(body.get("properties", {})) or ["body"]
    inputs = {f"f{number}": {"from": f"api.probe.{name}"} for number, name in enumerate(fields)}
    given = {name: f"$inputs.f{number}" for number, name in enumerate(fields)}
    step = {"id": "sent", "operation": "api.probe", "with": given}
    definition = {
        "action": "send_probe",
        "description": "Sends a probe. Use it to try a schema.",
        "inputs": inputs,
        "steps": [step],
        "outputs": {},
    }
    for file, content in {
        "pyproject.toml": "[tool.codegen]\n",
        "specs/api/openapi.yaml": json.dumps(contract),
        "specs/api/service.yaml": "service: api\ncontract: openapi.yaml\nbase_url: https://api.example\n",
        "specs/actions/send_probe.yaml": json.dumps(definition),
    }.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


if __name__ == "__main__":
    sys.exit(main())
