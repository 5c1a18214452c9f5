"""Where a contract comes from, as `source` in `service.yaml` says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# kind:location[@version]#path, as provenance is written too
_WORDS = re.compile(r"(npm):(@?[^@#]+)(?:@([^#]+))?#(.+)|(git):(.+?)(?:@([^@/:#]+))?#(.+)")
_VERSION = {"git": "revision", "npm": "version"}


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


def origin_of_words(text: str) -> Origin | None:
    """Return the origin that a word of the command line names; None where it names a file.

    Args:
        text: a URL, `npm:PACKAGE[@VERSION]#PATH` or `git:REPOSITORY[@REVISION]#PATH`.
    """
    if text.startswith(("https://", "http://")):
        return Origin("url", text)
    if (found := _WORDS.fullmatch(text)) is None:
        return None
    kind, location, version, path = found.groups()[:4] if found[1] else found.groups()[4:]
    return Origin(kind, location, version or "", path)


def source_of(origin: Origin) -> Mapping[str, str]:
    """Return what `source` in `service.yaml` says of an origin."""
    version = {_VERSION[origin.kind]: origin.version} if origin.version else {}
    return {origin.kind: origin.location, **version, **({"path": origin.path} if origin.path else {})}
