"""The table of the kinds of origin; each kind's module puts itself in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from codegen.core.origin import Origin
from codegen.fetching.hosts import Hosts

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Opened:
    """An origin whose files can be read.

    Attributes:
        main: the name of the contract's own file.
        read: returns the bytes of a file by its path relative to the contract's folder, which is normal and leads
            nowhere else; raises `FetchError` where there is none.
        where: the origin in one line, for people and the lock.
        revision: what was found there, "" where the kind knows none.
    """

    main: str
    read: Read
    where: str
    revision: str = ""


Open = Callable[[Origin, Path, Hosts], AbstractContextManager[Opened]]

KINDS: dict[str, Open] = {}


def register(kind: str) -> Callable[[Open], Open]:
    """Return a decorator that enters what opens an origin of `kind` into the table."""

    def enter(opener: Open) -> Open:
        KINDS[kind] = opener
        return opener

    return enter
