"""One writing command at a time, with what may go wrong told as wrong usage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from codegen.sync.site import Site
from codegen.sync.types import TypeCheckError
from codegen.sync.write import BusyError, alone
from codegen.verbs.failure import UsageError


@contextmanager
def solely(site: Site, *, writing: bool = True) -> Iterator[None]:
    """Keep other runs out while a command works.

    Args:
        site: the project.
        writing: whether the command writes; one that only looks keeps nobody out.

    Raises:
        UsageError: if another run is at it, the disk does not let us, or the type checker does not run.
    """
    try:
        if not writing:
            yield
            return
        with alone(site):
            yield
    except BusyError as error:
        raise UsageError("another codegen is writing this project", "wait until it has ended") from error
    except TypeCheckError as error:
        raise UsageError(f"the code cannot be type-checked: {error}", "pip install mypy") from error
    except OSError as error:
        name = str(error.filename2 or error.filename or "").removeprefix(f"{site.root}/")
        raise UsageError(f"nothing was changed: {error.strerror}{f': {name}' if name else ''}") from error
