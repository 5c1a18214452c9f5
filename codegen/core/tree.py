"""Generated files in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType


class Tree(Mapping[str, str]):
    """Path below the output folder (forward slashes) to text; sorted, and no path is written twice."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = MappingProxyType(dict(sorted(files.items())))

    def __getitem__(self, path: str) -> str:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __or__(self, other: Tree) -> Tree:
        """Return both trees in one.

        Raises:
            ValueError: if both hold the same path, which is a bug of a target.
        """
        if both := self.keys() & other.keys():
            raise ValueError(f"two targets write {min(both)}")
        return Tree({**self, **other})
