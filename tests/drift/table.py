"""The table of docs/drift.md, made by running every case; `python -m tests.drift.table` writes it again."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from codegen.sync.drift import KINDS, Drift
from codegen.verbs.check import check
from tests.drift.cases import CASES, TODAY, Case, project

PAGE = Path(__file__).parents[2] / "docs" / "drift.md"
_BLOCK = re.compile(r"(?s)(<!-- drift -->\n).*?(<!-- /drift -->)")


@dataclass(frozen=True)
class Told:
    """What `check` says in one case, and what is left of it after the mending."""

    case: Case
    exit_code: int
    drifts: tuple[Drift, ...]
    after: tuple[Drift, ...]
    code_after: int

    @property
    def drift(self) -> Drift | None:
        """The drift that the case is about, if it was told."""
        wanted = (self.case.kind, self.case.layer)
        return next((drift for drift in self.drifts if (drift.kind, drift.layer) == wanted), None)


def run(case: Case, root: Path) -> Told:
    """Let a fresh project drift as the case says, ask `check`, mend, and ask again."""
    project.generated(root)
    case.before(root)
    assert check(root, TODAY).drifts == (), f"{case.name}: it drifted before it should"
    case.drift(root)
    found = check(root, TODAY)
    case.mend(root)
    after = check(root, TODAY)
    return Told(case, found.exit_code, found.drifts, after.drifts, after.exit_code)


def rows(told: list[Told]) -> str:
    """Return the table, in the order of the kinds."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    lines = ["| kind | layer | when | what `check` says mends it |", "|---|---|---|---|"]
    for item in sorted(told, key=lambda item: order[item.case.kind]):
        mend = item.drift.mend if item.drift is not None else "not told"
        lines.append(f"| `{item.case.kind}` | {item.case.layer} | {item.case.what} | `{mend}` |")
    return "\n".join(lines) + "\n"


def page(told: list[Told]) -> str:
    """Return the page with the table of `told` in it."""
    return _BLOCK.sub(lambda block: block[1] + rows(told) + block[2], PAGE.read_text(encoding="utf-8"))


def main() -> None:
    """Run every case and write the page."""
    told = []
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            told.append(run(case, Path(folder).resolve()))
    PAGE.write_text(page(told), encoding="utf-8")


if __name__ == "__main__":
    main()
