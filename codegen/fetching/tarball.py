"""Read files out of a package's tarball, in memory; nothing is extracted."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codegen.contract.load import MAX_BYTES
from codegen.fetching.failure import FetchError
from codegen.fetching.paths import too_large

MAX_UNPACKED = 4 * 2**30  # bytes; the largest package of contracts known has 0.4 GB
MAX_MEMBERS = 200_000

_BROKEN = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Tarball:
    """An open tarball: its members by path below its one folder, which npm calls `package`."""

    archive: tarfile.TarFile
    members: Mapping[str, tarfile.TarInfo]

    def read(self, path: str) -> bytes:
        """Return the bytes of a plain file.

        Raises:
            FetchError: if there is no member of that path, it is a link or a folder, or is too large.
        """
        member = self.members.get(path)
        if member is None:
            raise FetchError(f"the package has no file {path}", "look at `path` in service.yaml")
        if not member.isreg() or member.issparse():
            raise FetchError(f"{path} is a folder or a link in the package", "name a plain file")
        if member.size > MAX_BYTES:
            raise too_large(path)
        try:
            content = self.archive.extractfile(member)
            return b"" if content is None else content.read()
        except _BROKEN:
            raise _broken() from None


@contextmanager
def opened_tarball(path: Path) -> Iterator[Tarball]:
    """Open a tarball.

    Raises:
        FetchError: if it is none, or unpacks to more than a package of contracts can have.
    """
    with _archive(path) as archive:
        yield Tarball(archive, _members(archive))


def _archive(path: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(path, "r:gz")
    except _BROKEN:
        raise _broken() from None


def _members(archive: tarfile.TarFile) -> Mapping[str, tarfile.TarInfo]:
    members = {}
    try:
        for number, member in enumerate(archive):
            members[member.name.partition("/")[2]] = member  # as in npm, the last of a name counts
            if archive.offset > MAX_UNPACKED or number > MAX_MEMBERS:
                raise FetchError(
                    "the package unpacks to more than a package of contracts can have", "fetch by url or git"
                )
    except _BROKEN:
        raise _broken() from None
    return members


def _broken() -> FetchError:
    return FetchError("the package is no readable tarball", "look at it with `npm pack`")
