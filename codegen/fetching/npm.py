"""A contract in an npm package, fetched by the user's own `npm`.

Registry, proxy and login are npm's configuration (that of the user and the environment; a project's `.npmrc` is not
read), so the allow list of hosts does not apply. No script of the package is run.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from codegen.core.diagnostics import Diagnostics
from codegen.core.json import read_json
from codegen.core.origin import Origin
from codegen.fetching.failure import FetchError
from codegen.fetching.hosts import Hosts
from codegen.fetching.kinds import Opened, register
from codegen.fetching.paths import inner_path
from codegen.fetching.program import Program, ProgramError, located, telling
from codegen.fetching.tarball import opened_tarball

TIMEOUT = 300.0  # seconds for one run of npm

# As validate-npm-package-name has it, with the capitals of old packages; what begins like an option or a path is none.
_NAME = re.compile(r"(?:@[A-Za-z0-9*~][A-Za-z0-9*._~-]*/)?[A-Za-z0-9][A-Za-z0-9._~-]*")
# A version, a range or a dist-tag: nothing that npm-package-arg could take for a file, a URL, a repository or an alias.
_VERSION = re.compile(r"[A-Za-z0-9*^~<>=][A-Za-z0-9*^~<>=|+._ -]*")
_FILE = re.compile(r"\.(?:tgz|tar\.gz|tar)$", re.IGNORECASE)

_PACK = (
    "pack",
    "--json",
    "--ignore-scripts",
    "--pack-destination=.",
    "--dry-run=false",
    "--workspaces=false",
    "--update-notifier=false",
)


@register("npm")
@contextmanager
def opened(origin: Origin, _folder: Path, _hosts: Hosts) -> Iterator[Opened]:
    """Open a package by its name and a version, range or dist-tag, by `npm pack` in a temporary folder.

    Raises:
        FetchError: if name, version or path is none, npm is not there, or it gets no such package.
    """
    name, version = origin.location, origin.version or "latest"
    if not _NAME.fullmatch(name) or _FILE.search(name) or len(name) > 214:
        raise FetchError(f"{name!r} is no name of an npm package", "write it as in package.json, such as @acme/openapi")
    if not _VERSION.fullmatch(version) or _FILE.search(version):
        raise FetchError(f"{version!r} is no npm version", "write a version, a range or a dist-tag, such as 1.2.3")
    home, main = inner_path(origin.path, "package")
    path = located("npm", "install Node.js, or fetch the contract by url or git")
    with tempfile.TemporaryDirectory(prefix="codegen-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        exact = _packed(Program(path, folder, dict(os.environ), TIMEOUT), name, version)
        with opened_tarball(_tarball(folder)) as tarball:

            def read(file: str) -> bytes:
                return tarball.read(f"{home}/{file}" if home else file)

            yield Opened(main, read, f"npm:{name}#{home}/{main}" if home else f"npm:{name}#{main}", exact)


def _packed(npm: Program, name: str, version: str) -> str:
    """Pack the package into npm's folder; return its exact version."""
    (npm.folder / "package.json").write_text("{}", encoding="utf-8")  # so that npm looks for none, nor .npmrc, above
    try:
        printed = _json(npm.run(*_PACK, "--", f"{name}@{version}"))
    except ProgramError as problem:
        raise _failed(problem, name, version, npm.folder) from None
    entry = printed[0] if isinstance(printed, list) and printed else printed
    exact = entry.get("version") if isinstance(entry, Mapping) else None
    if not isinstance(exact, str) or not re.fullmatch(r"[A-Za-z0-9.+-]+", exact):
        raise FetchError(f"npm did not say which version of {name} it has", "bring npm up to date")
    return exact


def _tarball(folder: Path) -> Path:
    found = next(folder.glob("*.tgz"), None)
    if found is None:
        raise FetchError("npm left no tarball", "bring npm up to date")
    return found


def _json(printed: bytes) -> Any:
    return read_json(printed, "npm", Diagnostics())


def _failed(problem: ProgramError, name: str, version: str, folder: Path) -> FetchError:
    printed = _json(problem.printed)
    error = printed.get("error") if isinstance(printed, Mapping) else None
    code, summary = (error.get("code"), error.get("summary")) if isinstance(error, Mapping) else (None, None)
    if code == "E404":
        return FetchError(f"npm finds no package {name} with the version {version}", "see `npm view`, and its registry")
    if code == "ETARGET":
        return FetchError(f"the npm package {name} has no version {version}", f"see `npm view {name} versions`")
    reason = telling((str(summary or "").splitlines() or [problem.complaint])[0], (folder,))
    return FetchError(f"npm cannot fetch {name}@{version}: {reason}", "try `npm view` on it: codegen uses the same npm")
