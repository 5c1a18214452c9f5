"""External files: every `$ref` to another file is brought inside, under `x-files`; none may leave the project."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from codegen.contract.document import FILES, Document
from codegen.core.diagnostics import Diagnostics
from codegen.core.json import read_json
from codegen.core.places import Place, pointer
from codegen.core.yaml import read_yaml

# A pattern that begins with plain text is looked for ten times as fast as one with alternatives.
_OUTSIDE = re.compile(rb"""\$ref\\?["']?\s*:\s*(?:["']\s*)?[^#"'\s]""")
_ESCAPED = rb"\u0024ref"

DATA = frozenset(("example", "examples", "default", "enum", "const"))  # a `$ref` in there refers to nothing


def bundle(document: Document, root: Path, content: bytes, diagnostics: Diagnostics) -> Document:
    """Return `document` with the files that its references name inside it.

    Args:
        document: as it was read from its file.
        root: the project's root.
        content: the file's bytes, searched before the tree is walked.
        diagnostics: gets `ref-outside-project`, `ref-to-network` and `ref-file-missing` errors with their places.
    """
    if not leads_outside(content):
        return document
    gathering = _Gathering(document, root.resolve(), diagnostics, {}, {})
    try:
        tree = gathering.rewritten(document.raw, document.path, "", "")
    except RecursionError:
        diagnostics.error("too-deep", "the file nests too deep to be read", Place(document.file))
        return document
    return replace(document, raw={**tree, FILES: gathering.trees} if gathering.trees else tree, files=gathering.files)


def leads_outside(content: bytes) -> bool:
    """Say cheaply whether a file can have a `$ref` that does not begin with `#`; most have none."""
    return _ESCAPED in content or _OUTSIDE.search(content) is not None


def _leads_to_network(target: str) -> bool:
    try:
        return bool(urlsplit(target).scheme) or target.startswith("//")
    except ValueError:  # such as `//[h`: a host that is none
        return True


@dataclass(frozen=True, slots=True)
class _Gathering:
    document: Document
    root: Path
    diagnostics: Diagnostics
    trees: dict[str, Any]
    files: dict[str, Path]

    def rewritten(self, node: Any, base: Path, name: str, at: str) -> Any:
        """Return `node` of the file `base` with its references pointing into the bundled tree."""
        if isinstance(node, list):
            return [self.rewritten(child, base, name, f"{at}/{n}") for n, child in enumerate(node)]
        if not isinstance(node, Mapping):
            return node
        named = at.endswith(("/properties", "/schemas", "/definitions"))  # there, keys are names and no keywords
        result = {
            key: child if key in DATA and not named else self.rewritten(child, base, name, at + pointer(key))
            for key, child in node.items()
        }
        target = node.get("$ref")
        if isinstance(target, str):
            result["$ref"] = self._target(target, base, name, at + "/$ref")
        return result

    def _target(self, target: str, base: Path, name: str, at: str) -> str:
        if target.startswith("#"):
            return f"#{pointer(FILES, name)}{target[1:]}" if name else target
        place = self._placer(name, at)
        if _leads_to_network(target):
            self.diagnostics.error(
                "ref-to-network",
                f"the reference {target!r} leads to the network",
                place(),
                "save the file in the project and refer to it there",
            )
            return "#"
        relative, _, fragment = target.partition("#")
        path = (base.parent / unquote(relative)).resolve()
        if not path.is_relative_to(self.root):
            self.diagnostics.error(
                "ref-outside-project",
                f"the reference {target!r} leads out of the project",
                place(),
                "copy the file into the project",
            )
            return "#"
        if path == self.document.path.resolve():
            return f"#{fragment}"
        return self._file(path, target, fragment, place)

    def _file(self, path: Path, target: str, fragment: str, place: Callable[[], Place]) -> str:
        name = path.relative_to(self.root).as_posix()
        if name not in self.files:
            component = self._bare(target)
            if component:
                return component
            if not path.is_file():
                self.diagnostics.error("ref-file-missing", f"the reference {target!r} names no file", place())
                return "#"
            self.files[name] = path
            self.trees[name] = None  # reserved: files may refer to one another in a circle
            read = read_json if path.suffix == ".json" else read_yaml
            self.trees[name] = self.rewritten(read(path.read_bytes(), name, self.diagnostics), path, name, "")
        return f"#{pointer(FILES, name)}{fragment}"

    def _bare(self, target: str) -> str:
        """Return the component meant by a bare name, as in `$ref: Order`, which old contracts write."""
        raw = self.document.raw
        for at in (("definitions", target), ("components", "schemas", target)):
            node: Any = raw
            for token in at:
                node = node.get(token) if isinstance(node, Mapping) else None
            if node is not None:
                return f"#{pointer(*at)}"
        return ""

    def _placer(self, name: str, at: str) -> Callable[[], Place]:
        full = pointer(FILES, name) + at if name else at
        return lambda: replace(self.document, files=self.files).place(full)
