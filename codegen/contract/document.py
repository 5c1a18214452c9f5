"""The document: a contract's file as a tree of JSON values, before anything is chosen or changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from codegen.contract.model import Json
from codegen.core.locate import place
from codegen.core.places import Place, pointer, tokens

FILES = "x-files"  # the member of the tree that holds other files' trees, by their relative path
_LARGE = 200  # paths and schemas


@dataclass(frozen=True, slots=True)
class Document:
    """A contract as it was read, with overlays applied and the files it refers to inside.

    Attributes:
        file: path relative to the project's root, with forward slashes.
        path: where the file is.
        raw: the tree of dicts, lists and values, immutable by convention; other files stand under `x-files` and every
            `$ref` begins with `#`.
        version: as written: `2.0`, `3.0.3`, `3.1.0`.
        files: the other files, relative path to path.
    """

    file: str
    path: Path
    raw: Mapping[str, Json]
    version: str
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def large(self) -> bool:
        """Whether building a contract of it takes longer than copying this process."""
        components = self.raw.get("components")
        schemas = components.get("schemas") if isinstance(components, Mapping) else None
        tables = (self.raw.get("paths"), self.raw.get("definitions"), schemas)
        return sum(len(table) for table in tables if isinstance(table, Mapping)) >= _LARGE

    def place(self, at: str, *, key: bool = False) -> Place:
        """Return file, line and column of what the JSON pointer `at` into `raw` leads to."""
        steps = tokens(at)
        if len(steps) > 1 and steps[0] == FILES and steps[1] in self.files:
            return place(self.files[steps[1]], steps[1], pointer(*steps[2:]), key=key)
        return place(self.path, self.file, at, key=key)


def lookup(tree: Json, at: str) -> Json:
    """Return what a JSON pointer leads to in `tree`.

    Raises:
        KeyError: if there is nothing.
    """
    for token in tokens(at):
        if isinstance(tree, Mapping) and token in tree:
            tree = tree[token]
        elif isinstance(tree, list) and token.isdecimal() and int(token) < len(tree):
            tree = tree[int(token)]
        else:
            raise KeyError(at)
    return tree
