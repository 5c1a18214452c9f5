"""Where a contract comes from, as `source` in `service.yaml` says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """One place from which a vendor's next contract can be had.

    Attributes:
        kind: `file`, `url`, `git` or `npm`.
        location: a path relative to the folder of `service.yaml` (it may lead out of the project, and is never
            absolute), a URL, a git repository (https or ssh URL, `git@host:…` or a relative path), or the name of an
            npm package.
        version: for git a branch, tag or commit, "" for the remote's HEAD; for npm a version, range or dist-tag, ""
            for `latest`.
        path: the contract's file inside of the repository or package.
    """

    kind: str
    location: str
    version: str = ""
    path: str = ""
