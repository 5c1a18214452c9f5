"""`codegen generate`: make or update the generated files.

Where not a byte changed since the last run the answer comes from `sync.state`, before anything heavy is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from codegen.core.diagnostics import Diagnostic
from codegen.sync import layers, state
from codegen.sync.drift import Drift


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """What was written, or would be.

    Attributes:
        written, deleted: files relative to the project's root, each with its layer.
        unchanged: how many files had their bytes already.
        refused: files that are not the generator's; where there are any, nothing was written.
        diffs: unified diffs of what the inputs change, where they were asked for.
        upgrade: what another version of the generator changes by itself, in words; "" where it made the files.
        upgrade_diffs: unified diffs of that, where they were asked for.
        kept: files overwritten at the user's word whose bytes are now under `.codegen/replaced/`.
        conflicts: kept edits that do not fit; only what they hold back was not written.
        unaccepted: tools whose change a person has to accept.
        retired: files whose kept edit the generator writes itself by now; their patches are gone.
        dry_run: whether nothing was to be written.
        up_to_date: whether nothing changed at all since the last run, so that nothing was looked into.
    """

    written: tuple[tuple[str, layers.Layer], ...] = ()
    deleted: tuple[tuple[str, layers.Layer], ...] = ()
    unchanged: int = 0
    refused: tuple[Drift, ...] = ()
    diffs: tuple[str, ...] = ()
    upgrade: str = ""
    upgrade_diffs: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[Drift, ...] = ()
    unaccepted: tuple[Drift, ...] = ()
    retired: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    dry_run: bool = False
    up_to_date: bool = False
    exit_code: int = 0


def generate(
    start: Path, *, dry_run: bool = False, diff: bool = False, adopt: bool = False, discard: Sequence[str] = (),
    today: date | None = None,
) -> GenerateResult:  # fmt: skip
    """Generate the project that `start` lies in.

    Args:
        start: a folder in the project.
        dry_run: write nothing.
        diff: return what changes, as unified diffs.
        adopt: take over files that stand where generated ones go.
        discard: edited generated files to overwrite, their kept edits with them; relative to the working directory or
            the project's root.
        today: the day by which an acceptance runs out; today's where it is left out.

    Raises:
        UsageError: if there is no project, a file to discard is none, another run is at it, or the disk refuses.
    """
    if not adopt and not discard and _is_current(start):
        return GenerateResult(up_to_date=True, dry_run=dry_run)
    # heavy (contracts, templates, models), and of no use where nothing changed
    from codegen.verbs.produce import Wish, produce

    day = today or datetime.now(UTC).date()
    return produce(start, Wish(dry_run, diff, adopt, tuple(discard), day))


def _is_current(start: Path) -> bool:
    root = next((folder for folder in (start, *start.parents) if (folder / "pyproject.toml").exists()), None)
    return root is not None and state.is_current(root) is not None
