"""A contract that lies on this machine, such as in a checkout beside the project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from codegen.contract.load import MAX_BYTES
from codegen.core.origin import Origin
from codegen.fetching.failure import FetchError
from codegen.fetching.hosts import Hosts
from codegen.fetching.kinds import Opened, register
from codegen.fetching.paths import relative_location, too_large


@register("file")
@contextmanager
def opened(origin: Origin, folder: Path, _hosts: Hosts) -> Iterator[Opened]:
    """Open a file by its path relative to `folder`; it may lie outside of the project.

    What it refers to must lie in the file's own folder, also where links are followed.

    Raises:
        FetchError: if the path is absolute, or what is read is no file, unreadable or too large.
    """
    location = relative_location(origin.location)
    main = folder / location
    home = main.parent.resolve()

    def read(name: str) -> bytes:
        path = home / name
        if name != main.name and not path.resolve().is_relative_to(home):
            raise FetchError(f"{name} is a link out of the contract's folder", "copy the file into the folder")
        return _content(path, location if name == main.name else name)

    yield Opened(main.name, read, f"file:{location}")


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise FetchError(f"there is no file {name}", "look at `source` in service.yaml")
        if path.stat().st_size > MAX_BYTES:
            raise too_large(name)
        return path.read_bytes()
    except OSError as problem:
        told = f"{name} cannot be read: {(problem.strerror or 'unknown reason').lower()}"
        raise FetchError(told, "look at its permissions") from None
