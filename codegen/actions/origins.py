"""`source` in `service.yaml`: where the contract comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PureWindowsPath

from codegen.actions.sources import Source
from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.origin import Origin

# What may stand beside each kind's own key, and which of it says the version.
_BESIDE = {"url": (), "git": ("revision", "path"), "npm": ("version", "path"), "file": ()}
_VERSION = {"git": "revision", "npm": "version"}
_HOLDER = {"git": "repository", "npm": "package"}


def origin_of(tree: Mapping[str, Json], source: Source, diagnostics: Diagnostics) -> Origin | None:
    """Return the origin that `source` names; None where there is none, or it is wrong.

    Args:
        tree: `service.yaml`, its shape checked.
        source: the file.
        diagnostics: collects `missing-key` and `wrong-value`.
    """
    if "source" not in tree:
        return None
    entry, written = tree["source"], source.tree["source"]
    kinds = [key for key in written if key in _BESIDE]
    if len(kinds) != 1:
        _not_one(kinds, source, diagnostics)
        return None
    if not written.keys() <= entry.keys():  # what is wrong with the others was said
        return None
    before = len(diagnostics)
    _check_beside(kinds[0], entry, source, diagnostics)
    if kinds[0] in ("file", "git") and _absolute(entry[kinds[0]]):
        diagnostics.error(
            "wrong-value",
            f"{kinds[0]} must not be an absolute path, which is there on no other machine",
            source.place(f"/source/{kinds[0]}"),
            "write it relative to this file",
        )
    if len(diagnostics) > before:
        return None
    version = entry.get(_VERSION.get(kinds[0], ""), "")
    return Origin(kinds[0], entry[kinds[0]], version, entry.get("path", ""))


def _not_one(kinds: list[str], source: Source, diagnostics: Diagnostics) -> None:
    if kinds:
        message = f"source names both {kinds[0]} and {kinds[1]}"
        place = source.place(f"/source/{kinds[1]}", key=True)
        diagnostics.error("wrong-value", message, place, "keep the one to fetch from")
    else:
        diagnostics.error(
            "missing-key",
            "source lacks one of the keys 'url', 'git', 'npm' and 'file'",
            source.place("/source"),
            "say where the contract comes from, or remove source",
        )


def _check_beside(kind: str, entry: Mapping[str, Json], source: Source, diagnostics: Diagnostics) -> None:
    for key in entry:
        if key not in (kind, *_BESIDE[kind]):
            own = _VERSION.get(kind)
            hint = f"write {own}" if own and key in _VERSION.values() else f"remove {key}"
            place = source.place(f"/source/{key}", key=True)
            diagnostics.error("wrong-value", f"{key} does not go with {kind}", place, hint)
    if "path" in _BESIDE[kind] and "path" not in entry:
        hint = f"write which file of the {_HOLDER[kind]} is the contract, such as path: openapi.yaml"
        diagnostics.error("missing-key", "source lacks the key 'path'", source.place("/source"), hint)


def _absolute(location: str) -> bool:
    return location.startswith(("/", "\\", "file:")) or bool(PureWindowsPath(location).drive)
