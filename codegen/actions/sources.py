"""The files people write, read and ready to say where a value stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.contract.model import Json
from codegen.core.diagnostics import Diagnostics
from codegen.core.locate import place
from codegen.core.places import Place
from codegen.core.yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file: where it is, its text and its tree.

    Attributes:
        path: on this machine; in no message.
        file: relative to the project's root, with forward slashes.
    """

    path: Path
    file: str
    text: str
    tree: Mapping[str, Json]

    def place(self, pointer: str, *, key: bool = False) -> Place:
        """Return where the value at `pointer` stands, or with `key` its key."""
        return place(self.path, self.file, pointer, key=key)

    def within(self, pointer: str, text: str, offset: int) -> Place:
        """Return where the character `offset` of the string `text`, the value at `pointer`, stands.

        A string that is folded or escaped on paper is only known by its beginning.
        """
        start = self.place(pointer)
        lines = self.text.splitlines()
        if not 0 < start.line <= len(lines):
            return start
        line = lines[start.line - 1][max(start.column - 1, 0) :]
        quote = 1 if line[:1] in ("'", '"') else 0
        if not line[quote:].startswith(text):
            return start
        return Place(start.file, start.line, start.column + quote + offset, start.pointer)


def read_source(path: Path, root: Path, diagnostics: Diagnostics) -> Source | None:
    """Read a YAML file whose root must be a mapping; what is wrong is collected.

    Args:
        path: the file.
        root: the project's root, to which messages are relative.
        diagnostics: collects `file-unreadable`, `wrong-type` and what reading YAML finds.
    """
    file = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = (
            "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or "unknown reason").lower()
        )
        diagnostics.error("file-unreadable", f"the file cannot be read: {reason}", Place(file))
        return None
    before = len(diagnostics)
    tree = read_yaml(text, file, diagnostics)
    if isinstance(tree, dict):
        return Source(path, file, text, tree)
    if tree is None and len(diagnostics) == before:  # nothing but comments: a mapping that is still empty
        return Source(path, file, text, {})
    if len(diagnostics) == before:
        diagnostics.error("wrong-type", "the file must hold a mapping of keys to values", Place(file, 1, 1))
    return None
