"""Contracts that were pulled, held against what was brought."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.core.digest import of_bytes
from codegen.sync.drift import Drift
from codegen.sync.layers import Layer
from codegen.sync.lock import Lock
from codegen.verbs.written import Written


def source_drifts(written: Written, lock: Lock | None) -> Iterator[Drift]:
    """Yield a drift for each contract whose bytes are no longer those that `codegen pull` brought."""
    for settings in written.services:
        source = (lock.sources if lock else {}).get(settings.name)
        if source is None or settings.origin is None or not settings.contract_path.is_file():
            continue
        if of_bytes(settings.contract_path.read_bytes()) != source.digest:
            name = f"{settings.file.rpartition('/')[0]}/{settings.contract}"
            message = f"{name} is not what was pulled from {source.where}; the next pull would wipe the difference."
            mend = f"say the correction in an overlay, then codegen pull {settings.name} --discard"
            yield Drift("contract-edited", Layer.EXTERNAL_SERVICE, settings.name, message, mend)
