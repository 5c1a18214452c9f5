"""Overlays: corrections to what a contract says (OpenAPI Overlay Specification 1.0)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegen.contract.document import Document
from codegen.contract.load import parse, read_bytes, relative_name
from codegen.core.diagnostics import Diagnostics
from codegen.core.locate import place
from codegen.core.places import Place

if TYPE_CHECKING:
    from jsonpath import JSONPathMatch

_ROOT_WORDS = frozenset(("overlay", "info", "extends", "actions"))
_ACTION_WORDS = frozenset(("target", "description", "update", "remove"))


def apply_overlays(document: Document, overlay_files: Sequence[Path], root: Path, diagnostics: Diagnostics) -> Document:
    """Return `document` with the overlays' actions applied, in their order.

    Args:
        document: the contract as it was read.
        overlay_files: overlays, absolute or relative to `root`; each starts from what the one before it left.
        root: the project's root.
        diagnostics: gets errors `overlay-invalid`, and a warning `overlay-matches-nothing` for an idle action.
    """
    if not overlay_files:
        return document
    tree = deepcopy(dict(document.raw))  # the one place where a tree is changed, and it is a copy
    for file in overlay_files:
        path = root / file
        name = relative_name(path, root)
        content = read_bytes(path, name, diagnostics)
        overlay = parse(content, name, diagnostics) if content is not None else None
        if overlay is not None:
            _Applying(tree, path, name, diagnostics).overlay(overlay)
    return replace(document, raw=tree)


@dataclass(frozen=True, slots=True)
class _Applying:
    tree: dict[str, Any]
    path: Path
    name: str
    diagnostics: Diagnostics

    def overlay(self, overlay: Any) -> None:
        if not isinstance(overlay, Mapping) or not str(overlay.get("overlay", "")).startswith("1."):
            self._invalid("an overlay begins with `overlay: 1.0.0`", "")
            return
        self._known(overlay, _ROOT_WORDS, "")
        actions = overlay.get("actions")
        if not isinstance(actions, list):
            self._invalid("an overlay has a list of `actions`", "/actions")
            return
        for number, action in enumerate(actions):
            self._action(action, f"/actions/{number}")

    def _action(self, action: Any, at: str) -> None:
        if not isinstance(action, Mapping) or not isinstance(action.get("target"), str):
            self._invalid("an action has a `target`, which is a JSONPath", at)
            return
        self._known(action, _ACTION_WORDS, at)
        # heavy, and few contracts have an overlay
        from jsonpath import JSONPathError, finditer

        try:
            matches = list(finditer(action["target"], self.tree))
        except (JSONPathError, RecursionError) as problem:
            self._invalid(f"the target is no JSONPath: {problem}", f"{at}/target")
            return
        if not matches:
            message = f"the target {action['target']!r} matches nothing"
            self.diagnostics.warning("overlay-matches-nothing", message, self._place(f"{at}/target"))
        elif action.get("remove") is True:
            for match in reversed(matches):  # from the end, so that the indexes of a list stay true
                self._remove(match, at)
        elif "update" in action:
            for match in matches:
                self._update(match, action["update"], at)

    def _remove(self, match: JSONPathMatch, at: str) -> None:
        if match.parent is None:
            self._invalid("the root cannot be removed", f"{at}/target")
            return
        holder, key = match.parent.obj, match.parts[-1]
        if isinstance(holder, (dict, list)):
            del holder[key]  # type: ignore[arg-type]  # a match's last part is a key of its parent

    def _update(self, match: JSONPathMatch, update: Any, at: str) -> None:
        """Merge an update into what was matched (Overlay 1.0, section 4.4.3)."""
        found = match.obj
        if isinstance(found, dict) and isinstance(update, Mapping):
            _merge(found, update)
        elif isinstance(found, list):
            found.append(deepcopy(update))
        else:
            self._invalid(
                "the target of an update is an object or a list, and an object takes an object", f"{at}/update"
            )

    def _known(self, node: Mapping[str, Any], words: frozenset[str], at: str) -> None:
        for key in node:
            if key not in words and not key.startswith("x-"):
                self._invalid(f"{key!r} is no word of Overlay 1.0", f"{at}/{key}", key=True)

    def _invalid(self, message: str, at: str, *, key: bool = False) -> None:
        self.diagnostics.error("overlay-invalid", message, self._place(at, key=key))

    def _place(self, at: str, *, key: bool = False) -> Place:
        return place(self.path, self.name, at, key=key)


def _merge(target: dict[str, Any], update: Mapping[str, Any]) -> None:
    for key, value in update.items():
        known = target.get(key)
        if isinstance(known, dict) and isinstance(value, Mapping):
            _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(deepcopy(value))
        else:
            target[key] = deepcopy(value)
