"""Fetch a contract from its origin, whatever the kind, with the files beside it that it refers to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.core.diagnostics import nearest
from codegen.core.origin import Origin
from codegen.fetching import file, git, npm, url
from codegen.fetching.failure import FetchError
from codegen.fetching.hosts import Hosts
from codegen.fetching.kinds import KINDS
from codegen.fetching.references import gather

BUILT_IN = (file, url, git, npm)  # imported so that they register themselves


@dataclass(frozen=True, slots=True)
class Fetched:
    """A contract as the vendor has it.

    Attributes:
        main: the name of the contract's own file, a key of `files`.
        files: the bytes of the contract, and of every file that its references reach, by path relative to the
            contract's folder, with forward slashes; none leads out of it.
        where: the origin in one line for people and the lock, without absolute path, credential or query, such as
            `npm:@octokit/openapi#generated/api.github.com.json`.
        revision: the full commit for git, the exact version for npm, else "".
    """

    main: str
    files: Mapping[str, bytes]
    where: str
    revision: str


def fetch(origin: Origin, folder: Path, hosts: Collection[str]) -> Fetched:
    """Return the contract that `origin` has now.

    Every host that is asked must be in `hosts`, redirects' targets and loopback too. npm alone is asked through the
    user's own `npm` client: registry and login are npm's configuration, and no host is checked for it.

    Args:
        origin: where to fetch from.
        folder: that of `service.yaml`, to which relative locations are relative.
        hosts: host names, or `host:port`.

    Raises:
        FetchError: if there is no contract to be had, or not by these rules.
    """
    opener = KINDS.get(origin.kind)
    if opener is None:
        raise FetchError(
            f"there is no kind of source {origin.kind!r}",
            nearest(origin.kind, KINDS) or f"there are {', '.join(sorted(KINDS))}",
        )
    with opener(origin, folder, Hosts(hosts)) as opened:
        return Fetched(opened.main, gather(opened.main, opened.read), opened.where, opened.revision)
