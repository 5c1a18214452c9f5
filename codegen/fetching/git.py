"""A contract in a git repository, fetched by the user's own `git`: access is git's configuration, hosts are ours."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codegen.contract.load import MAX_BYTES
from codegen.core.origin import Origin
from codegen.fetching.failure import FetchError
from codegen.fetching.hosts import Address, Hosts, read_address
from codegen.fetching.kinds import Opened, register
from codegen.fetching.paths import inner_path, relative_location, too_large
from codegen.fetching.program import Program, ProgramError, located, telling

TIMEOUT = 300.0  # seconds for one run of git

_SHORT = re.compile(r"(?:(?P<user>[^@\s:/]+)@)?(?P<host>[A-Za-z0-9][A-Za-z0-9.-]+):(?P<path>[^\s\\:-][^\s\\]*)")
_USER = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*)?")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
# What git-check-ref-format(1) refuses in a name, and what would make it more than a name where git fetches.
_NO_REVISION = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|^[-+/.]|[/.]$|//|^$")

# Variables that tie git to another repository (`git rev-parse --local-env-vars`), as they are set in a hook.
_TIES = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    )
)
_SETTINGS = (
    "http.followRedirects=false",  # a redirect may lead to a host that is not allowed
    f"core.hooksPath={os.devnull}",
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.recurseSubmodules=false",
)


@dataclass(frozen=True, slots=True)
class _Remote:
    """A repository: as it is asked, as it is shown, and the protocols that may be spoken with it."""

    asked: str
    shown: str
    protocols: str


@register("git")
@contextmanager
def opened(origin: Origin, folder: Path, hosts: Hosts) -> Iterator[Opened]:
    """Open one commit of a repository: a shallow fetch into a temporary one, of which files are read by name.

    Nothing is checked out; links in the repository are not followed.

    Raises:
        FetchError: if the location, revision or path is none, the host is not allowed, or git finds nothing there.
    """
    remote = _remote(origin.location, folder, hosts)
    revision = origin.version or "HEAD"
    if _NO_REVISION.search(revision):
        raise FetchError(f"{revision!r} is no git revision", "write a branch, a tag or a commit under `revision`")
    home, main = inner_path(origin.path, "repository")
    path = located("git", "install git, or fetch the contract by url")
    with tempfile.TemporaryDirectory(prefix="codegen-", ignore_cleanup_errors=True) as temporary:
        git = Program(path, folder, _environment(remote.protocols), TIMEOUT)
        repository = _Repository(git, Path(temporary), folder, remote)
        commit = repository.fetched(revision)

        def read(name: str) -> bytes:
            return repository.content(commit, f"{home}/{name}" if home else name)

        yield Opened(main, read, f"git:{remote.shown}#{home}/{main}" if home else f"git:{remote.shown}#{main}", commit)


def _remote(location: str, folder: Path, hosts: Hosts) -> _Remote:
    if location.startswith("-") or not location.isprintable():
        raise FetchError("the source is no git repository", "write https://host/path, git@host:path or a relative path")
    if "://" in location or "::" in location:
        return _by_url(location, hosts)
    if short := _SHORT.fullmatch(location):
        _check_user(short["user"] or "", short["host"])
        hosts.check(Address("ssh", short["host"].lower(), 22, short["path"]))
        return _Remote(location, location, "https:ssh")
    path = relative_location(location)
    if not (folder / path).exists():
        raise FetchError(f"there is no repository {path}", "look at `source` in service.yaml")
    return _Remote(path if path.startswith("..") else f"./{path}", path, "file")


def _by_url(location: str, hosts: Hosts) -> _Remote:
    address = read_address(location)
    if address is None or address.scheme not in ("https", "ssh", "http", "git"):
        raise FetchError("the source is no git repository", "write https://host/path, git@host:path or a relative path")
    if address.scheme in ("http", "git") and not address.loopback:
        raise FetchError(f"{address.shown} would be fetched without encryption", "write https:// or ssh://")
    if address.scheme != "ssh" and address.user:
        raise FetchError(
            f"the URL of {address.place} has a user name or password in it", "let a credential helper of git log in"
        )
    _check_user(address.user, address.place)
    hosts.check(address)
    user = f"{address.user}@" if address.user else ""
    asked, shown = (text.replace("://", f"://{user}", 1) for text in (address.asked, address.shown))
    # The user's git may well be set up to ask a host by ssh instead of https, or the other way round.
    return _Remote(asked, shown, address.scheme if address.scheme in ("http", "git") else "https:ssh")


def _check_user(user: str, host: str) -> None:
    if not _USER.fullmatch(user):
        raise FetchError(f"the user of {host} has a password or no plain name", "write git@host, and log in by a key")


def _environment(protocols: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _TIES}
    return kept | {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C",  # its complaints are read
    }


@dataclass(frozen=True, slots=True)
class _Repository:
    """A temporary bare repository; git runs in the folder of `service.yaml`, to which `remote` is relative."""

    git: Program
    temporary: Path
    folder: Path
    remote: _Remote

    def fetched(self, revision: str) -> str:
        """Return the commit that a branch, tag or commit is, having fetched it."""
        self._run("init", "--bare", "--quiet", "--template=")
        try:
            self._fetch("--depth=1", "--", self.remote.asked, revision)
            return self._commit("FETCH_HEAD", revision)
        except ProgramError as problem:
            if _COMMIT.fullmatch(revision):  # short, or of a server that gives only what has a name
                return self._searched(revision)
            if "couldn't find remote ref" in problem.complaint:
                raise self._nothing(revision) from None
            raise self._failed(problem) from None

    def _searched(self, revision: str) -> str:
        try:
            self._fetch("--", self.remote.asked, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
        except ProgramError as problem:
            raise self._failed(problem) from None
        return self._commit(revision, revision)

    def _commit(self, name: str, revision: str) -> str:
        try:
            return self._run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
        except ProgramError:
            raise self._nothing(revision) from None

    def content(self, commit: str, path: str) -> bytes:
        """Return the bytes of a file of a commit."""
        entry = self._read("ls-tree", "-z", "--long", "--full-tree", "--", commit, path)
        if not entry:
            raise FetchError(f"the repository has no file {path} at {commit[:12]}", "look at `path` in service.yaml")
        mode, _, blob, size = entry.decode(errors="replace").partition("\t")[0].split()
        if not mode.startswith("100"):
            raise FetchError(f"{path} is a folder, a link or a submodule of the repository", "name a plain file")
        if int(size) > MAX_BYTES:
            raise too_large(path)
        return self._read("cat-file", "blob", blob)

    def _fetch(self, *arguments: str) -> None:
        self._run("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", *arguments)

    def _read(self, *arguments: str) -> bytes:
        try:
            return self._run(*arguments)
        except ProgramError as problem:
            raise self._failed(problem) from None

    def _run(self, *arguments: str) -> bytes:
        settings = (word for setting in _SETTINGS for word in ("-c", setting))
        return self.git.run(*settings, "--git-dir", str(self.temporary), *arguments)

    def _nothing(self, revision: str) -> FetchError:
        return FetchError(
            f"the repository {self.remote.shown} has no revision {revision!r}",
            "write a branch, a tag or a commit under `revision`",
        )

    def _failed(self, problem: ProgramError) -> FetchError:
        # Before this line ssh says why.
        said, vague, _ = problem.complaint.partition("fatal: Could not read from remote repository")
        reason = telling(said if said.strip() else said + vague, (self.temporary, self.folder))
        return FetchError(f"git cannot fetch from {self.remote.shown}: {reason}", _advice(reason))


def _advice(reason: str) -> str:
    if "requested URL returned error: 30" in reason:
        return "write the address that it redirects to"
    return "try `git ls-remote` on it: codegen uses the same login"
