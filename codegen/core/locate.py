"""Line and column of a JSON pointer in a YAML or JSON file, found when a message needs them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # there since 2.6, missing from typeshed
from pathlib import Path
from typing import Protocol

import yaml

from codegen.core.places import Place, tokens
from codegen.core.yaml import Loader

_SPACE = " \t\n\r"
_BREAK = re.compile("\n")
_scan = JSONDecoder().scan_once  # type: ignore[attr-defined]  # the C scanner; missing from typeshed


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a member stands: offset or node of its value, line and column (from 1) of its key and of its value."""

    key: tuple[int, int]
    value: tuple[int, int]
    handle: object


class _Source(Protocol):
    def root(self) -> Spot: ...

    def members(self, spot: Spot) -> Mapping[str, Spot]: ...


def place(path: Path, file: str, pointer: str, *, key: bool = False) -> Place:
    """Return where `pointer` leads to in a file, or the nearest ancestor that is there.

    Args:
        path: the file to read; a file that cannot be read has no lines.
        file: the name to show, relative to the project's root.
        pointer: JSON pointer (RFC 6901).
        key: show the member's key rather than its value.
    """
    try:
        state = path.stat()
        source = _source(path, state.st_mtime_ns, state.st_size)
        spot = source.root()
        for token in tokens(pointer):
            found = source.members(spot).get(token)
            if found is None:
                return Place(file, *spot.key, pointer)
            spot = found
    except (OSError, ValueError, yaml.YAMLError, RecursionError, StopIteration):
        return Place(file, pointer=pointer)  # what cannot be read was reported by the one who read it
    return Place(file, *(spot.key if key else spot.value), pointer)


@lru_cache(maxsize=16)
def _source(path: Path, _modified: int, _size: int) -> _Source:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return _JsonSource(text) if text.lstrip()[:1] in ("{", "[") and path.suffix != ".yaml" else _YamlSource(text)


class _JsonSource:
    """Offsets in JSON text; siblings are passed over by the C scanner, and every container is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._members: dict[int, Mapping[str, Spot]] = {}
        self._breaks: list[int] | None = None

    def root(self) -> Spot:
        start = self._skip(0)
        return Spot(self._position(start), self._position(start), start)

    def members(self, spot: Spot) -> Mapping[str, Spot]:
        start = spot.handle
        assert isinstance(start, int)  # noqa: S101  # every spot of this source has an offset
        if start not in self._members:
            self._members[start] = self._read(start)
        return self._members[start]

    def _read(self, start: int) -> Mapping[str, Spot]:
        opening = self._text[start]
        if opening not in "{[":
            return {}
        found: dict[str, tuple[int, int]] = {}
        index = self._skip(start + 1)
        while self._text[index] not in "}]":
            at = index
            name = str(len(found))
            if opening == "{":
                name, index = scanstring(self._text, index + 1)
                index = self._skip(self._skip(index) + 1)
            found[name] = (at, index)
            index = self._skip(_scan(self._text, index)[1])
            if self._text[index] == ",":
                index = self._skip(index + 1)
        return _Lazy(self, found)

    def _skip(self, index: int) -> int:
        while self._text[index : index + 1] in _SPACE and index < len(self._text):
            index += 1
        return index

    def _position(self, offset: int) -> tuple[int, int]:
        if self._breaks is None:
            self._breaks = [match.start() for match in _BREAK.finditer(self._text)]
        line = bisect_left(self._breaks, offset)
        return line + 1, offset - (self._breaks[line - 1] if line else -1)

    def spot(self, key: int, value: int) -> Spot:
        return Spot(self._position(key), self._position(value), value)


class _Lazy(Mapping[str, Spot]):
    """Members whose lines are counted only when asked for."""

    def __init__(self, source: _JsonSource, offsets: Mapping[str, tuple[int, int]]) -> None:
        self._source = source
        self._offsets = offsets

    def __getitem__(self, name: str) -> Spot:
        return self._source.spot(*self._offsets[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)


class _YamlSource:
    """Positions of composed YAML nodes."""

    def __init__(self, text: str) -> None:
        self._root: yaml.Node | None = yaml.compose(text, Loader=Loader)

    def root(self) -> Spot:
        return Spot((1, 1), _mark(self._root) if self._root is not None else (1, 1), self._root)

    def members(self, spot: Spot) -> Mapping[str, Spot]:
        node = spot.handle
        if isinstance(node, yaml.MappingNode):
            return {str(name.value): Spot(_mark(name), _mark(value), value) for name, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return {str(n): Spot(_mark(value), _mark(value), value) for n, value in enumerate(node.value)}
        return {}


def _mark(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
