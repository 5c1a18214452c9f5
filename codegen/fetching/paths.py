"""Relative paths as people write them in `source`."""

from __future__ import annotations

import posixpath
from pathlib import PureWindowsPath

from codegen.contract.load import MAX_BYTES
from codegen.fetching.failure import FetchError


def relative_location(location: str) -> str:
    """Return a location that is a path relative to the folder of `service.yaml`, with forward slashes.

    Raises:
        FetchError: if it is absolute, on any system, or begins like an option.
    """
    slashed = location.replace("\\", "/")
    if slashed.startswith("/") or PureWindowsPath(location).drive:
        raise FetchError(
            "the source is an absolute path, which is there on no other machine", "write it relative to service.yaml"
        )
    if not location or location.startswith("-") or not location.isprintable():
        raise FetchError(f"{location!r} is no path to fetch from", "write it relative to service.yaml")
    return posixpath.normpath(slashed)


def inner_path(path: str, container: str) -> tuple[str, str]:
    """Return the folder and the name of a file inside of a repository or package.

    Args:
        path: as written under `path`.
        container: what it is inside of, for messages.

    Raises:
        FetchError: if it is empty, absolute, or leads out.
    """
    normal = posixpath.normpath(path) if path else ""
    if not normal or normal in (".", "..") or normal.startswith(("/", "../")) or "\\" in path or not path.isprintable():
        raise FetchError(
            f"{path!r} is no path of a file inside of the {container}",
            f"write which file of the {container} is the contract, such as path: specs/openapi.yaml",
        )
    folder, name = posixpath.split(normal)
    return folder, name


def too_large(name: str) -> FetchError:
    """Return the error about a file that is larger than any contract."""
    return FetchError(f"{name} is larger than {MAX_BYTES >> 20} MiB", "fetch a smaller form of the contract")
