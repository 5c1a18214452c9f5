"""Import every module below a generated folder, use the lazy tables, build every model; print the counts as JSON.

`python import_all.py OUTPUT SERVICE`, in a process of its own.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path


def main(out: Path, service: str) -> None:
    """Import, count, print."""
    sys.path.insert(0, str(out))
    begin = time.perf_counter()
    package = importlib.import_module(f"services.{service}")
    for file in sorted(out.rglob("*.py")):
        importlib.import_module(".".join(file.relative_to(out).with_suffix("").parts).removesuffix(".__init__"))
    seconds = time.perf_counter() - begin
    for name in dir(package.models):
        getattr(package.models, name)
    json.dump({"operations": len(package.OPERATIONS), "seconds": round(seconds, 3)}, sys.stdout)


main(Path(sys.argv[1]), sys.argv[2])
