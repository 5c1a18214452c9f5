"""Gathering a list that an API gives in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How the pages of a step are asked for.

    Attributes:
        by: `cursor` (each page says where the next begins), `page` (they are counted) or `offset` (items are).
        start: the number of the first page or item.
    """

    max_items: int
    by: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Collected(Generic[T_co]):
    """Items of all pages, in order; `truncated` where there are, or may be, more."""

    items: Sequence[T_co]
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a page is read.

    Attributes:
        items: its list, None where it has none.
        next: the next page's cursor, where pages say one.
        more: whether there is another page, or how many there are in all, where pages say so.
    """

    items: Callable[[Any], Sequence[Any] | None]
    next: Callable[[Any], Any] | None = None
    more: Callable[[Any], bool | int | None] | None = None


class Gathering:
    """A list in the making: give it each page, and ask it for the next one."""

    def __init__(self, pages: Pages, reading: Reading) -> None:
        """Start with nothing."""
        self._pages = pages
        self._reading = reading
        self._items: list[Any] = []
        self._last: Sequence[Any] = ()
        self._read = 0
        self._next: Any = None
        self._over = False

    @property
    def asked(self) -> Any:
        """What to ask for the next page; None for the first, which needs no asking."""
        return self._next

    @property
    def finished(self) -> bool:
        """Whether no further page is wanted."""
        return self._over or len(self._items) > self._pages.max_items

    def add(self, page: Any) -> bool:
        """Take a page; False where it is the one before over again, so that there would be no end."""
        found = list(self._reading.items(page) or ())
        self._items += found
        self._read += 1
        before, self._next = self._next, self._following(page)
        more = self._reading.more(page) if self._reading.more else None
        last = more is False or (more is not None and more is not True and self._read >= more)
        self._over = self._next is None or last or (self._pages.by != "cursor" and not found)
        again = (self._pages.by == "cursor" and before is not None and before == self._next) or (
            self._pages.by != "cursor" and bool(found) and found == self._last
        )
        self._last = found
        return not again

    def _following(self, page: Any) -> Any:
        if self._pages.by == "cursor":
            return (self._reading.next(page) if self._reading.next else None) or None
        counted = self._read if self._pages.by == "page" else len(self._items)
        return self._pages.start + counted

    def result(self) -> Collected[Any]:
        """Return what was gathered, at most as many items as are wanted."""
        most = self._pages.max_items
        return Collected(self._items[:most], len(self._items) > most or (not self._over and self._next is not None))
