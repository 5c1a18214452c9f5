"""What a mock remembers: the items of each collection, by the collection's concrete path."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from threading import Lock

from codegen.contract.model import Json
from codegen.mocking.script import Resource


class Store:
    """Collections of items; safe to use from several threads. Values go in and come out as copies."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        """Start with what the script's resources hold.

        Args:
            resources: collections by concrete path.
        """
        self._items: dict[str, dict[str, dict[str, Json]]] = {}
        self._counts: dict[str, int] = {}
        self._lock = Lock()
        for path, resource in resources.items():
            self._items[path] = {str(item.get(resource.key)): dict(copy.deepcopy(item)) for item in resource.items}

    def knows(self, collection: str) -> bool:
        """Say whether the collection is there, if only empty."""
        return collection in self._items

    def all(self, collection: str) -> list[dict[str, Json]]:
        """Return the collection's items, oldest first."""
        with self._lock:
            return copy.deepcopy(list(self._items.get(collection, {}).values()))

    def get(self, collection: str, key: str) -> dict[str, Json] | None:
        """Return one item, or None where there is none of that key."""
        with self._lock:
            return copy.deepcopy(self._items.get(collection, {}).get(key))

    def put(self, collection: str, key: str, item: Mapping[str, Json]) -> None:
        """Keep an item under its key, in place of an older one."""
        with self._lock:
            self._items.setdefault(collection, {})[key] = dict(copy.deepcopy(item))

    def remove(self, collection: str, key: str) -> None:
        """Forget an item."""
        with self._lock:
            self._items.get(collection, {}).pop(key, None)

    def number(self, collection: str, first: int) -> int:
        """Return the number of the collection's next new item, counting from `first`."""
        with self._lock:
            self._counts[collection] = self._counts.get(collection, first - 1) + 1
            return self._counts[collection]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._items))
